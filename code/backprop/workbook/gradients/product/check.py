"""Along each input f is a straight line, so you may take a step of 1.
By how much does f rise from (3, 4) to (4, 4), and from (3, 4) to (3, 5)?
"""

import math


def check_prediction(you):
    """`predicted_slopes()` gives both slopes at (3, 4)"""
    slopes = you.predicted_slopes()
    assert slopes is not None, (
        "predicted_slopes gave None: is its `return` missing?"
    )
    assert slopes is not ... and ... not in slopes, (
        "predicted_slopes still returns `...`: write your two numbers there."
    )
    along_1, along_2 = slopes
    assert (along_1, along_2) != (1, 0), (
        "x1·x2 does not vanish when x2 is held fixed: x2 is then the number "
        "4, and 4·x1 has a slope."
    )
    assert not math.isclose(along_1, 4), (
        "4 is the slope of x1·x2 along x1, but f also adds x1 once more."
    )
    assert math.isclose(along_1, 5), (
        "along x1: hold x2 at 4 and write f with x1 alone. How steep is that "
        f"line? You said {along_1!r}."
    )
    assert not math.isclose(along_2, 4), (
        "along x2 you said 4: the x1 that is added has no slope along x2, "
        "because it is held fixed."
    )
    assert math.isclose(along_2, 3), (
        "along x2: hold x1 at 3 and write f with x2 alone. How steep is that "
        f"line? You said {along_2!r}."
    )


def check_measured(you):
    """a measurement agrees with your prediction"""
    h = 2.0**-17
    measured = (
        (you.f(3 + h, 4) - you.f(3 - h, 4)) / (2 * h),
        (you.f(3, 4 + h) - you.f(3, 4 - h)) / (2 * h),
    )
    assert all(map(math.isclose, measured, you.predicted_slopes())), (
        f"f was changed: its slopes at (3, 4) are now {measured}."
    )
