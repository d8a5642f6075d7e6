"""The slope of tanh is 1 - y * y, with y for its value. A division is a
product with 1 / b, whose slope is -1 / b²: an operation of one number.
What does `math.tanh` say to a Dual, and who could compute its tanh instead?
"""

import math

from backprop.derivatives import central_difference
from backprop.transforms import Dual, derivative
from backprop.workbook import diagnosis


def tried(f, *arguments):
    """What f gives; of errors, those that a Dual in a Dual makes are told."""
    try:
        return f(*arguments)
    except TypeError as error:
        if "Dual" not in str(error):
            raise
        raise AssertionError(
            f"inside another derivative, the value of a Dual is a Dual, too: "
            f"{error}. Let your function call itself on x.value."
        ) from None


def compare(got, expected, what, hint=""):
    assert got is not None, f"{what} gave None: is a `return` missing?"
    assert got is not ..., f"{what} is still `...`."
    assert got != 0 or expected == 0, (
        f"{what}: came the slope 0, and expected {expected:.6g}. A derivative "
        "takes a Dual without its tag for a constant: hand x.tag on. Where "
        "two Duals meet, their slopes may belong to different tags, and the "
        "operators of Dual keep them apart."
    )
    assert not isinstance(got, Dual), (
        f"{what}: came {got}, where a plain number was expected. The slopes "
        "of two derivatives got mixed: each belongs to the tag of its Dual."
    )
    assert math.isclose(got, expected, rel_tol=1e-7, abs_tol=1e-9), (
        f"{what}: expected {expected:.6g}, came {got!r}.{hint}"
        + diagnosis(got, expected)
    )


def check_plain_numbers(you):
    """plain numbers give plain numbers"""
    for name, got, expected in (
        ("tanh", you.tanh(0.5), math.tanh(0.5)),
        ("divide", you.divide(3.0, 4.0), 0.75),
    ):
        assert got is not ..., (
            f"{name} still returns `...`: plain numbers give a plain number."
        )
        assert not isinstance(got, Dual), (
            f"{name} of plain numbers gave {got!r}: nothing there has a slope."
        )
        compare(got, expected, f"{name} of plain numbers")


def check_slopes(you):
    """one derivative agrees with nudging"""
    for x in (-2.0, 0.5, 3.0):
        y = you.tanh(Dual(x, 1.0, 7))
        assert isinstance(y, Dual), f"tanh of a Dual gave {y!r}, not a Dual."
        compare(y.value, math.tanh(x), f"the value of tanh at {x}")
        for f, plain, text in (
            (you.tanh, math.tanh, "tanh(x)"),
            (lambda x: you.divide(1.0, x), lambda x: 1 / x, "1 / x"),
            (lambda x: you.divide(x, 4.0), lambda x: x / 4, "x / 4"),
            (
                lambda x: you.divide(x * x, 1.0 + x * x),
                lambda x: x * x / (1 + x * x),
                "x * x / (1 + x * x)",
            ),
            (
                lambda x: 3.0 * you.tanh(2.0 * x),
                lambda x: 3 * math.tanh(2 * x),
                "3 * tanh(2 * x)",
            ),
        ):
            slope = central_difference(plain, x)
            compare(derivative(f)(x), slope, f"the slope of {text} at {x}")


def check_slopes_of_slopes(you):
    """so does a derivative of a derivative"""
    for x in (-0.5, 0.5, 2.0):
        y = math.tanh(x)
        second = tried(derivative(derivative(you.tanh)), x)
        compare(second, -2 * y * (1 - y * y), f"the second of tanh at {x}")
        third = tried(derivative(derivative(derivative(you.tanh))), x)
        compare(
            third,
            -2 * (1 - y * y) * (1 - 3 * y * y),
            f"the third of tanh at {x}",
        )
        second = tried(derivative(derivative(lambda x: you.divide(1.0, x))), x)
        compare(second, 2 / x**3, f"the second of 1 / x at {x}")


def check_whose_slope(you):
    """two derivatives inside each other, along different numbers"""
    y = math.tanh(1)
    for outer, expected, what in (
        (
            lambda x: x * derivative(lambda y: you.divide(x, y))(3.0),
            -4 / 9,
            "x * (the slope of x / y along y)",
        ),
        (
            lambda x: x * x * derivative(lambda y: you.divide(y, x))(3.0),
            1,
            "x * x * (the slope of y / x along y)",
        ),
        (
            lambda x: derivative(lambda y: you.tanh(x * y))(0.5),
            (1 - y * y) * (1 - 2 * y),
            "the slope of tanh(x * y) along y",
        ),
    ):
        got = tried(derivative(outer), 2.0)
        compare(
            got,
            expected,
            f"the slope along x of {what}",
            " To the inner derivative x is a constant, and to the outer one "
            "y is: the operators of Dual know that from their tags.",
        )


def check_far_out(you):
    """`tanh` at 1000, without an error"""
    try:
        y = you.tanh(Dual(1000.0, 1.0, 7))
    except OverflowError:
        raise AssertionError(
            "e ** 1000 is too large for a float: ask math.tanh, which knows."
        ) from None
    compare(y.value, 1, "tanh at 1000")
    compare(y.slope, 0, "its slope there")
