"""Many knobs: the slope along each input, and all of them together.

A slope along one input is the slope of a function of one number: hold the
others fixed and ask `central_difference`. So nothing about slopes is written
here a second time; what is new is which number moves. `partial_derivative`
counts the arguments of a function, `gradient` the numbers of an array of any
shape, and gives the slopes in the same shape.

Each run gets an array of its own. The first version of the book moved its
caller's array, and whole numbers swallowed the step; a copy in float64 can
do neither. It takes two runs for each number: that price is the reason for
the chapters that follow.
Chapter: book/gradients.md
"""

import numpy as np

from backprop._checks import (
    Count,
    Positive,
    RealFunction,
    check_index,
    check_number,
)
from backprop._checks.arrays import Array
from backprop._checks.edge import checked, checked_with
from backprop.derivatives import central_difference

__all__ = ["partial_derivative", "gradient"]


def has_a_number_at_index(index, inputs):
    """A guard: there has to be an input, and it has to be a number."""
    check_index(index, len(inputs), "inputs")
    check_number(inputs[index], f"the input at index {index}")


@checked_with(has_a_number_at_index)
def partial_derivative(
    f: RealFunction, index: Count, *inputs, h: Positive | None = None
) -> float:
    """Slope of `f` along the input at `index`, the others held fixed.

    Only that input must be a number; the others reach `f` as they are. The
    step `h` is that of `central_difference`.

    Told in book/gradients.md, "One knob at a time".

    Raises
    ------
    TypeError
        If `f` is no function, `index` no whole number, the input at `index`
        no number, or `f` gives no number.
    ValueError
        If there is no input at `index`, or where `central_difference` raises
        one.

    Examples
    --------
    >>> partial_derivative(lambda a, b: a * b, 0, 3.0, 7.0, h=0.5)
    7.0
    """
    before, after = inputs[:index], inputs[index + 1 :]

    def along_this_input(value):
        return f(*before, value, *after)

    return central_difference(along_this_input, inputs[index], h)


@checked
def gradient(f: RealFunction, x: Array) -> np.ndarray:
    """All slopes of `f` at `x`: one for each number in `x`.

    `f` takes the whole array and gives one number. It is called twice for
    each number in `x`, each time with a new array of float64; `x` itself, an
    array or nested lists of any shape, is never changed.

    Told in book/gradients.md, "All slopes in one list".

    Returns
    -------
    ndarray
        The slopes, float64, in the shape of `x`.

    Raises
    ------
    TypeError
        If `f` is no function, `x` holds something else than numbers, or `f`
        does not give one number.
    ValueError
        If a number in `x`, or one that `f` gives, is not finite.

    Examples
    --------
    >>> gradient(lambda x: x[0] * x[1], [3, 7]).round(6)
    array([7., 3.])
    """
    x = np.array(x, float)  # a copy, which holds more than whole numbers
    slopes = np.empty_like(x)
    for index in np.ndindex(x.shape):

        def along_this_input(value):
            moved = x.copy()
            moved[index] = value
            return f(moved)

        slopes[index] = central_difference(along_this_input, x[index])
    return slopes
