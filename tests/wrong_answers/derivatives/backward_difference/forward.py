"""4.1 is the forward difference"""


def backward_difference(f, x, h):
    return (f(x + h) - f(x)) / h
