"""2 inputs and a bias make 3 slopes, but 2 came"""

from backprop.activations import neuron, sigmoid_derivative


def d_hidden(weights, v, inputs, d_output):
    s = neuron(weights, inputs)
    return [d_output * v * sigmoid_derivative(s) * x for x in inputs]
