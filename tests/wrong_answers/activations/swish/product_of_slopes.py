"""each factor has its turn to move"""

from backprop.activations import DERIVATIVES, sigmoid, sigmoid_derivative


def swish(x):
    return x * sigmoid(x)


def swish_derivative(x):
    return x * sigmoid_derivative(x)


DERIVATIVES[swish] = swish_derivative
