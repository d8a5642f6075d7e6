"""Write down what was measured for 4 and for 48, each with its error, and
multiply.
How often does 1 + s stand in the result, and how often would it with a third?
"""

import math


def check_once(you):
    """one measured slope, `printed(192, 1)`"""
    got = you.printed(192, 1)
    assert got is not ..., "printed still returns `...`: put a formula there."
    assert got is not None, "printed gave None: is its `return` missing?"
    assert not math.isclose(got, 192 * you.TOO_LONG), (
        "that is only what is too much: add it to the slope itself."
    )
    assert math.isclose(got, 192.01706891180947, rel_tol=1e-12), (
        f"it printed 192.01706891180947, but you predict {got!r}."
    )


def check_twice(you):
    """a product of two measured slopes, `printed(192, 2)`"""
    got = you.printed(192, 2)
    assert not math.isclose(got, 192.01706891180947, rel_tol=1e-12), (
        "both factors are too large, not only one of them."
    )
    assert not math.isclose(got, 2 * 192.01706891180947), (
        "two factors do not double the slope: each brings its own 1 + s."
    )
    assert math.isclose(got, 192.03413934105515, rel_tol=1e-10), (
        f"it printed 192.03413934105515, but you predict {got!r}."
    )


def check_none(you):
    """a slope that was not measured, `printed(5.0, 0)`"""
    assert you.printed(5.0, 0) == 5.0, (
        f"printed(5.0, 0) should be 5.0, but is {you.printed(5.0, 0)!r}."
    )
