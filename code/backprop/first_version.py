"""The numeric derivatives of the tutorial this book grew from, kept with their faults.

Chapter: book/first_version.md. Nothing else in the package imports this module.
"""

from collections.abc import Callable

__all__ = ["diff", "diffp"]


def diff(f: Callable[[float], float], x: float) -> float:
    """Slope of `f` at `x` with a step of 1e-12: too small, and the same at every `x`."""
    delta = 0.000000000001
    x1 = x + delta
    return (f(x1) - f(x)) / (x1 - x)


def diffp(f: Callable[..., float], index: int, *args: float) -> float:
    """Slope of `f` along the input at `index`; unlike `diff`, it divides by the step it asked for.

    It also changes the caller's data: `+=` works in place where an argument is an array.
    """
    delta = 0.000000000001
    y = f(*args)
    args = list(args)
    args[index] += delta
    return (f(*args) - y) / delta
