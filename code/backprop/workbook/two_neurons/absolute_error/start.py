"""Another error: walk back from |o - t| instead of (o - t) ** 2."""

from backprop.two_neurons import Weights, forward


def backward(weights, x, target):
    """The gradient of |o - t|, as Weights; where o is t, all zeros."""
    hidden, output = forward(weights, x)
    return ...


print(backward(Weights(0.5, 0.5, 0.5, 0.5), x=1.0, target=7.0))
