"""`local_derivatives` in the chapter walks along such a row: what does it
measure that you are given?
Carry two numbers, the slope so far and the number that has reached the box,
and ask which of them may change first.
"""

import math

from backprop.workbook import diagnosis

SQUARE = lambda x: x * x  # noqa: E731
CUBE = lambda x: x**3  # noqa: E731
ROW = [SQUARE, CUBE], [lambda x: 2 * x, lambda x: 3 * x * x]


def check_192(you):
    """the square and the cube, at 2"""
    got = you.slope_of_row(*ROW, 2.0)
    assert got is not ..., "slope_of_row still returns `...`: multiply."
    assert got is not None, "slope_of_row gave None: is its `return` missing?"
    assert not math.isclose(got, 48), (
        "48 is 4 times 12: the slope of the cube was asked at 2, but the "
        "number that reaches the cube is 4."
    )
    assert not math.isclose(got, 52), "52 is 4 + 48: along a path, multiply."
    assert not math.isclose(got, 8 * 12288), (
        "each slope was asked at the number that leaves its box, not at the "
        "one that reaches it."
    )
    assert math.isclose(got, 192), (
        f"expected 192, but came {got!r}." + diagnosis(got, 192)
    )


def check_exp_of_sin(you):
    """the sine and the exponential function, at three points"""
    for x in (-1.0, 0.0, 1.0):
        row = [math.sin, math.exp], [math.cos, math.exp]
        got, expected = you.slope_of_row(*row, x), math.exp(math.sin(x))
        expected *= math.cos(x)
        assert math.isclose(got, expected), (
            f"at {x} expected {expected:.6f}, but came {got!r}."
            + diagnosis(got, expected)
        )


def check_empty_row(you):
    """a row without functions"""
    got = you.slope_of_row([], [], 5.0)
    assert got == 1, f"expected 1 for a row without boxes, but came {got!r}."
