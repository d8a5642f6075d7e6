"""you took the slope of the sigmoid at h"""

from backprop.activations import neuron, sigmoid, sigmoid_derivative


def d_hidden(weights, v, inputs, d_output):
    h = sigmoid(neuron(weights, inputs))
    d_s = d_output * v * sigmoid_derivative(h)
    return [d_s * x for x in (*inputs, 1.0)]
