"""that is the slope of the sigmoid"""

from backprop.activations import sigmoid, sigmoid_derivative


def swish(x):
    return x * sigmoid(x)


def swish_derivative(x):
    return sigmoid_derivative(x)
