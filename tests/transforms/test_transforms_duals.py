"""Duals: two numbers at a time."""

import math

import numpy as np
import pytest
from backprop.derivatives import central_difference
from backprop.transforms import Dual, derivative, grad
from transforms_forms import close

DUALS = {
    "+": (lambda x: x + x + 1 + x + 2.5, lambda x: 3),
    "1 +": (lambda x: 1 + x, lambda x: 1),
    "-": (lambda x: x * x - x - 3, lambda x: 2 * x - 1),
    "1 -": (lambda x: 1 - x * x, lambda x: -2 * x),
    "x - x": (lambda x: x - x, lambda x: 0),
    "negative": (lambda x: -(x * x), lambda x: -2 * x),
    "*": (lambda x: 3 * x * x * 2, lambda x: 12 * x),
    "exp": (lambda x: (2 * x).exp(), lambda x: 2 * np.exp(2 * x)),
    "sin": (lambda x: (x * x).sin(), lambda x: 2 * x * np.cos(x * x)),
    "cos": (lambda x: (x * x).cos(), lambda x: -2 * x * np.sin(x * x)),
    "whole and true": (lambda x: x * True + 7 * x, lambda x: 8),
    "NumPy's numbers": (
        lambda x: np.float64(2) * x + x * np.float64(3) - np.int64(4) * x,
        lambda x: 1),
    "NumPy's functions": (lambda x: np.sin(x) * np.exp(x),
                          lambda x: np.exp(x) * (np.sin(x) + np.cos(x))),
    "identity": (lambda x: x, lambda x: 1),
    "number": (lambda x: 5.0, lambda x: 0),
    "whole number": (lambda x: 5, lambda x: 0),
}  # fmt: skip


@pytest.mark.parametrize("name", DUALS)
def test_duals(name):
    f, slope = DUALS[name]
    for x in (0.5, -1.25, 2, np.float64(0.75)):
        assert derivative(f)(x) == pytest.approx(slope(x), rel=1e-14)

        def direct(t):
            y = f(Dual(t, 0.0))
            return y.value if isinstance(y, Dual) else y

        measured = central_difference(direct, float(x))
        close(derivative(f)(x), measured, 1e-9)


def test_duals_and_tensors_agree():
    for name in ("+", "1 -", "*", "exp", "sin", "cos"):
        f, _ = DUALS[name]
        for times in (1, 2, 3):
            one, other = f, f
            for _ in range(times):
                one, other = derivative(one), grad(other)
            close(one(0.7), other(0.7))


BENT = {
    "if": (lambda x: x * 2.0 if x > 1 else x * x, (2.0, 1.5)),
    "on the other side": (lambda x: x * 2.0 if 1 > x else x * x, (4.0, 2.0)),
    "equal": (lambda x: x * 2.0 if x == 2.0 else x * 5.0, (2.0, 5.0)),
    "not equal": (lambda x: x * 2.0 if x != 2.0 else x * 5.0, (5.0, 2.0)),
    "at most": (lambda x: x * 2.0 if x <= 0.75 else x * 5.0, (5.0, 2.0)),
    "at least": (lambda x: x * 2.0 if x >= 2 else x * 5.0, (2.0, 5.0)),
    "between two": (lambda x: x * 2.0 if x * x > x else x * 5.0, (2.0, 5.0)),
    "max": (lambda x: max(x * x, 1.0), (4.0, 0.0)),
    "min": (lambda x: min(1.0, x * x), (0.0, 1.5)),
}


@pytest.mark.parametrize("name", BENT)
def test_comparisons_of_duals_look_at_the_values(name):
    f, expected = BENT[name]
    for x, slope in zip((2.0, 0.75), expected):
        assert derivative(f)(x) == slope
        assert derivative(lambda x: x * derivative(f)(x))(x) == (
            pytest.approx(slope + x * derivative(derivative(f))(x))
        )
    nan = Dual(math.nan, 1.0)
    assert not any((nan < 1, nan > 1, nan <= 1, nan >= 1, nan == nan))
    assert nan != nan


def test_duals_of_two_derivatives_compare():
    f = lambda x: derivative(lambda y: x * y if x < y else y)(3.0)  # noqa: E731
    assert derivative(f)(2.0) == 1 and derivative(f)(4.0) == 0


def test_what_a_dual_shows():
    x = Dual(2.0, 1.0)
    assert repr(x * x) == "Dual(4.0, 4.0)"
    assert (x.value, x.slope, x.tag) == (2.0, 1.0, 0)


def test_an_older_dual_is_a_constant_to_a_newer_one():
    old, new = Dual(3.0, 1.0, 1), Dual(5.0, 1.0, 2)
    for y in (old * new, new * old):
        assert (y.tag, y.value.tag, y.value.value, y.value.slope) == (
            2, 1, 15.0, 5.0
        )  # fmt: skip
        assert y.slope.value == 3.0 and y.slope.slope == 1.0
    for y in (old + new, new + old):
        assert (y.tag, y.slope, y.value.slope) == (2, 1.0, 1.0)
    y = old - new
    assert (y.tag, y.slope, y.value.slope) == (2, -1.0, 1.0)
