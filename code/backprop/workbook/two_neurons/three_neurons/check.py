"""Cover the first neuron with your hand: what is left is the network of the
chapter, with g as its input.
Which slope does it have to hand on to g when you take the hand away?
"""

import math

from backprop.derivatives import central_difference
from backprop.workbook import diagnosis

NAMES = "w1", "b1", "w2", "b2", "w3", "b3"


def error(weights, x, target):
    w1, b1, w2, b2, w3, b3 = weights
    return (w3 * (w2 * (w1 * x + b1) + b2) + b3 - target) ** 2


def check_count(you):
    """`backward` gives six slopes"""
    slopes = you.backward((0.5,) * 6, 1.0, 7.0)
    assert slopes is not ..., "backward still returns `...`: walk back."
    assert slopes is not None, "backward gave None: is its `return` missing?"
    assert len(slopes) == 6, f"expected six slopes, but came {len(slopes)}."


def check_by_nudging(you):
    """nudging finds the same six"""
    weights, x, target = (1.5, -0.5, -2.0, 0.25, 0.75, 3.0), 0.8, -1.0
    slopes, measured = you.backward(weights, x, target), []
    for place in range(6):

        def along(value, place=place):
            nudged = (*weights[:place], value, *weights[place + 1 :])
            return error(nudged, x, target)

        measured.append(central_difference(along, weights[place]))
    known = {"w1": weights[0], "w2": weights[2], "w3": weights[4]}
    for place in reversed(range(6)):
        slope, name = measured[place], NAMES[place]
        hint = "start from the error, and go to the left"
        if name in ("w1", "b1"):
            hint = "its path leads back through o, h and g: w3 and w2"
        if name in ("w2", "b2"):
            hint = "its path leads back through o and h: multiply by w3"
        assert math.isclose(slopes[place], slope, rel_tol=1e-6), (
            f"the slope along {name} is {slope:.4f}, but came "
            f"{slopes[place]!r}; {hint}."
            + diagnosis(slopes, measured, factors=known)
        )
