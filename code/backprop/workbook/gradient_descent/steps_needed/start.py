"""Predict the number of steps, without walking."""

import math


def steps_needed(rate, curvature, shrink=1e-6):
    """The steps until the distance is at most `shrink` times the first.

    Each step multiplies it by 1 - rate * curvature. Give `math.inf` where the
    walk never gets there.
    """
    return ...


print(steps_needed(rate=0.1, curvature=0.304), math.inf)
