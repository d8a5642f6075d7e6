"""Where the complex step is wrong, and says nothing.

It refuses a function that gives a real number, as abs does. But where only a
part of a function drops the imaginary part, or turns it round, what it gives
is complex, and it believes it.

Write three such functions, which give real numbers for real x, and one that
looks dangerous and is not.
"""


def gives_zero(x):
    """The complex step says 0, and the slope is another."""
    return ...


def gives_half(x):
    """It says half of the slope."""
    return ...


def gives_minus(x):
    """It says the slope with the other sign."""
    return ...


def size(x):
    """The size of x, |x|, with a slope that the complex step gets right."""
    return ...


for f in (gives_zero, gives_half, gives_minus, size):
    print(f.__name__, f(2.0), f(2.0 + 1e-20j))
