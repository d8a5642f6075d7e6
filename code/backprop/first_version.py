"""The numeric derivatives of the first version of the book, faults and all.

Chapter: book/first_version.md. No other module imports this one.
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
