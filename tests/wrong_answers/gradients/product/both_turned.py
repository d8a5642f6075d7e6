"""has no slope along x2"""


def f(x1, x2):
    return x1 * x2 + x1


def predicted_slopes():
    return 5, 4
