"""2 * h belongs to the central difference"""


def backward_difference(f, x, h):
    return (f(x) - f(x - h)) / (2 * h)
