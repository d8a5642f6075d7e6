"""Predict two slopes of a product, without running anything."""


def f(x1, x2):
    return x1 * x2 + x1


def predicted_slopes():
    """Your prediction at (3, 4): the slope along x1, then along x2."""
    return ..., ...


print(predicted_slopes())
