"""Walk to the left: the slope from one small step to the left of x."""


def backward_difference(f, x, h):
    """Slope of `f` at `x`, from the rise between `x - h` and `x`."""
    return ...


print(backward_difference(lambda x: x * x, 2.0, 0.1))
