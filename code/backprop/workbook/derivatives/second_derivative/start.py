"""The slope of the slope, from three points."""


def second_derivative(f, x, h=1e-8):
    """The slope of the slope of `f` at `x`.

    Its rise between x and x + h, minus its rise between x - h and x,
    divided by h twice.
    """
    return ...


print(second_derivative(lambda x: x**3, 2.0))
