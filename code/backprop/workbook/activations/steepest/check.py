"""The slope of the sigmoid is s(1 - s): try some s between 0 and 1.
The slope of the tanh is 1 - t²: which t makes it largest?
For ten in a row, think of the gears in the chapter on the chain rule.
"""

import math

from backprop.activations import sigmoid_derivative, tanh_derivative


def check_where(you):
    """`WHERE` is where both are steepest"""
    assert you.WHERE is not ..., (
        "WHERE still is `...`: look at the figure of the seven."
    )
    assert math.isclose(you.WHERE, 0, abs_tol=1e-6), (
        f"at {you.WHERE} the sigmoid has the slope "
        f"{sigmoid_derivative(you.WHERE):.4f}, but somewhere it is steeper."
    )


def check_slopes(you):
    """`STEEPEST_SIGMOID` and `STEEPEST_TANH`, their slopes there"""
    said = you.STEEPEST_SIGMOID, you.STEEPEST_TANH
    assert ... not in said, "put numbers for both slopes instead of `...`."
    assert said != (0.5, 0), "those are the values at 0. How steep are they?"
    for name, number, slope in (
        ("sigmoid", said[0], sigmoid_derivative(0)),
        ("tanh", said[1], tanh_derivative(0)),
    ):
        assert math.isclose(number, slope, rel_tol=1e-6), (
            f"{name} is not of slope {number!r} at 0: nudge it, or put "
            "x = 0 into its derivative."
        )


def check_ten_in_a_row(you):
    """`TEN_IN_A_ROW`, to the first digit"""
    left = you.TEN_IN_A_ROW
    assert left is not ..., (
        "TEN_IN_A_ROW still is `...`: what do slopes in a row do?"
    )
    assert not math.isclose(left, 2.5), "slopes in a row multiply."
    assert math.isclose(left, 0.25**10, rel_tol=0.06), (
        f"you say {left!r}, but each of the ten multiplies what arrives by "
        "a quarter."
    )
