"""Luck, counted in marks: why the first version printed 4.0."""

import math


def in_marks(x, h):
    """The step and the rise of x * x between `x` and `x + h`, in marks.

    Each is counted in the distance from its own starting point to the next
    number: `math.ulp(x)` for the step, `math.ulp(x * x)` for the rise.
    """
    return ..., ...


step, rise = in_marks(2.0, 1e-12)
print(step, rise)
