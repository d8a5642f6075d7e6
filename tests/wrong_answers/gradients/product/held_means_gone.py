"""does not vanish when x2 is held fixed"""


def f(x1, x2):
    return x1 * x2 + x1


def predicted_slopes():
    return 1, 0
