"""The fitted line is m times (x - middle) / spread, plus c: multiply it out.
What stands before x, and what is left where x is 0?
"""

import math

XS = [20.0, 60.0, 110.0, 130.0, 190.0]
YS = [4 + 0.03 * x for x in XS]


def check_scaled(you):
    """the scaled inputs have mean 0 and mean square 1"""
    result = you.standardise(XS)
    assert result is not None, (
        "standardise gave None: is its `return` missing?"
    )
    scaled, middle, spread = result
    assert ... not in (scaled, middle, spread), (
        "standardise still returns `...`: fill its three gaps."
    )
    assert XS == [20.0, 60.0, 110.0, 130.0, 190.0], (
        "the caller's list was changed: make a new one."
    )
    mean = sum(scaled) / len(scaled)
    square = sum(x * x for x in scaled) / len(scaled)
    assert math.isclose(mean, 0, abs_tol=1e-9), (
        f"the scaled inputs have the mean {mean:.4g}, not 0: dividing alone "
        "leaves them all on one side. Subtract the middle first."
    )
    assert not math.isclose(square, 0.8), (
        "the mean square is 0.8: divide by n, not n - 1, inside the root."
    )
    assert math.isclose(square, 1), (
        f"the scaled inputs have the mean square {square:.4g}, not 1: is the "
        "spread a root?"
    )
    assert math.isclose(middle, 102), f"middle is {middle!r}, not 102."


def check_there_and_back(you):
    """fitted on scaled inputs and translated: the line of the data"""
    scaled, middle, spread = you.standardise(XS)
    m = c = 0.0
    for _ in range(100):
        off = [m * x + c - y for x, y in zip(scaled, YS, strict=True)]
        m -= 0.8 * sum(o * x for o, x in zip(off, scaled, strict=True)) / 5
        c -= 0.8 * sum(off) / 5
    line = you.translate(m, c, middle, spread)
    assert line is not None and ... not in line, (
        "translate still returns `...`, or nothing: fill its two gaps."
    )
    slope, intercept = line
    assert not math.isclose(slope, m), (
        "the slope is still that for the scaled inputs: one unit of x is "
        "1 / spread units of them."
    )
    assert math.isclose(slope, 0.03, rel_tol=1e-6), (
        f"expected the slope 0.03, but came {slope!r}."
    )
    assert not math.isclose(intercept, c), (
        f"{intercept:.4g} is the height in the middle of the data: the "
        "intercept is the height at x = 0."
    )
    assert math.isclose(intercept, 4, rel_tol=1e-6), (
        f"expected the intercept 4, but came {intercept!r}."
    )
