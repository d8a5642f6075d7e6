"""A step to the left from x, and a step to the right from somewhere else, have
the same two ends.
From where, and what does the formula of the forward difference say there?
"""

import math

from backprop.workbook import diagnosis


def check_square(you):
    """the slope of `x * x` at 2, with a step of 0.1"""
    slope = you.backward_difference(lambda x: x * x, 2.0, 0.1)
    assert slope is not ..., (
        "backward_difference still returns `...`: put your formula there."
    )
    assert slope is not None, (
        "backward_difference gave None: is its `return` missing?"
    )
    assert not math.isclose(slope, 4.1), (
        "4.1 is the forward difference: your step is to the right."
    )
    assert not math.isclose(slope, -3.9), (
        "-3.9 has the wrong sign: the rise is f(x) minus f(x - h), in the "
        "order in which you walk from left to right."
    )
    assert not math.isclose(slope, 1.95), (
        "1.95 is half of the slope: you walk h, so divide by h. 2 * h belongs "
        "to the central difference, whose two points are 2 * h apart."
    )
    assert math.isclose(slope, 3.9), (
        f"expected about 3.9, but came {slope!r}." + diagnosis(slope, 3.9)
    )


def check_line(you):
    """a straight line has the same slope from both sides"""
    slope = you.backward_difference(lambda x: 3 * x + 1, 5.0, 0.25)
    assert math.isclose(slope, 3.0), (
        f"the slope of 3x + 1 is 3 everywhere, but came {slope!r}."
        + diagnosis(slope, 3)
    )
