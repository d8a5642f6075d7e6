"""Follow `moved[0]` with a pencil through the first round, from [1, 2].
What does the chapter's own `gradient` work on, instead of the point that it
is given?
"""

import math

from backprop.workbook import diagnosis


class Whole(list):
    """A list like NumPy's integer arrays: what is put in, is cut."""

    def __setitem__(self, place, value):
        super().__setitem__(place, int(value))


def near(slopes, expected):
    return all(
        math.isclose(slope, truth, rel_tol=1e-5, abs_tol=1e-6)
        for slope, truth in zip(slopes, expected, strict=True)
    )


def check_whole_numbers(you):
    """the gradient of `x1**2 + x2**2` at a point of whole numbers"""
    slopes = you.gradient(lambda x: x[0] ** 2 + x[1] ** 2, Whole([1, 2]))
    assert slopes is not ... and slopes is not None, (
        "gradient gave no list of slopes: is its `return` missing?"
    )
    assert slopes != [0, 0], (
        "0 and 0: the step was cut off on both sides. What holds the moved "
        "point must be able to hold a fraction."
    )
    assert not near(slopes, [5000, 15000]), (
        "still 5000 and 15000: `moved` is of the same type as `x`, so 0.9999 "
        "becomes 0 in it. Turn the numbers of x into floats first."
    )
    assert near(slopes, [2, 4]), (
        f"expected about [2, 4], but came {slopes}."
        + diagnosis(slopes, [2, 4])
    )


def check_cubes(you):
    """that of `x1**3 + x2**3` at a point of whole numbers"""
    slopes = you.gradient(lambda x: x[0] ** 3 + x[1] ** 3, Whole([1, 2]))
    assert not near(slopes, [4, 13]), (
        "[4, 13] is what a step of 1 gives: with a whole step nothing is "
        "cut, but it is far too large. It looked right for x² because its "
        "bend is the same everywhere."
    )
    assert near(slopes, [3, 12]), (
        f"expected about [3, 12], but came {slopes}."
        + diagnosis(slopes, [3, 12])
    )


def check_floats(you):
    """a point of floats still works"""
    slopes = you.gradient(lambda x: x[0] * x[1], [1.5, 2.5])
    assert near(slopes, [2.5, 1.5]), (
        f"expected about [2.5, 1.5] for x1·x2, but came {slopes}."
        + diagnosis(slopes, [2.5, 1.5])
    )
