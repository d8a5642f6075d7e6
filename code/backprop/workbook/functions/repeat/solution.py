"""`compose` with the same function ten times: the star takes them out.

A loop inside a `def` inside `repeat` does the same. What must not happen is
that `repeat` calls `f` itself: it has no input to call it with.
"""

from backprop.functions import compose


def double(x):
    return 2 * x


def repeat(f, times):
    """A function that sends its input through `f` so many times."""
    return compose(*[f] * times)


print(repeat(double, 10)(1))
