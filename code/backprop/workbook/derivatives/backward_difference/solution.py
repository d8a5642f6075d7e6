"""The error changes its sign.

On the left of 2 the parabola is not yet as steep as at 2, so backward gives
3.9 where forward gives 4.1. Their mean is 4: it is the central difference.
"""


def backward_difference(f, x, h):
    """Slope of `f` at `x`, from the rise between `x - h` and `x`."""
    return (f(x) - f(x - h)) / h


print(backward_difference(lambda x: x * x, 2.0, 0.1))
