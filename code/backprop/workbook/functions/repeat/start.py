"""A function that makes functions."""


def double(x):
    return 2 * x


def repeat(f, times):
    """A function that sends its input through `f` so many times."""
    return ...


print(repeat(double, 10))
