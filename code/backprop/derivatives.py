"""Slopes by nudging: three ways to measure how fast a function grows.

Chapter: book/derivatives.md
"""

import sys
from collections.abc import Callable
from numbers import Real

from backprop._checks import check_function, check_number, check_positive, check_result

__all__ = ["forward_difference", "central_difference", "complex_step"]

EPSILON = sys.float_info.epsilon  # the gap between 1.0 and the next number, 2.2e-16


def forward_difference(f: Callable[[float], float], x: float, h: float | None = None) -> float:
    """Slope of `f` at `x`: the rise over one small step to the right, divided by the step.

    The default step is sqrt(EPSILON) * max(1, |x|), near the bottom of the V in the section
    "Shrink the step" of the chapter.

    Raises
    ------
    TypeError
        If `f` is no function, `x` or `h` no number, or `f` gives something else than a number.
    ValueError
        If `h` is not above zero, or so small beside `x` that `x + h == x`.

    Examples
    --------
    >>> forward_difference(lambda x: x * x, 2.0, h=0.5)
    4.5
    """
    x, h = _point_and_step(f, x, h, EPSILON ** (1 / 2))
    right = x + h
    return (_value(f, right) - _value(f, x)) / (right - x)


def central_difference(f: Callable[[float], float], x: float, h: float | None = None) -> float:
    """Slope of `f` at `x`: the rise from a small step on the left to one on the right.

    The default step is cbrt(EPSILON) * max(1, |x|). Raises what `forward_difference` raises.

    Examples
    --------
    >>> central_difference(lambda x: x * x, 2.0, h=0.5)
    4.0
    """
    x, h = _point_and_step(f, x, h, EPSILON ** (1 / 3))
    left, right = x - h, x + h
    return (_value(f, right) - _value(f, left)) / (right - left)


def complex_step(f: Callable[[complex], complex], x: float, h: float = 1e-20) -> float:
    """Slope of `f` at `x`: one step in the imaginary direction, where nothing is subtracted.

    `f` must be written with operations that know complex numbers: + - * / ** and the functions
    of `cmath` or NumPy, not those of `math`, and without `abs`, `max` or a comparison.

    Raises
    ------
    TypeError
        If `f` refuses a complex number, or gives back a real one: then it has dropped the
        imaginary part, in which the slope is written. Also as in `forward_difference`.
    ValueError
        If `h` is not above zero.

    Examples
    --------
    >>> complex_step(lambda x: x**3, 2.0)
    12.0
    """
    x, h = check_number(x, "x"), check_positive(h, "h")
    try:
        result = _value(check_function(f), complex(x, h))
    except TypeError as error:
        raise TypeError(f"complex_step hands f the complex number {complex(x, h)}: {error}") from None
    if isinstance(result, Real):
        raise TypeError(
            f"f gave the real number {result!r} for a complex one: on the way it dropped the "
            "imaginary part, in which the slope is written (abs and max do that)"
        )
    return result.imag / h


def _point_and_step(f, x, h, relative_step):
    check_function(f)
    x = check_number(x, "x")
    h = relative_step * max(1.0, abs(x)) if h is None else check_positive(h, "h")
    if x + h == x or x - h == x:
        raise ValueError(
            f"a step of {h!r} does not move x = {x!r}: it is smaller than the rounding there"
        )
    return x, h


def _value(f, x):
    return check_result(f(x), f"f({x!r})")
