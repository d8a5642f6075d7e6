"""Step 2: forward, central and complex differences."""

import cmath
import inspect
import math
import statistics

import numpy as np
import pytest
from backprop.derivatives import (
    EPSILON,
    central_difference,
    complex_step,
    forward_difference,
)
from backprop.first_version import diff
from backprop.functions import cube, square
from hypothesis import given
from hypothesis import strategies as st

METHODS = (forward_difference, central_difference, complex_step)
REAL_METHODS = METHODS[:2]


def relative_error(method, f, derivative, x, *h):
    return abs(method(f, x, *h) / derivative(x) - 1)


@pytest.mark.parametrize("x", [-10.0, 0.5, 2.0, 10.0])
@pytest.mark.parametrize(
    ("f", "derivative"),
    [(square, lambda x: 2 * x), (cube, lambda x: 3 * x * x)],
)
def test_slopes_of_square_and_cube(f, derivative, x):
    assert relative_error(forward_difference, f, derivative, x) < 1e-6
    assert relative_error(central_difference, f, derivative, x) < 1e-9
    assert relative_error(complex_step, f, derivative, x) < 1e-15


@given(st.floats(-10, 10), st.floats(-10, 10), st.floats(-100, 100))
def test_line_has_the_same_slope_everywhere(m, c, x):
    for method in METHODS:
        assert method(lambda x: m * x + c, x) == pytest.approx(m, abs=1e-5)


@pytest.mark.parametrize("h", [1e-20, 1e-200])
def test_complex_step_is_right_to_the_last_digit(h):
    for f, derivative in (
        (cmath.exp, math.exp),
        (cmath.sin, math.cos),
        (lambda x: x**6, lambda x: 6 * x**5),
    ):
        for x in (0.3, 1.0, 1.5):
            assert relative_error(complex_step, f, derivative, x, h) < 1e-15


def test_complex_step_on_the_function_of_squire_and_trapp():
    def f(x):
        return cmath.exp(x) / (cmath.sin(x) ** 3 + cmath.cos(x) ** 3) ** 0.5

    assert complex_step(f, 1.5) == pytest.approx(4.053427893898621, rel=1e-15)


def slope_of_errors(method, steps):
    errors = [relative_error(method, np.exp, np.exp, 1.0, h) for h in steps]
    return np.polyfit(np.log(steps), np.log(errors), 1)[0]


def test_the_two_sides_of_the_v():
    """Truncation falls with slope 1 or 2; rounding rises with slope -1."""
    large, small = np.geomspace(1e-3, 1e-1, 9), np.geomspace(1e-14, 1e-10, 99)
    assert slope_of_errors(forward_difference, large) == pytest.approx(
        1, abs=0.05
    )
    assert slope_of_errors(central_difference, large) == pytest.approx(
        2, abs=0.05
    )
    assert slope_of_errors(forward_difference, small) == pytest.approx(
        -1, abs=0.2
    )
    assert slope_of_errors(central_difference, small) == pytest.approx(
        -1, abs=0.2
    )


@pytest.mark.parametrize(
    ("method", "best", "error"),
    [
        (forward_difference, 1e-8, 5.8e-9),
        (central_difference, 3.16e-6, 7.4e-12),
    ],
)
def test_median_best_step(method, best, error):
    """Of half decades, for exp at 1000 points from 0.5 to 2."""
    steps = 10.0 ** -np.arange(2, 12.5, 0.5)
    points = np.random.default_rng(0).uniform(0.5, 2, 1000)
    medians = [
        statistics.median(
            relative_error(method, math.exp, math.exp, x, h) for x in points
        )
        for h in steps
    ]
    least = int(np.argmin(medians))
    assert steps[least] == pytest.approx(best, rel=0.01)
    assert medians[least] == pytest.approx(error, rel=0.15)


@pytest.mark.parametrize("x", [0.0, 1e-3, 2.0, 1e6, -1e12])
def test_default_step_grows_with_x(x):
    def line(x):
        return 3 * x

    assert forward_difference(line, x) == pytest.approx(3, rel=1e-6)
    assert central_difference(line, x) == pytest.approx(3, rel=1e-9)


def test_default_steps_are_the_roots_of_epsilon():
    seen = []
    forward_difference(lambda x: seen.append(x) or 0.0, 1.0)
    central_difference(lambda x: seen.append(x) or 0.0, 1.0)
    assert EPSILON == 2.0**-52
    assert max(seen[:2]) - 1 == pytest.approx(1.49e-8, rel=0.01)
    assert max(seen[2:]) - 1 == pytest.approx(6.06e-6, rel=0.01)


def test_how_often_f_is_evaluated():
    """By the method itself; complex_step is refused on what three more tell."""
    for method, calls, more in zip(METHODS, (2, 2, 1), (0, 0, 3)):
        seen = []
        inspect.unwrap(method)(lambda x: seen.append(x) or x * x, 1.0)
        assert len(seen) == calls
        method(lambda x: seen.append(x) or x * x, 1.0)
        assert len(seen) == calls + calls + more


def test_facts_about_the_old_step():
    assert (2 + 1e-12) - 2 == 2252 * math.ulp(2.0)
    assert 16384.0 + 1e-12 == 16384.0
    assert 8192.0 + 1e-12 != 8192.0
    assert (diff(square, 2), diff(cube, 2)) == (4.0, 12.0)
    assert diff(square, 10) == 20.007104795737124
    assert diff(square, 10000) == 16384.0
    with pytest.raises(ZeroDivisionError):
        diff(square, 1e5)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((3, 1.0), TypeError, "f must be a function, but it is 3 (an int)"),
        (
            (square, "2"),
            TypeError,
            "x must be a number, but it is '2' (a str)",
        ),
        (
            (square, [2.0]),
            TypeError,
            "x must be a number, but it is [2.0] (a list)",
        ),
        ((square, None), TypeError, "x must be a number, but it is None"),
        (
            (square, math.nan),
            ValueError,
            "x must be a finite number, but it is nan",
        ),
        (
            (square, 1.0, 0.0),
            ValueError,
            "h must be above zero, but it is 0.0",
        ),
        (
            (square, 1.0, -1e-3),
            ValueError,
            "h must be above zero, but it is -0.001",
        ),
        (
            (square, 1.0, "h"),
            TypeError,
            "h must be a number, but it is 'h' (a str)",
        ),
        (
            (lambda x: None, 1.0),
            TypeError,
            "gave None: is its `return` missing?",
        ),
        (
            (lambda x: [x], 1.0),
            TypeError,
            "must give one number, but it gave [",
        ),
        (
            (lambda x: x * math.inf, 1.0),
            ValueError,
            "a slope needs finite numbers",
        ),
    ],
)
def test_bad_input_is_refused_in_plain_words(
    method, arguments, error, message
):
    with pytest.raises(error) as caught:
        method(*arguments)
    assert message in str(caught.value)


@pytest.mark.parametrize("method", REAL_METHODS)
def test_a_step_that_does_not_move_is_refused(method):
    with pytest.raises(
        ValueError, match="a step of 1e-12 does not move x = 20000.0"
    ):
        method(square, 20000.0, h=1e-12)


@pytest.mark.parametrize(
    ("f", "message"),
    [
        (math.exp, "needs a function of complex numbers: must be real number"),
        (abs, "dropped the imaginary part"),
    ],
)
def test_complex_step_refuses_functions_of_real_numbers(f, message):
    with pytest.raises(TypeError, match=message):
        complex_step(f, 1.0)


@pytest.mark.parametrize(
    ("f", "x"),
    [
        (lambda x: x**0.5, -4.0),
        (cmath.log, -1.0),
        (cmath.acos, 2.0),
        (cmath.sqrt, 0.0),
        (lambda x: 1e10 + x**0.5, -4.0),
        (lambda x: x ** (1 / 3), 0.0),
    ],
)
@pytest.mark.parametrize("h", [1e-20, 1e-3])
def test_complex_step_refuses_where_f_is_not_real_or_has_no_slope(f, x, h):
    with pytest.raises(ValueError, match="no real number|f has no slope at"):
        complex_step(f, x, h)


@pytest.mark.parametrize(
    ("f", "x", "h", "slope"),
    [
        (lambda x: x**0.5, 4.0, 1e-20, 0.25),
        (lambda x: x**3, -2.0, 1e-20, 12.0),
        (cmath.cos, 0.0, 1e-20, 0.0),
        (lambda x: 1e6 * x * x, 0.0, 1e-3, 0.0),
        (lambda x: x**3, 0.0, 1e-20, 0.0),
        (lambda x: x**2.5, 4.0, 1e-20, 20.0),
        (lambda x: 1e-300 * x, 1.0, 1e-5, 1e-300),
        (lambda x: 0.3 * x, 0.0, 1e-290, 0.3),
    ],
)
def test_complex_step_is_right_where_f_is_real(f, x, h, slope):
    found = complex_step(f, x, h)
    assert found == pytest.approx(slope, rel=1e-15, abs=0 if slope else 1e-30)


def test_complex_step_refuses_a_step_without_digits():
    with pytest.raises(ValueError, match="too small: it has few digits"):
        complex_step(lambda x: 0.3 * x, 1.0, h=5e-324)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("power", [400, 5000])  # Python prints one of them
def test_numbers_beyond_a_float_are_refused_in_plain_words(method, power):
    large = 10**power
    with pytest.raises(ValueError, match="x is too large for a float"):
        method(square, large)
    with pytest.raises(ValueError, match="a slope needs finite numbers"):
        method(lambda x: large, 1.0)


@pytest.mark.parametrize("method", REAL_METHODS)
def test_a_slope_that_is_too_large_for_a_float_is_refused(method):
    def jump(x):
        return 1e308 if x > 1 else -1e308

    with pytest.raises(ValueError, match="difference gives must be a finite"):
        method(jump, 1.0)


@pytest.mark.parametrize("method", REAL_METHODS)
def test_short_whole_numbers_do_not_go_round_in_a_difference(method):
    assert method(lambda x: np.uint8(3 - x), 1.0, h=1) == -1
    assert method(lambda x: np.int64(2**62) * round(x), 0.0, h=1) == 2.0**62


def test_one_side_is_enough_for_a_step_to_the_right():
    assert forward_difference(lambda x: x, -1.0, h=1.2e-16) == 1.0
    with pytest.raises(ValueError, match="does not move"):
        central_difference(lambda x: 3 * x, -1.0, h=1e-17)


def test_a_text_of_numpy_is_no_number():
    with pytest.raises(TypeError, match="must give one number, but it gave"):
        central_difference(lambda x: np.str_("a"), 1.0)


def test_a_complex_step_that_is_no_number_is_refused():
    """A short complex number has no room for the step, and gives 0 / 0."""
    with np.errstate(all="ignore"):
        with pytest.raises(ValueError, match="complex_step gives must be a f"):
            complex_step(lambda x: np.sin(np.complex64(x)), 1.0, h=1e-50)
