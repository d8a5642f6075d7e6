"""and that is right. Which operations drop"""


def gives_zero(x):
    """The complex step says 0, and the slope is another."""
    return max(x, -x, key=lambda x: x.real)


def gives_half(x):
    """It says half of the slope."""
    return x * abs(x)


def gives_minus(x):
    """It says the slope with the other sign."""
    return 1 + x.conjugate()


def size(x):
    """The size of x, |x|, with a slope that the complex step gets right."""
    return x if x.real > 0 else -x


for f in (gives_zero, gives_half, gives_minus, size):
    print(f.__name__, f(2.0), f(2.0 + 1e-20j))
