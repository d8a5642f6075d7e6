"""the sign is missing"""

from backprop.two_neurons import Weights, forward


def backward(weights, x, target):
    hidden, output = forward(weights, x)
    return Weights(weights.w2 * x, weights.w2, hidden, 1.0)
