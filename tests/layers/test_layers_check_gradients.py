"""check_gradients, which finds wrong slopes and says what is wrong."""

import math

import numpy as np
import pytest
from backprop.derivatives import complex_step
from backprop.layers import Linear, check_gradients
from layers_tools import INF, NAN, linear, rng

# check_gradients


def cubes(x):
    return (x**3).sum()


X = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.0]])
RIGHT = 3 * X**2


def test_right_slopes_pass():
    assert check_gradients(cubes, X, RIGHT) < 1e-9
    assert check_gradients(cubes, X, RIGHT, measure=complex_step) < 1e-15
    assert check_gradients(cubes, X, RIGHT, directions=4, rng=rng()) < 1e-9
    assert check_gradients(lambda x: x**2, 3.0, 6.0) < 1e-9  # no axis at all


def test_what_is_given_back_is_the_largest_difference():
    slopes = RIGHT.copy()
    slopes[1, 1] *= 1 + 1e-4
    apart = check_gradients(
        cubes, X, slopes, measure=complex_step, tolerance=1e-3
    )
    assert apart == pytest.approx(1e-4, rel=1e-3)


@pytest.mark.parametrize("factor", [1 + 3e-6, 1 - 3e-6, 0.0, -1.0, NAN, INF])
@pytest.mark.parametrize("index", list(np.ndindex(X.shape)))
def test_one_slope_that_is_a_little_wrong_is_found(factor, index):
    slopes = RIGHT.copy()
    slopes[index] *= factor
    with pytest.raises(AssertionError, match="slopes wrong") as report:
        check_gradients(cubes, X, slopes)
    assert f"the first at {list(index)}" in str(report.value)


@pytest.mark.parametrize("factor", [0.9, 0.0, -1.0, NAN, INF])
@pytest.mark.parametrize("index", list(np.ndindex(X.shape)))
def test_one_wrong_slope_is_found_along_a_direction(factor, index):
    slopes = RIGHT.copy()
    slopes[index] *= factor
    with pytest.raises(AssertionError, match="slopes wrong"):
        check_gradients(cubes, X, slopes, directions=2, rng=rng())


def test_a_slope_of_zero_may_not_be_a_little_more():
    x = np.array([1.0, 0.0])
    assert check_gradients(cubes, x, [3, 0]) < 1e-6
    with pytest.raises(AssertionError, match="slopes wrong"):
        check_gradients(cubes, x, [3, 1e-8])


@pytest.mark.parametrize(
    ("slopes", "report"),
    [
        (-RIGHT, "ratio     -1\nThe sign is turned."),
        (2 * RIGHT, "ratio     2\nA 2 is too many."),
        (RIGHT / 2, "ratio     0.5\nA 2 is missing."),
        (-RIGHT / 2, "The sign is turned. A 2 is missing."),
        (6 * RIGHT, "Is it the sum of 6, where f takes their mean?"),
        (RIGHT / 6, "Is it the mean of 6, where f takes their sum?"),
        (1.1 * RIGHT, "All are 1.1 times as large as they should be."),
        ((1 + 1e-5) * RIGHT, "All are 1.00001 times as large"),
        (0 * RIGHT, "Yours is 0 everywhere: is it computed, and along every path?"),
        (RIGHT * [1, 2, 1], "the first at [0, 1]:"),
        (RIGHT * [1, 2, 1], "\n2 of 6 are wrong, all of [:, 1]. A 2 is too many."),
        (RIGHT * [1, 2, 3], "1]:\n    yours     24\n    measured  12\n    ratio     2"),
        (RIGHT * [1, NAN, 1], "Not all of yours are finite numbers: 2 of 6"),
        (RIGHT + 1, "All are too large by the same number, 1."),
    ],
)
def test_the_report_says_what_is_wrong(slopes, report):
    with pytest.raises(AssertionError) as raised:
        check_gradients(cubes, X, slopes)
    assert report in str(raised.value)
    assert "no relation" not in str(raised.value)


def test_the_report_as_a_whole():
    with pytest.raises(AssertionError) as raised:
        check_gradients(cubes, [[1.0, -2.0]], [[3.0, -12.0]])
    assert str(raised.value) == (
        "slopes wrong, the first at [0, 1]:\n"
        "    yours     -12\n"
        "    measured  12\n"
        "    ratio     -1\n"
        "1 of 2 is wrong, at [0, 1]. Perhaps the sign is turned."
    )


def test_a_transposed_square_is_named():
    square = rng().normal(size=(3, 3))
    with pytest.raises(AssertionError, match="mirror image: transpose them"):
        check_gradients(cubes, square, 3 * square.T**2)


def test_a_function_that_ignores_its_argument_is_named():
    with pytest.raises(AssertionError, match="does f use them"):
        check_gradients(lambda x: 5.0, X, RIGHT)


def test_at_a_kink_what_is_measured_lies_between():
    x = np.array([0.0, 2.0])
    with pytest.raises(AssertionError, match=r"measured  0\.5"):
        check_gradients(lambda x: np.maximum(x, 0).sum(), x, [0, 1])


def test_eight_formulas_fit_a_square_and_one_is_right():
    layer, batch = linear(4, 4), rng(5).normal(size=(4, 4))
    targets, weights = rng(6).normal(size=(4, 4)), layer.weights
    d = 2 * (layer.forward(batch) - targets)

    def error(weights):
        return ((batch @ weights + layer.bias - targets) ** 2).sum()

    passed = []
    for name, slopes in {
        "X.T @ dZ": batch.T @ d,
        "X @ dZ": batch @ d,
        "X @ dZ.T": batch @ d.T,
        "X.T @ dZ.T": batch.T @ d.T,
        "dZ.T @ X": d.T @ batch,
        "dZ @ X": d @ batch,
        "dZ @ X.T": d @ batch.T,
        "dZ.T @ X.T": d.T @ batch.T,
    }.items():
        for options in ({}, {"directions": 1, "rng": rng()}):
            try:
                check_gradients(error, weights, slopes, **options)
            except AssertionError:
                continue
            passed.append(name)
    assert passed == ["X.T @ dZ"] * 2


def test_directions_cost_two_calls_each():
    calls = []

    def counted(x):
        calls.append(1)
        return cubes(x)

    check_gradients(counted, X, RIGHT)
    assert len(calls) == 2 * 6 + 1  # and one for the height
    calls.clear()
    check_gradients(counted, [1.0, 0.0], [3, 0])
    assert len(calls) < 100  # a slope of 0 is looked at more often
    calls.clear()
    check_gradients(counted, X, RIGHT, directions=1, rng=rng())
    assert len(calls) == 2 + 1


def test_along_a_direction_the_largest_number_sets_the_nudge():
    """A nudge of a millionth would drown in the rounding of 1e12."""
    x, calls = np.array([1e6, 1.0]), []

    def counted(x):
        calls.append(1)
        return (x**2).sum()

    apart = check_gradients(counted, x, 2 * x, directions=3, rng=rng())
    assert apart < 1e-9
    assert len(calls) == 2 * 3 + 1  # no other step is needed


def square(x):
    return (x**2).sum()


def sine(k):
    return lambda x: np.sin(k * x).sum()


@pytest.mark.parametrize(
    ("f", "x", "slopes"),
    [
        (square, [1e10], [2e10]),
        (square, [1e9, 1e9], [2e9, 2e9]),
        (square, [1e-30], [2e-30]),
        (square, [1e-140], [2e-140]),
        (square, [1e6, 1e-6, 0.0], [2e6, 2e-6, 0.0]),
        (lambda x: np.log(x).sum(), [1e-8], [1e8]),  # not defined below 0
        (lambda x: ((x + 5) ** 2).sum(), [1e-30, 1.0], [10, 12]),
        (sine(1e5), [1e-5, 2e-5], 1e5 * np.cos([1, 2])),
        (sine(1e-3), [1e6], [1e-3 * np.cos(1e3)]),
        (sine(1e3), [0.0], [1e3]),
        (sine(1e5), [1.0], [1e5 * np.cos(1e5)]),
        (lambda x: np.exp(-(x**2)).sum() + 1e6, [1.0], [-2 / np.e]),
    ],
)
def test_any_size_of_x_can_be_checked(f, x, slopes):
    slopes = np.array(slopes, float)
    assert check_gradients(f, x, slopes) <= 1e-6
    for factor in (2, 0.5, -1, 200 / 199):
        with pytest.raises(AssertionError):
            check_gradients(f, x, factor * slopes)


@pytest.mark.parametrize("directions", [None, 2])
def test_wrong_beside_a_large_value(directions):
    """A thousandth of f was once let pass."""
    for x, slopes in (([1e10], [-2e10]), ([1e9, 1e9], [4e9, 4e9])):
        with pytest.raises(AssertionError, match="slopes wrong"):
            check_gradients(
                square, x, slopes, directions=directions, rng=rng()
            )


TERMS = [
    (lambda u: u**2, lambda u: 2 * u),
    (lambda u: u**3 - 2 * u, lambda u: 3 * u**2 - 2),
    (np.exp, np.exp),
    (np.sin, np.cos),
]


@pytest.mark.parametrize("directions", [None, 2])
@pytest.mark.parametrize("seed", range(40))
def test_sums_of_terms_of_very_different_reach(seed, directions):
    """Each x is of the size of that over which its term changes."""
    draw = rng(seed)
    exponents = draw.integers(-8, 9, size=3 if directions is None else 1)
    reach = np.repeat(10.0**exponents, 3 // len(exponents))
    terms = [TERMS[i] for i in draw.integers(len(TERMS), size=3)]
    u = draw.normal(size=3)

    def f(x):
        return sum(t(v) for (t, _), v in zip(terms, x / reach, strict=True))

    slopes = [s(v) for (_, s), v in zip(terms, u, strict=True)] / reach
    options = {"directions": directions, "rng": rng()}
    assert check_gradients(f, u * reach, slopes, **options) <= 1e-6
    for factor in (2, 0.5, -1, 200 / 199, 1 + 1e-4):
        with pytest.raises(AssertionError):
            check_gradients(f, u * reach, factor * slopes, **options)


def test_what_rounding_hides_is_no_difference():
    """And where only a step far beyond x can tell, the report says so."""
    tiny = check_gradients(lambda x: x.sum() + 1e12, [1e-3], [1 + 1e-4])
    assert tiny == 0
    for wrong, hint in ((20, "Perhaps a 2 is too many."), (0, "Yours is 0 ev")):
        with pytest.raises(AssertionError, match="hard to tell") as report:
            check_gradients(lambda x: ((x + 5) ** 2).sum(), [1e-30], [wrong])
        assert hint in str(report.value)
    with pytest.raises(AssertionError) as report:
        check_gradients(square, [3.0], [12.0])
    assert "hard to tell" not in str(report.value)


def test_what_passed_is_right_for_the_report():
    """Nothing of the first slope can be seen beside an f of 1e12."""
    with pytest.raises(AssertionError) as report:
        check_gradients(lambda x: x @ [1e-9, 1] + 1e12, [1e-3, 1e6], [7e-9, 2])
    assert "\n1 of 2 is wrong, at [1]. Perhaps a 2" in str(report.value)


def test_half_a_step_tells_by_how_much_a_whole_one_is_bent():
    slope = 30 * np.cos(30)
    assert check_gradients(sine(30), [1.0], [slope], tolerance=1e-9) == 0


def test_a_mistake_of_one_in_two_hundred_is_found():
    x = rng().normal(size=200)
    with pytest.raises(AssertionError, match="All are 1.00503 times"):
        check_gradients(lambda x: (x**2).mean(), x, 2 * x / 199)


def test_a_measure_of_ones_own_is_taken():
    def measure(f, x):
        return (f(x + 1e-6) - f(x - 1e-6)) / 2e-6

    assert check_gradients(cubes, X, RIGHT, measure=measure) < 1e-7
    with pytest.raises(AssertionError, match="A 2 is too many"):
        check_gradients(cubes, X, 2 * RIGHT, measure=measure)


def test_f_gets_an_array_of_its_own_each_time():
    kept, slopes = X.copy(), RIGHT.copy()

    def spoils(x):
        result = cubes(x)
        x[:] = 99
        return result

    assert check_gradients(spoils, X, slopes) < 1e-9
    assert (X == kept).all() and (slopes == RIGHT).all()


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: check_gradients(5, X, RIGHT),
            TypeError,
            "f must be a function",
        ),
        (
            lambda: check_gradients(cubes, X, RIGHT, measure="nudging"),
            TypeError,
            "measure must be a function",
        ),
        (
            lambda: check_gradients(
                cubes, X, RIGHT, measure=lambda f, x: None
            ),
            TypeError,
            "measure gave None: is its `return` missing?",
        ),
        (
            lambda: check_gradients(cubes, X, RIGHT, measure=lambda f, x: "a"),
            TypeError,
            "measure must give one number, but it gave 'a'",
        ),
        (
            lambda: check_gradients(
                cubes, X, RIGHT, measure=lambda f, x: np.zeros(3)
            ),
            TypeError,
            "measure must give one number, but it gave",
        ),
        (
            lambda: check_gradients(
                cubes, X, RIGHT, directions=10**30, rng=rng()
            ),
            ValueError,
            "directions for 6 numbers are too many: there is room for "
            "1,000,000,000 numbers",
        ),
        (
            lambda: check_gradients(cubes, X, RIGHT.astype(complex)),
            TypeError,
            "slopes must hold numbers",
        ),
        (
            lambda: check_gradients(cubes, "X", RIGHT),
            TypeError,
            "x must hold numbers, but it is 'X'",
        ),
        (
            lambda: check_gradients(cubes, [1, NAN], [1, 2]),
            ValueError,
            "x must hold finite numbers",
        ),
        (
            lambda: check_gradients(cubes, X, None),
            TypeError,
            "slopes must hold numbers, but it is None",
        ),
        (
            lambda: check_gradients(cubes, X, RIGHT[:1]),
            ValueError,
            "slopes have shape (1, 3), but x has (2, 3)",
        ),
        (
            lambda: check_gradients(cubes, X, RIGHT.T),
            ValueError,
            "slopes have shape (3, 2), but x has (2, 3): transpose them",
        ),
        (
            lambda: check_gradients(cubes, X[0], RIGHT),
            ValueError,
            "slopes have shape (2, 3), but x has (3,): add them up over the "
            "rows of the batch",
        ),
        (
            lambda: check_gradients(lambda x: None, X, RIGHT),
            TypeError,
            "f gave None: is its `return` missing?",
        ),
        (
            lambda: check_gradients(lambda x: x, X, RIGHT),
            TypeError,
            "f must give one number, but it gave",
        ),
        (
            lambda: check_gradients(lambda x: x.sum() * NAN, X, RIGHT),
            ValueError,
            "a slope needs finite numbers",
        ),
        (
            lambda: check_gradients(cubes, X, RIGHT, tolerance=0),
            ValueError,
            "tolerance must be",
        ),
        (
            lambda: check_gradients(cubes, X, RIGHT, directions=0, rng=rng()),
            ValueError,
            "directions must be one or more, but it is 0",
        ),
        (
            lambda: check_gradients(cubes, X, RIGHT, directions=3),
            TypeError,
            "rng must be a Generator",
        ),
        (
            lambda: check_gradients(
                lambda x: abs(x).sum(), X, RIGHT, measure=complex_step
            ),
            TypeError,
            "on the way it dropped the imaginary part",
        ),
    ],
)
def test_check_gradients_refuses_in_plain_words(call, error, message):
    with pytest.raises(error) as raised:
        call()
    assert message in str(raised.value)


def test_a_longer_step_stays_where_f_has_numbers():
    def f(x):
        return math.log(x[0]) + (x**2).sum()

    x = np.array([1e-3, 1e6])
    assert check_gradients(f, x, 2 * x + [1e3, 0]) < 1e-6
    with pytest.raises(AssertionError, match="slopes wrong"):
        check_gradients(f, x, 2 * x + [2e3, 0])


def test_a_tiny_ratio_is_reported():
    with pytest.raises(AssertionError, match="measured  1e\\+10"):
        check_gradients(lambda x: 1e10 * x[0], [1.0], [1e-300])


def test_a_row_is_not_transposed():
    x = np.array([1e4, 1e-3])
    with pytest.raises(AssertionError) as caught:
        check_gradients(lambda x: (x**2).sum(), x, [2e4, 4e-3])
    assert "transpose" not in str(caught.value)
    assert "\nPerhaps a 2 is too many.\n" in str(caught.value)


def test_short_floats_are_too_short_to_measure_with():
    with pytest.raises(TypeError, match="f gave a float32, which is too sho"):
        check_gradients(lambda x: np.float32((x**2).sum()), [1.0], [2.0])


def test_a_mask_within_a_list_is_not_forgotten():
    mask = np.ma.masked_equal([1.0, 999.0], 999.0)
    for call in (
        lambda: check_gradients(lambda x: x.sum(), [mask], [[1.0, 1.0]]),
        lambda: Linear(2, 1, rng()).forward([mask]),
    ):
        with pytest.raises(TypeError, match="has a mask"):
            call()
