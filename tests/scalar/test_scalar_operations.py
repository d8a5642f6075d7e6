"""Every operation, against complex numbers, nudging, Duals and step 7."""

import math

import numpy as np
import pytest
from backprop import activations
from backprop.derivatives import central_difference, complex_step
from backprop.gradients import gradient
from backprop.scalar import Value
from hypothesis import given
from hypothesis import strategies as st
from scalar_tools import gradients

# each with a plain function that takes complex numbers, and a range in which
# it has a derivative worth the name


def plain_sigmoid(x):
    return 1 / (1 + np.exp(-x))


one_input = pytest.mark.parametrize(
    ("operation", "plain", "lowest", "highest"),
    [
        (lambda x: -x, lambda x: -x, -9, 9),
        (lambda x: x + 2.5, lambda x: x + 2.5, -9, 9),
        (lambda x: 2.5 + x, lambda x: x + 2.5, -9, 9),
        (lambda x: x - 2.5, lambda x: x - 2.5, -9, 9),
        (lambda x: 2.5 - x, lambda x: 2.5 - x, -9, 9),
        (lambda x: x * 2.5, lambda x: x * 2.5, -9, 9),
        (lambda x: -2.5 * x, lambda x: -2.5 * x, -9, 9),
        (lambda x: x / 2.5, lambda x: x / 2.5, -9, 9),
        (lambda x: 2.5 / x, lambda x: 2.5 / x, 0.2, 9),
        (lambda x: 2.5 / x, lambda x: 2.5 / x, -9, -0.2),
        (lambda x: x**3, lambda x: x**3, 0.2, 9),
        (lambda x: x**3, lambda x: x**3, -9, -0.2),
        (lambda x: x**-2, lambda x: x**-2, 0.2, 9),
        (lambda x: x**0.5, lambda x: x**0.5, 0.2, 9),
        (lambda x: x**1, lambda x: x, -9, 9),
        (lambda x: 2.5**x, lambda x: 2.5**x, -5, 5),
        (lambda x: 0.4**x, lambda x: 0.4**x, -5, 5),
        (lambda x: x**x, lambda x: x**x, 0.5, 4),
        (Value.exp, np.exp, -9, 9),
        (Value.log, np.log, 0.2, 9),
        (Value.sqrt, np.sqrt, 0.2, 9),
        (Value.sin, np.sin, -1.4, 1.4),
        (Value.sin, np.sin, 1.7, 4.5),
        (Value.cos, np.cos, 0.2, 3),
        (Value.cos, np.cos, -3, -0.2),
        (Value.tanh, np.tanh, -3, 3),
        (Value.sigmoid, plain_sigmoid, -9, 9),
        (Value.relu, lambda x: x, 0.2, 9),
        (Value.relu, lambda x: 0 * x, -9, -0.2),
        (abs, lambda x: x, 0.2, 9),
        (abs, lambda x: -x, -9, -0.2),
    ],
)


@one_input
def test_one_input_against_complex_step_and_nudging(
    operation, plain, lowest, highest
):
    @given(st.floats(lowest, highest))
    def check(x):
        value, (slope,) = gradients(operation, x)
        assert value == pytest.approx(plain(x), rel=1e-13)
        exact = complex_step(lambda z: 1 * plain(z), x)
        assert slope == pytest.approx(exact, rel=1e-12, abs=1e-300)
        if abs(exact) > 1e-3:
            nudged = central_difference(plain, x)
            assert slope == pytest.approx(nudged, rel=1e-6)

    check()


@pytest.mark.parametrize(
    "f",
    [
        lambda a, b: a + b,
        lambda a, b: a - b,
        lambda a, b: a * b,
        lambda a, b: a / b,
        lambda a, b: a**b,
    ],
    ids="+-*/^",
)
def test_two_inputs_against_complex_step_and_nudging(f):
    @given(st.floats(0.3, 4), st.floats(0.3, 4))
    def check(x, y):
        value, (along_a, along_b) = gradients(f, x, y)
        assert value == f(x, y)
        exact_a = complex_step(lambda z: f(z, y), x)
        exact_b = complex_step(lambda z: f(x, z), y)
        assert along_a == pytest.approx(exact_a, rel=1e-12)
        assert along_b == pytest.approx(exact_b, rel=1e-12, abs=1e-15)
        nudged = gradient(lambda xy: f(xy[0], xy[1]), [x, y])
        scale = max(abs(nudged))
        assert [along_a, along_b] == pytest.approx(
            list(nudged), rel=1e-6, abs=1e-7 * scale
        )

    check()


class Dual:
    """A whole number and its exact slope, walked forward: another way."""

    def __init__(self, number, slope):
        self.number, self.slope = number, slope

    def __add__(self, other):
        return Dual(self.number + other.number, self.slope + other.slope)

    def __sub__(self, other):
        return Dual(self.number - other.number, self.slope - other.slope)

    def __mul__(self, other):
        slope = self.slope * other.number + self.number * other.slope
        return Dual(self.number * other.number, slope)


@given(
    st.lists(st.integers(-3, 3), min_size=3, max_size=3),
    st.lists(
        st.tuples(st.sampled_from("+-*"), st.integers(0), st.integers(0)),
        min_size=1,
        max_size=12,
    ),
)
def test_any_graph_exactly(numbers, steps):
    """Whole numbers below 2 ** 53 have no rounding, so `==` is right."""

    def result(things):
        things = list(things)
        for sign, first, second in steps:
            a, b = things[first % len(things)], things[second % len(things)]
            if sign == "*" and max(bound(a), bound(b)) > 1000:
                sign = "+"
            things.append({"+": a + b, "-": a - b, "*": a * b}[sign])
        return sum_of_all(things)

    def bound(thing):
        return abs(getattr(thing, "number", getattr(thing, "data", 0)))

    def sum_of_all(things):
        total = things[0]
        for thing in things[1:]:
            total = total + thing
        return total

    value, found = gradients(lambda *leaves: result(leaves), *numbers)
    for place, slope in enumerate(found):
        duals = [Dual(n, int(i == place)) for i, n in enumerate(numbers)]
        exact = result(duals)
        assert (value, slope) == (exact.number, exact.slope)


def test_reflected_operators_keep_the_sides_apart():
    x = Value(4.0)
    assert [(10 - x).data, (10 / x).data, (2**x).data] == [6.0, 2.5, 16.0]
    assert [(x - 10).data, (x / 10).data, (x**2).data] == [-6.0, 0.4, 16.0]
    assert [(10 + x).data, (10 * x).data] == [14.0, 40.0]


@pytest.mark.parametrize(
    ("operation", "x", "value", "slope"),
    [
        (Value.relu, 0.0, 0.0, 0.0),
        (Value.relu, -0.0, 0.0, 0.0),
        (abs, 0.0, 0.0, 0.0),
        (lambda x: x**0, 0.0, 1.0, 0.0),
        (lambda x: x**0, 3.0, 1.0, 0.0),
        (lambda x: x**1, 0.0, 0.0, 1.0),
        (lambda x: x**2, 0.0, 0.0, 0.0),
        (lambda x: x**1.5, 0.0, 0.0, 0.0),
        (lambda x: x**3, -2.0, -8.0, 12.0),
        (lambda x: x**-1, -2.0, -0.5, -0.25),
    ],
)
def test_kinks_and_corners(operation, x, value, slope):
    assert gradients(operation, x) == (value, [slope])


@pytest.mark.parametrize("x", [700.0, 1000.0, 1e300])
def test_far_out_nothing_overflows(x):
    for operation, left, right in ((Value.sigmoid, 0, 1), (Value.tanh, -1, 1)):
        for far, end in ((x, right), (-x, left)):
            value, (slope,) = gradients(operation, far)
            assert value == pytest.approx(end, abs=1e-300)
            assert 0 <= slope < 1e-300


@given(st.floats(-700, 700))
def test_slope_of_sigmoid_keeps_its_digits(x):
    _, (right,) = gradients(Value.sigmoid, x)
    _, (left,) = gradients(Value.sigmoid, -x)
    assert right == left  # 1 - y would lose them on one side
    assert right == pytest.approx(1 / (2 + 2 * math.cosh(x)), rel=1e-12, abs=0)


@given(st.floats(-350, 350))
def test_slope_of_tanh_keeps_its_digits(x):
    _, (right,) = gradients(Value.tanh, x)
    _, (left,) = gradients(Value.tanh, -x)
    assert right == left
    assert right == pytest.approx(math.cosh(x) ** -2, rel=1e-12, abs=0)


def test_slope_of_tanh_where_one_minus_its_square_is_zero():
    value, (slope,) = gradients(Value.tanh, 19.5)
    assert (value, slope) == (1.0, pytest.approx(4.62e-17, rel=1e-3, abs=0))
    for x in (1e308, -1e308):
        assert gradients(Value.tanh, x) == (math.copysign(1, x), [0.0])


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu"])
def test_the_same_numbers_as_step_7(name):
    plain = getattr(activations, name, None)
    if plain is None:
        pytest.skip("step 7 is still being written")
    for x in (-30.0, -1.5, 0.0, 0.3, 4.0):
        value, _ = gradients(getattr(Value, name), x)
        assert value == pytest.approx(plain(x), rel=1e-14)
