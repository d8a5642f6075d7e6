"""A walk of length 5 from (10, 20) along (3, 4) ends at (13, 24): where does
one of length h end?
Along that straight way f is a function of one number, and you know how to
measure its slope from both sides.
"""

import math

from backprop.workbook import diagnosis


def height(x):
    return 5 * x[0] + x[1] ** 2


def check_along_the_inputs(you):
    """along an axis, the slope along that input"""
    slope = you.slope_along(height, [10.0, 20.0], [1.0, 0.0])
    assert slope is not ..., (
        "slope_along still returns `...`: put your formula there."
    )
    assert slope is not None, "slope_along gave None: is its `return` missing?"
    assert math.isclose(slope, 5, rel_tol=1e-6), (
        f"along the first input expected about 5, but came {slope!r}."
    )
    slope = you.slope_along(height, [10.0, 20.0], [0.0, 1.0])
    assert math.isclose(slope, 40, rel_tol=1e-6), (
        f"along the second input expected about 40, but came {slope!r}."
    )


def check_slanted(you):
    """the slope in a slanted direction, (3, 4)"""
    slope = you.slope_along(height, [10.0, 20.0], [3.0, 4.0])
    assert not math.isclose(slope, 175, rel_tol=1e-6), (
        "175 is the rise for a walk of length 5: divide the direction by its "
        "length, so that the step has length h."
    )
    assert not math.isclose(slope, 45, rel_tol=1e-6), (
        "45 adds the two slopes: the walk goes 3/5 along the first input and "
        "4/5 along the second."
    )
    assert math.isclose(slope, 35, rel_tol=1e-6), (
        f"expected about 35, but came {slope!r}." + diagnosis(slope, 35)
    )


def check_two_evaluations(you):
    """two evaluations of `f`, also with a hundred inputs"""
    calls = []
    you.slope_along(
        lambda x: calls.append(1) or sum(x), [1.0] * 100, [1.0] * 100
    )
    assert len(calls) == 2, (
        f"two evaluations are enough, but f was called {len(calls)} times: "
        "move all inputs at once."
    )
