"""Dividing by h twice makes the rounding error grow with 1 / h**2.

The truncation error shrinks with h**2. They meet near the fourth root of
epsilon, at 1e-4, where about half of the digits are right.
"""


def second_derivative(f, x, h=1e-4):
    """The slope of the slope of `f` at `x`.

    Its rise between x and x + h, minus its rise between x - h and x,
    divided by h twice.
    """
    return (f(x + h) - 2 * f(x) + f(x - h)) / h**2


print(second_derivative(lambda x: x**3, 2.0))
