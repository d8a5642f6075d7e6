"""the wrong sign"""


def backward_difference(f, x, h):
    return (f(x - h) - f(x)) / h
