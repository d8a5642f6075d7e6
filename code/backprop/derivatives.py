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

from backprop._checks import (
    ComplexFunction,
    Number,
    Positive,
    RealFunction,
)
from backprop._checks.edge import checked_with

__all__ = ["forward_difference", "central_difference", "complex_step"]

EPSILON = sys.float_info.epsilon  # from 1.0 to the next number: 2.2e-16
SMALLEST = sys.float_info.min  # smaller ones have fewer digits


def step_moves_x(x, h):
    """A guard: on either side of `x` there has to be another number."""
    if h is not None and (x + h == x or x - h == x):
        raise ValueError(
            f"a step of {h!r} does not move x = {x!r}: "
            "the numbers there lie further apart"
        )


def step_moves_x_to_the_right(x, h):
    """A guard: to the right of `x` there has to be another number."""
    if h is not None and x + h == x:
        step_moves_x(x, h)


def f_is_real_and_smooth(f, x, h):
    """A guard: the imaginary part has to be the slope, and nothing else.

    Then there is none at `x` itself, and half the step has half of it, or
    less where the slope is 0.
    """
    if h < SMALLEST / EPSILON:
        raise ValueError(f"a step of {h!r} is too small: it has few digits")
    here, half, whole = (
        abs(f(complex(x, step)).imag) for step in (0.0, h / 2, h)
    )
    if here > 1e-9 * whole:
        raise ValueError(
            f"f({x!r}) is {f(complex(x, 0.0))!r}, which is no real number: f "
            "has no slope there"
        )
    if half > 0.6 * whole:
        raise ValueError(
            f"f has no slope at {x!r}: with half the step the imaginary part "
            f"is {half:.0e}, and not half of {whole:.0e}"
        )


@checked_with(step_moves_x_to_the_right)
def forward_difference(
    f: RealFunction, x: Number, h: Positive | None = None
) -> Number:
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
    if h is None:
        h = EPSILON ** (1 / 2) * max(1, abs(x))
    right = x + h
    return (f(right) - f(x)) / (right - x)


@checked_with(step_moves_x)
def central_difference(
    f: RealFunction, x: Number, h: Positive | None = None
) -> Number:
    """Slope of `f` at `x`, from one small step to each side.

    The default step is cbrt(EPSILON) * max(1, |x|). Raises what
    `forward_difference` raises.

    Told in book/derivatives.md, "Look to both sides".

    Examples
    --------
    >>> central_difference(lambda x: x * x, 2.0, h=0.5)
    4.0
    """
    if h is None:
        h = EPSILON ** (1 / 3) * max(1, abs(x))
    left, right = x - h, x + h
    return (f(right) - f(left)) / (right - left)


@checked_with(f_is_real_and_smooth)
def complex_step(f: ComplexFunction, x: Number, h: Positive = 1e-20) -> Number:
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
        If `h` is not above zero, or `f` at `x` is no real number.

    Examples
    --------
    >>> complex_step(lambda x: x**3, 2.0)
    12.0
    """
    return f(complex(x, h)).imag / h
