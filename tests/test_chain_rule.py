"""Step 4: local derivatives, products along paths, sums over paths."""

import math

import numpy as np
import pytest
from backprop.chain_rule import chain, local_derivatives
from backprop.derivatives import central_difference, complex_step
from backprop.first_version import diffp
from backprop.functions import compose, cube, square
from hypothesis import given
from hypothesis import strategies as st

number = st.floats(-3, 3)


def test_192_by_three_routes():
    row = compose(square, cube)
    slopes = local_derivatives([square, cube], 2.0)
    assert slopes == pytest.approx([4, 48], rel=1e-10)
    assert math.prod(slopes) == pytest.approx(192, rel=1e-10)
    # h² f'''/6 with h = 2 cbrt(epsilon) and f''' = 120 x³ is 2.3e-8
    assert central_difference(row, 2.0) == pytest.approx(192, abs=3e-8)
    assert complex_step(row, 2.0) == 192.0 == 6 * 2.0**5
    assert chain([4, 48]) == 192.0


def test_the_two_192s_of_the_first_version():
    too_long = ((2 + 1e-12) - 2) / 1e-12
    whole = diffp(compose(square, cube), 0, 2)
    product = diffp(square, 0, 2) * diffp(cube, 0, 4)
    assert (whole, product) == (192.01706891180947, 192.03413934105515)
    assert whole == pytest.approx(192 * too_long, rel=1e-15)
    assert product == pytest.approx(192 * too_long**2, rel=1e-15)


@pytest.mark.parametrize("x", [1.5, 2.0, 4.0, 8.0, 15.0])
def test_the_old_step_is_too_long_by_the_same_below_16(x):
    """The exercise too_long rests on it; from 16 on it is another error."""
    assert (x + 1e-12) - x == (2 + 1e-12) - 2
    assert (16 + 1e-12) - 16 != (2 + 1e-12) - 2


def test_three_slopes_of_the_first_version():
    """What the exercise too_long predicts, apart from rounding."""

    def line(x):
        return 3 * x

    s = ((2 + 1e-12) - 2) / 1e-12 - 1
    product = math.prod(diffp(line, 0, x) for x in (1.0, 2.0, 4.0))
    assert product == pytest.approx(27 * (1 + s) ** 3, rel=1e-12)


def test_local_derivatives_of_the_table_by_nudging():
    a, b = 3.0, -5.0
    table = [
        (lambda a: a + b, 1),
        (lambda a: a - b, 1),
        (lambda a: b - a, -1),
        (lambda a: a * b, b),
        (square, 2 * a),
        (cube, 3 * a**2),
    ]
    for box, slope in table:
        assert central_difference(box, a) == pytest.approx(slope, rel=1e-8)


def test_one_path_of_a_fork_is_not_enough():
    measured = central_difference(lambda x: square(x) + cube(x), 2.0)
    assert chain([4, 1], [12, 1]) == pytest.approx(measured, rel=1e-8)
    for one_path in ([4, 1], [12, 1]):
        assert chain(one_path) != pytest.approx(measured, rel=0.1)


def test_walking_back_shares_what_two_to_the_k_paths_repeat():
    for stages in range(1, 8):
        paths = [[1] * stages] * 2**stages
        slope = 1
        for _ in range(stages):
            slope = slope + slope
        assert chain(*paths) == slope == 2**stages


def test_slopes_are_taken_where_the_number_arrives():
    assert local_derivatives([square, cube], 2.0)[1] == pytest.approx(48)
    assert local_derivatives([cube, square], 2.0) == pytest.approx([12, 16])
    assert local_derivatives([], 2.0) == []


def test_chain_adds_over_paths():
    assert chain([4, 1], [12, 1]) == 16.0
    assert chain([3], [3]) == 6.0
    assert chain([1, 2], [1, 3]) == 5.0  # (a + b)(b + 1) along b at a=2, b=1
    assert chain([]) == 1.0
    assert chain() == 0.0
    assert chain(slope for slope in (2, 3)) == 6.0


@given(number, number, number)
def test_product_and_sum_against_the_complex_step(a, b, x):
    def f(x):
        t = a * x + b
        return t * t * x + x

    t = a * x + b
    by_paths = chain([a, t * x], [a, t * x], [t * t], [1])
    assert by_paths == pytest.approx(complex_step(f, x), rel=1e-12, abs=1e-12)


def test_chain_loses_no_digits_in_the_sum():
    assert chain([1e16], [1.0], [-1e16]) == 1.0


def test_the_list_of_the_caller_is_left_alone():
    path, functions = [1, 2], [square, cube]
    chain(path)
    local_derivatives(functions, 1.0)
    assert (path, functions) == ([1, 2], [square, cube])


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: chain(4, 48),
            TypeError,
            "a path must be a list of local derivatives, but it is 4 (an int)",
        ),
        (lambda: chain("48"), TypeError, "a path must be a list"),
        (
            lambda: chain([4, None]),
            TypeError,
            "a local derivative must be a number, but it is None",
        ),
        (
            lambda: chain([math.inf]),
            ValueError,
            "must be a finite number, but it is inf",
        ),
        (
            lambda: chain([1], [1e200, 1e200]),
            ValueError,
            "the product along [1e+200, 1e+200] must be a finite number",
        ),
        (
            lambda: chain([1.7e308], [1.7e308]),
            ValueError,
            "the sum over the paths is too large for a float",
        ),
        (
            lambda: chain([10**400]),
            ValueError,
            "a local derivative is too large for a float: 1000",
        ),
        (
            lambda: chain({4, 48}),
            TypeError,
            "a path must be a list of local derivatives, but it is {",
        ),
        (lambda: chain(b"48"), TypeError, "but it is b'48' (a bytes)"),
        (
            lambda: local_derivatives({square, cube}, 2),
            TypeError,
            "functions must be a list of them",
        ),
        (
            lambda: local_derivatives(square, 2),
            TypeError,
            "functions must be a list of them",
        ),
        (
            lambda: local_derivatives([square, 3], 2),
            TypeError,
            "function 2 of the row must be a function",
        ),
        (
            lambda: local_derivatives([square], "2"),
            TypeError,
            "x must be a number, but it is '2'",
        ),
        (
            lambda: local_derivatives([lambda x: None], 2),
            TypeError,
            "gave None: is its `return` missing?",
        ),
    ],
)
def test_bad_input_is_refused_in_plain_words(call, error, message):
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("path", "product"),
    [
        ([np.int64(2**62), np.int64(4)], 2.0**64),
        (np.array([100, 100], np.int8), 10000.0),
        ([np.uint8(200), -1], -200.0),
        ([np.float32(1e30)] * 2, float(np.float32(1e30)) ** 2),
    ],
)
def test_short_numbers_do_not_go_round_in_a_product(path, product):
    assert chain(path) == product
