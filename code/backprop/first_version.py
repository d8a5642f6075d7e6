"""The numeric derivatives of the first version of the book, faults and all.

They are kept as they were, so that what the book says of them can be run
and tested: a step that is the same for every `x`, a quotient that divides by
a step which was not taken, an argument that is changed for the caller too.
They check nothing, say nothing, and have the names they had. What became of
them is in `derivatives` and `gradients`; no other module imports this one,
and it is no step.
Chapter: book/first_version.md
"""

from collections.abc import Callable

__all__ = ["diff", "diffp"]


def diff(f: Callable[[float], float], x: float) -> float:
    """Slope of `f` at `x`, with the same tiny step at every `x`.

    Told in book/derivatives.md, "Where the digits go".
    """
    delta = 0.000000000001
    x1 = x + delta
    return (f(x1) - f(x)) / (x1 - x)


def diffp(f: Callable[..., float], index: int, *args: float) -> float:
    """Slope of `f` along the input at `index`.

    Unlike `diff`, it divides by the step it asked for. It also changes the
    caller's data: `+=` works in place where an argument is an array.

    Told in book/first_version.md, "The two functions".
    """
    delta = 0.000000000001
    y = f(*args)
    args = list(args)
    args[index] += delta
    return (f(*args) - y) / delta
