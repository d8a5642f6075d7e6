"""Repair the slopes: the gradient check finds them wrong."""

from backprop.activations import neuron, sigmoid, sigmoid_derivative


def d_hidden(weights, v, inputs, d_output):
    """Slopes along the weights of a hidden neuron and its bias.

    It bends with a sigmoid, and its output goes on with the weight v.
    """
    h = sigmoid(neuron(weights, inputs))
    d_s = d_output * v * sigmoid_derivative(h)
    return [d_s * x for x in (*inputs, 1.0)]


print(d_hidden([1.0, -1.0, 0.5], v=2.0, inputs=[1.0, 3.0], d_output=-1.0))
