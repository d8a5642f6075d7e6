"""Step 3: partial derivatives and gradients."""

import math

import numpy as np
import pytest
from backprop.first_version import diffp
from backprop.gradients import gradient, partial_derivative
from hypothesis import given
from hypothesis import strategies as st

numbers = st.floats(-10, 10)


def two(x1, x2):
    return x1 * 5 + x2 * x2


def line_y(m, c, x):
    return m * x + c


def sum_of_squares(x):
    return (x**2).sum()


def test_what_the_first_version_printed():
    assert diffp(two, 0, 10, 20) == 5.002220859751105
    assert diffp(two, 1, 10, 20) == 39.960923459148034
    slopes = [diffp(line_y, index, 1, 2, 3) for index in range(3)]
    assert slopes == [3.000266701747023, 1.000088900582341, 1.000088900582341]


def test_five_and_forty_exactly():
    h = 2.0**-17
    assert partial_derivative(two, 0, 10, 20, h=h) == 5.0
    assert partial_derivative(two, 1, 10, 20, h=h) == 40.0
    slopes = [partial_derivative(line_y, i, 1, 2, 3, h=h) for i in range(3)]
    assert slopes == [3.0, 1.0, 1.0]


def test_default_step_has_nine_digits():
    assert partial_derivative(two, 0, 10, 20) == pytest.approx(5, rel=1e-9)
    assert partial_derivative(two, 1, 10, 20) == pytest.approx(40, rel=1e-9)
    assert gradient(lambda x: two(*x), [10, 20]) == pytest.approx([5, 40])


def test_other_inputs_are_held_fixed():
    seen = []
    partial_derivative(lambda *x: seen.append(x) or 0.0, 1, 3, 4.0, "held")
    assert {(a, c) for a, _, c in seen} == {(3, "held")}
    assert len({b for _, b, _ in seen}) == 2


@given(st.lists(numbers, min_size=1, max_size=5), st.data())
def test_gradient_of_a_quadratic(x, data):
    n = len(x)
    rows = st.lists(numbers, min_size=n, max_size=n)
    a = np.array(data.draw(st.lists(rows, min_size=n, max_size=n)))
    b = np.array(data.draw(rows))
    x = np.array(x)
    slopes = gradient(lambda x: x @ a @ x + b @ x, x)
    assert slopes == pytest.approx((a + a.T) @ x + b, abs=1e-4)


@given(st.lists(numbers, min_size=1, max_size=5))
def test_gradient_is_the_list_of_partial_derivatives(x):
    def f(*x):
        return math.sin(math.fsum(i * v for i, v in enumerate(x, 1)))

    slopes = [partial_derivative(f, index, *x) for index in range(len(x))]
    assert gradient(lambda x: f(*x), x).tolist() == slopes


@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (1, 1), (2, 1, 2)])
def test_gradient_has_the_shape_of_its_point(shape):
    x = np.arange(1.0, 1 + math.prod(shape)).reshape(shape)
    slopes = gradient(sum_of_squares, x)
    assert slopes.shape == shape and slopes.dtype == np.float64
    assert slopes == pytest.approx(2 * x, rel=1e-9)


@pytest.mark.parametrize(
    "x",
    [[1, 2], np.array([1, 2]), np.array([1, 2], np.uint8), np.float32([1, 2])],
)
def test_whole_and_short_numbers_become_float64(x):
    assert gradient(sum_of_squares, x) == pytest.approx([2, 4], rel=1e-9)


def test_the_caller_keeps_the_point():
    x = np.array([0.5, 0.1])
    kept = x.copy()
    for _ in range(100):
        gradient(sum_of_squares, x)
        partial_derivative(two, 0, x[0], x[1])
    assert (x == kept).all()
    nested = [[1, 2], [3, 4]]
    gradient(sum_of_squares, nested)
    assert nested == [[1, 2], [3, 4]]


def test_a_function_that_spoils_its_input_does_no_harm():
    def spoils(x):
        value = sum_of_squares(x)
        x[:] = 99
        return value

    x = np.array([1.0, 2.0])
    assert gradient(spoils, x) == pytest.approx([2, 4], rel=1e-9)
    assert x.tolist() == [1, 2]


def test_first_version_moves_the_callers_array():
    weight = np.array([0.5])
    diffp(np.sum, 0, weight)
    assert weight[0] == 0.5 + 1e-12


def test_two_evaluations_for_each_input():
    for n in (1, 2, 10):
        calls = []
        gradient(lambda x, calls=calls: calls.append(1) or x @ x, np.ones(n))
        assert len(calls) == 2 * n
    calls = []
    partial_derivative(lambda *x: calls.append(1) or sum(x), 1, 1, 2, 3)
    assert len(calls) == 2


@given(st.floats(0, 2 * math.pi))
def test_no_direction_is_steeper_than_the_gradient(angle):
    here = np.array([1.0, 2.0])
    slopes = gradient(lambda x: two(*x), here)
    direction = np.array([math.cos(angle), math.sin(angle)])
    rise = (two(*(here + 1e-6 * direction)) - two(*here)) / 1e-6
    assert rise <= math.hypot(*slopes) + 1e-5
    assert rise == pytest.approx(slopes @ direction, abs=1e-5)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((3, 0, 1.0), TypeError, "f must be a function, but it is 3 (an int)"),
        (
            (two, 0.5, 1, 2),
            TypeError,
            "index must be a whole number, but it is 0.5",
        ),
        (
            (two, -1, 1, 2),
            ValueError,
            "index must be zero or more, but it is -1",
        ),
        (
            (two, 2, 1, 2),
            ValueError,
            "index must be below 2, the number of inputs",
        ),
        ((two, 0, "1", 2), TypeError, "the input at index 0 must be a number"),
        ((two, 0, [1], 2), TypeError, "but it is [1] (a list)"),
        ((two, 0, math.inf, 2), ValueError, "must be a finite number"),
        (
            (lambda x: None, 0, 1),
            TypeError,
            ") gave None: is its `return` missing?",
        ),
        (
            (lambda x: [x], 0, 1),
            TypeError,
            ") must give one number, but it gave [",
        ),
        ((lambda x: x * 1j, 0, 1), TypeError, ") must give a real number"),
    ],
)
def test_partial_derivative_refuses_in_plain_words(arguments, error, message):
    with pytest.raises(error) as caught:
        partial_derivative(*arguments)
    assert message in str(caught.value)


def test_partial_derivative_refuses_a_step_that_does_not_move():
    with pytest.raises(ValueError, match="a step of 1e-12 does not move"):
        partial_derivative(two, 1, 1, 20000.0, h=1e-12)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((3, [1.0]), TypeError, "f must be a function, but it is 3 (an int)"),
        (
            (np.sum, "12"),
            TypeError,
            "x must hold numbers, but it is '12' (a str)",
        ),
        (
            (np.sum, ["1"]),
            TypeError,
            "x must hold numbers, but it is ['1'] (a list)",
        ),
        ((np.sum, [True]), TypeError, "x must hold numbers, but it is [True]"),
        (
            (np.sum, np.ma.masked_equal([1.0, -9.0], -9.0)),
            TypeError,
            "x has a mask, which would be forgotten: use x.filled(0), or",
        ),
        ((np.sum, [1j]), TypeError, "x must hold numbers, but it is [1j]"),
        ((np.sum, None), TypeError, "x must hold numbers, but it is None"),
        (
            (np.sum, [[1], [1, 2]]),
            ValueError,
            "x must have rows of equal length",
        ),
        ((np.sum, []), ValueError, "x must hold numbers, but it is empty"),
        ((np.sum, [1, math.nan]), ValueError, "x must hold finite numbers"),
        (
            (np.square, [1, 2]),
            TypeError,
            ") must give one number, but it gave array",
        ),
        (
            (lambda x: None, [1]),
            TypeError,
            "f(array([1.00000606])) gave None: is its `return` missing?",
        ),
        (
            (lambda x: math.inf, [1]),
            ValueError,
            "a slope needs finite numbers",
        ),
        ((lambda x: 1j * x[0], [1]), TypeError, ") must give a real number"),
    ],
)
def test_gradient_refuses_in_plain_words(arguments, error, message):
    with pytest.raises(error) as caught:
        gradient(*arguments)
    assert message in str(caught.value)
