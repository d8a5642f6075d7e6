"""Draw each list as a box, and from each name an arrow to its list.
How many boxes are there after `moved = x`, and how many do you need?
"""

import math

from backprop.workbook import diagnosis


def check_unmoved(you):
    """after 1000 calls the point is where it was, to the last digit"""
    point = [0.5, 0.1, 0.3]
    slopes = you.gradient(lambda w: w[0] * w[1] + w[2], point)
    assert slopes is not ... and slopes is not None, (
        "gradient gave no list of slopes: is its `return` missing?"
    )
    for _ in range(999):
        you.gradient(lambda w: w[0] * w[1] + w[2], point)
    away = max(abs(a - b) for a, b in zip(point, [0.5, 0.1, 0.3]))
    assert away < 1e-6, (
        f"after 1000 calls the caller's point is {point}: `moved` and `x` are "
        "two names of one list."
    )
    assert away == 0, (
        f"almost: the point is off by {away:.0e}. Adding h and then "
        "subtracting it does not come back to the same number, because the "
        "sum was rounded. Keep the old number, or work on a copy."
    )


def check_slopes(you):
    """the slopes of `x1 * x2` at (3, 4)"""
    slopes = you.gradient(lambda w: w[0] * w[1], [3.0, 4.0])
    assert len(slopes) == 2 and all(
        math.isclose(slope, truth, rel_tol=1e-4)
        for slope, truth in zip(slopes, (4, 3))
    ), f"expected about [4, 3], but came {slopes}." + diagnosis(slopes, [4, 3])


def check_one_at_a_time(you):
    """while one input moves, the others stand still"""
    seen = []
    you.gradient(lambda w: seen.append(tuple(w)) or 0.0, [1.0, 2.0, 3.0])
    turned = max(
        sum(a != b for a, b in zip(point, (1, 2, 3))) for point in seen
    )
    assert turned == 1, (
        f"at some call {turned} inputs were turned at once: take a new copy "
        "of x for each input, inside the loop."
    )
