"""Slopes by nudging: three ways to measure how fast a function grows.

All three take a small step and look how far the function rose; they differ
in what they lose. `forward_difference` is the definition, and its error
shrinks like the step. `central_difference` looks to both sides and is the
referee of the whole book: every derivative that is written by hand is
compared with it. `complex_step` subtracts nothing and loses no digits, but
needs a function that takes complex numbers.

A step is divided by its true length, `(x + h) - x`, because `x + h` is
rounded. The default steps weigh that rounding against the bend of the curve,
and grow with `x`, because the numbers lie further apart there.
Chapter: book/derivatives.md
"""

import sys
from collections.abc import Callable
from numbers import Real

from backprop._checks import (
    check_function,
    check_number,
    check_positive,
    check_result,
)

__all__ = ["forward_difference", "central_difference", "complex_step"]

EPSILON = sys.float_info.epsilon  # from 1.0 to the next number: 2.2e-16


def forward_difference(
    f: Callable[[float], float], x: float, h: float | None = None
) -> float:
    """Slope of `f` at `x`, from one small step to the right.

    The default step is sqrt(EPSILON) * max(1, |x|): see the section "The best
    step" of the chapter.

    Told in book/derivatives.md, "Walk a little, look how far you rose".

    Raises
    ------
    TypeError
        If `f` is no function, `x` or `h` no number, or `f` gives no number.
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


def central_difference(
    f: Callable[[float], float], x: float, h: float | None = None
) -> float:
    """Slope of `f` at `x`, from one small step to each side.

    The default step is cbrt(EPSILON) * max(1, |x|). Raises what
    `forward_difference` raises.

    Told in book/derivatives.md, "Look to both sides".

    Examples
    --------
    >>> central_difference(lambda x: x * x, 2.0, h=0.5)
    4.0
    """
    x, h = _point_and_step(f, x, h, EPSILON ** (1 / 3))
    left, right = x - h, x + h
    return (_value(f, right) - _value(f, left)) / (right - left)


def complex_step(
    f: Callable[[complex], complex], x: float, h: float = 1e-20
) -> float:
    """Slope of `f` at `x`, from one step in the imaginary direction.

    Nothing is subtracted, so no digits are lost. `f` must be written with
    operations that know complex numbers: + - * / ** and the functions of
    `cmath` or NumPy, not those of `math`; no `abs`, `max` or comparison.

    Told in book/derivatives.md, "Look to both sides".

    Raises
    ------
    TypeError
        If `f` refuses a complex number, or gives a real one: then it dropped
        the imaginary part, in which the slope is written. Also where
        `forward_difference` raises one.
    ValueError
        If `h` is not above zero.

    Examples
    --------
    >>> complex_step(lambda x: x**3, 2.0)
    12.0
    """
    x, h = check_number(x, "x"), check_positive(h, "h")
    result = _complex_value(f, complex(x, h))
    return result.imag / h


def _point_and_step(f, x, h, relative_step):
    check_function(f)
    x = check_number(x, "x")
    if h is None:
        h = relative_step * max(1.0, abs(x))
    h = check_positive(h, "h")
    if x + h == x or x - h == x:
        raise ValueError(
            f"a step of {h!r} does not move x = {x!r}: "
            "the numbers there lie further apart"
        )
    return x, h


def _value(f, x):
    return check_result(f(x), f"f({x!r})")


def _complex_value(f, x):
    try:
        result = _value(check_function(f), x)
    except TypeError as error:
        raise TypeError(
            f"complex_step needs a function of complex numbers: {error}"
        ) from None
    if isinstance(result, Real):
        raise TypeError(
            f"f({x!r}) gave the real number {result!r}: on the way it dropped "
            "the imaginary part, in which the slope is written (abs does that)"
        )
    return result
