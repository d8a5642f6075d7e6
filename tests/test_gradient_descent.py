"""Step 5: fitting a line by gradient descent."""

import math

import numpy as np
import pytest
from backprop.gradient_descent import (
    curvatures,
    gradient_descent,
    largest_stable_rate,
    least_squares,
    line,
    mean_squared_error,
)
from backprop.gradients import gradient
from hypothesis import given
from hypothesis import strategies as st

RNG = np.random.default_rng(0)
X = 2 * RNG.random(100)
Y = 4 + 3 * X + 0.3 * RNG.normal(size=100)
BEST = (2.980391252465838, 3.997762006052727)
numbers = st.floats(-10, 10)


def error(parameters):
    return mean_squared_error(line(X, *parameters), Y)


def slopes_for(x, y, total=np.mean):
    def slopes(parameters):
        difference = line(x, *parameters) - y
        return np.array([2 * total(difference * x), 2 * total(difference)])

    return slopes


SLOPES = slopes_for(X, Y)


def test_error_of_the_first_version():
    assert 3 * mean_squared_error(line([1, 2, 3], 3, 4), [1, 2, 3]) == 200


def test_least_squares_is_the_referee():
    assert least_squares(X, Y) == pytest.approx(BEST, rel=1e-12)
    assert 100 * error(BEST) == pytest.approx(8.460463528402785, rel=1e-12)
    solved = np.linalg.lstsq(np.column_stack([X, np.ones(100)]), Y)[0]
    assert least_squares(X, Y) == pytest.approx(solved, rel=1e-12)
    assert SLOPES(BEST) == pytest.approx([0, 0], abs=1e-12)


@given(numbers, numbers, numbers, numbers)
def test_no_line_is_better_than_least_squares(m, c, dm, dc):
    x = np.array([0.0, 1.0, 3.0, 4.0])
    y = m * x + c + np.array([dm, -dc, dc, dm])
    best = mean_squared_error(line(x, *least_squares(x, y)), y)
    assert best <= mean_squared_error(line(x, m, c), y) * (1 + 1e-9) + 1e-12


@given(numbers, numbers)
def test_slopes_by_hand_agree_with_the_nudged_gradient(m, c):
    assert SLOPES([m, c]) == pytest.approx(gradient(error, [m, c]), abs=1e-6)


def test_bends():
    smallest, largest = curvatures(X)
    assert 100 * smallest == pytest.approx(30.395, abs=1e-3)
    assert 100 * largest == pytest.approx(483.598, abs=1e-3)
    assert largest / smallest == pytest.approx(15.910, abs=1e-3)
    assert largest_stable_rate(X) == pytest.approx(0.413566, abs=1e-6)


@pytest.mark.parametrize(
    ("choose", "factor"),
    [
        (lambda mu, L: 1 / L, 0.9371480),
        (lambda mu, L: 2 / (mu + L), 0.8817296),
        (lambda mu, L: 1.99 / L, 0.99),
        (lambda mu, L: 2.01 / L, 1.01),
    ],
)
def test_rates_shrink_as_theory_says(choose, factor):
    mu, largest = curvatures(X)
    rate = choose(mu, largest)
    theory = max(abs(1 - rate * mu), abs(1 - rate * largest))
    assert theory == pytest.approx(factor, abs=1e-7)
    path = gradient_descent(SLOPES, [1, 5], rate, 150)
    distance = np.linalg.norm(path - least_squares(X, Y), axis=1)
    assert (distance[150] / distance[100]) ** (1 / 50) == pytest.approx(
        theory, abs=1e-6
    )


def test_best_rate_is_by_hand():
    mu, largest = curvatures(X)
    assert 2 / (mu + largest) == pytest.approx(0.389110, abs=1e-6)
    kappa = largest / mu
    assert (kappa - 1) / (kappa + 1) == pytest.approx(0.881730, abs=1e-6)


def test_the_walk_arrives():
    path = gradient_descent(SLOPES, [0, 0], 0.1, 1000)
    assert path.shape == (1001, 2)
    assert path[0].tolist() == [0, 0]
    assert path[1] == pytest.approx(-0.1 * SLOPES([0, 0]))
    assert path[-1] == pytest.approx(BEST, abs=1e-9)
    errors = [error(point) for point in path[:200]]
    assert all(a > b for a, b in zip(errors, errors[1:], strict=False))


def test_sum_needs_a_rate_n_times_smaller():
    rate = 1.01 * largest_stable_rate(X) / 100
    far = gradient_descent(slopes_for(X, Y, np.sum), [0, 0], rate, 1000)[-1]
    near = gradient_descent(SLOPES, [0, 0], rate * 90, 1000)[-1]
    assert abs(far[0]) > 1e3
    assert near == pytest.approx(BEST, abs=1e-6)


def test_scaled_inputs_run_away():
    with pytest.raises(
        ValueError,
        match="ran away: after 28 steps a slope is .e.10.. The rate 0.1 is too large",
    ):
        gradient_descent(slopes_for(100 * X, Y), [0, 0], 0.1, 100)


def test_shapes_that_numpy_would_combine():
    column = line(X.reshape(100, 1), 3, 4)
    assert ((column - Y) ** 2).shape == (100, 100)
    assert ((column - Y) ** 2).sum() > 6e4
    with pytest.raises(
        ValueError, match=r"predictions have shape \(100, 1\) and"
    ):
        mean_squared_error(column, Y)
    both = mean_squared_error(column, Y.reshape(100, 1))
    assert both == pytest.approx(0.0853, abs=1e-4)


def test_nothing_of_the_caller_is_changed():
    start, x = np.array([1, 2]), np.array([1.0, 2.0, 4.0])

    def spoils(point):
        slopes = 2 * point
        point[:] = 99
        return slopes

    path = gradient_descent(spoils, start, 0.25, 2)
    assert path.tolist() == [[1, 2], [0.5, 1], [0.25, 0.5]]
    mean_squared_error(x, x), least_squares(x, x), curvatures(x), line(x, 2, 3)
    assert start.tolist() == [1, 2] and x.tolist() == [1, 2, 4]


def test_one_evaluation_of_the_gradient_for_each_step():
    calls = []
    gradient_descent(lambda w: calls.append(1) or w, [1], 0.1, 7)
    assert len(calls) == 7
    assert gradient_descent(lambda w: w, [1, 2], 0.1, 0).tolist() == [[1, 2]]


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: line("x", 1, 2),
            TypeError,
            "x must hold numbers, but it is 'x'",
        ),
        (
            lambda: line(X, "m", 2),
            TypeError,
            "slope must be a number, but it is 'm'",
        ),
        (lambda: line(X, 1, [2]), TypeError, "intercept must be a number"),
        (
            lambda: line(X, math.nan, 2),
            ValueError,
            "slope must be a finite number",
        ),
        (lambda: mean_squared_error([1], [1, 2]), ValueError, "targets (2,)"),
        (
            lambda: mean_squared_error([1], None),
            TypeError,
            "targets must hold numbers",
        ),
        (
            lambda: mean_squared_error([math.inf], [1]),
            ValueError,
            "finite numbers",
        ),
        (
            lambda: gradient_descent(3, [1], 1, 1),
            TypeError,
            "gradient must be a func",
        ),
        (
            lambda: gradient_descent(abs, 1.0, 1, 1),
            ValueError,
            "start must have 1 axis",
        ),
        (
            lambda: gradient_descent(abs, [1], 0, 1),
            ValueError,
            "rate must be above zero",
        ),
        (
            lambda: gradient_descent(abs, [1], 1, -1),
            ValueError,
            "steps must be zero or",
        ),
        (
            lambda: gradient_descent(abs, [1], 1, 1.5),
            TypeError,
            "steps must be a whole",
        ),
        (
            lambda: gradient_descent(lambda w: [1, 2], [1], 1, 1),
            ValueError,
            "gradient gave slopes of shape (2,) for a point of shape (1,)",
        ),
        (
            lambda: gradient_descent(lambda w: None, [1], 1, 1),
            TypeError,
            "the gradient must hold numbers",
        ),
        (
            lambda: least_squares([1, 1], [1, 2]),
            ValueError,
            "all x are 1: a line needs",
        ),
        (
            lambda: least_squares([1, 2], [1]),
            ValueError,
            "x have shape (2,) and y (1,)",
        ),
        (
            lambda: least_squares([[1, 2]], [1]),
            ValueError,
            "x must have 1 axis, but",
        ),
        (
            lambda: curvatures([]),
            ValueError,
            "x must hold numbers, but it is empty",
        ),
        (lambda: largest_stable_rate("x"), TypeError, "x must hold numbers"),
    ],
)
def test_bad_input_is_refused_in_plain_words(call, error, message):
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("x", "smallest"),
    [
        (1.7e9 + np.arange(10), 5.709342560553633e-18),
        (1e6 + np.arange(10), 1.64998515e-11),
    ],
)
def test_curvatures_lose_no_digits_far_from_zero(x, smallest):
    """As dates are: of x from 0 to 9 the variance is 8.25."""
    exact = 4 * 8.25 / (2 * np.mean(x**2) + 2)
    assert exact == pytest.approx(smallest, rel=1e-6, abs=0)
    assert curvatures(x)[0] == pytest.approx(exact, rel=1e-9, abs=0)


@pytest.mark.parametrize(
    "x", [[0, 1e200], [0, 1e-200], [1e200, -1e200], [1e308, -1e308]]
)
def test_what_cannot_be_squared_is_refused(x):
    for call in (
        lambda: least_squares(x, [0, 1]),
        lambda: curvatures(x),
        lambda: largest_stable_rate(x),
    ):
        with pytest.raises(ValueError, match="measure it in another unit"):
            call()


def test_slopes_with_a_mask_are_refused():
    def masked(point):
        return np.ma.masked_equal(point, 1.0)

    with pytest.raises(TypeError, match="the gradient has a mask"):
        gradient_descent(masked, [1.0, 2.0], 0.1, 3)


def test_ragged_slopes_are_refused():
    with pytest.raises(ValueError, match="rows of equal length"):
        gradient_descent(lambda x: [[1], [1, 2]], [1.0, 2.0], 0.1, 3)


@pytest.mark.parametrize("steps", [10**15, 10**30])
def test_more_steps_than_there_is_room_for_are_refused(steps):
    with pytest.raises(ValueError, match="all of which are kept, are too many: there is room for 1,"):
        gradient_descent(lambda x: x, [1.0], 0.1, steps)


@pytest.mark.parametrize(
    ("x", "y", "slope"),
    [
        ([2.0**53, 2.0**53 + 2], [0, 1], 0.5),
        ([1e15 + 0.125, 1e15 + 0.25, 1e15 + 0.5], [1, 2, 4], 8.0),
        ([1 + 2.0**-52, 1.0], [0, 1], -(2.0**52)),
    ],
)
def test_least_squares_far_from_zero(x, y, slope):
    assert least_squares(x, y)[0] == pytest.approx(slope, rel=1e-12)


def test_what_is_computed_in_short_numbers_is_computed_in_floats():
    one = gradient_descent(lambda x: np.float16([1000]), [1.0], 100.0, 1)
    assert one[1] == -99999.0
    two = gradient_descent(lambda x: np.float32([1]), [1.0], 1e-9, 1)
    assert two[1] == 1 - 1e-9


def test_the_last_point_and_a_mean_are_finite_too():
    with pytest.raises(ValueError, match="gives must hold finite numbers"):
        with np.errstate(over="ignore"):
            gradient_descent(lambda x: 2 * x, [8.0], 1e308, 1)
    with pytest.raises(ValueError, match="gives must be a finite number"):
        with np.errstate(over="ignore"):
            mean_squared_error([1e200], [0])
