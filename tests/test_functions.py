"""Step 1: functions, functions of functions, functions in a row."""

import numpy as np
import pytest
from backprop.functions import add, apply, compose, cube, square, total
from hypothesis import given
from hypothesis import strategies as st

whole = st.integers(-1000, 1000)


def test_the_values_of_the_tutorial():
    assert (square(4), square(10), cube(10)) == (16, 100, 1000)
    assert (add(10, 20), add(10.5, 120), add(*[1, 2])) == (30, 130.5, 3)
    assert (total(1), total(2, 3), total(2, 3, 4)) == (1, 5, 9)
    assert total(*range(3)) == 3
    assert apply(lambda x: 2 * x, [1, 2, 3]) == [2, 4, 6]
    assert apply(square, [1, 2, 3]) == [1, 4, 9]
    assert compose(square, cube)(2) == 64


@given(st.lists(whole))
def test_total_is_what_python_calls_sum(numbers):
    assert total(*numbers) == sum(numbers)


@given(whole)
def test_compose_works_from_left_to_right(x):
    assert compose(lambda x: x + 1, square)(x) == (x + 1) ** 2
    assert compose(square, lambda x: x + 1)(x) == x * x + 1
    assert compose(square, cube)(x) == x**6
    assert compose()(x) == x


def test_compose_keeps_the_functions_it_was_given():
    functions = [square, cube]
    row = compose(*functions)
    functions.clear()
    assert row(2) == 64


@pytest.mark.parametrize("call", [lambda: square("4"), lambda: cube([4])])
def test_the_first_boxes_leave_the_message_to_python(call):
    with pytest.raises(TypeError, match="can't multiply sequence"):
        call()


def test_apply_takes_what_can_be_walked_through_once():
    assert apply(square, (x for x in range(3))) == [0, 1, 4]
    values = [1, 2]
    assert apply(square, values) is not values
    assert values == [1, 2]


def test_total_adds_arrays_too():
    assert np.array_equal(total(np.array([1, 2]), np.array([3, 4])), [4, 6])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: total([1, 2]),
            "given [1, 2] (a list); to add what is in it, write a star",
        ),
        (
            lambda: total(1, "2"),
            "total adds numbers, but was given '2' (a str)",
        ),
        (lambda: apply(3, [1]), "f must be a function, but it is 3 (an int)"),
        (
            lambda: apply(square, {1, 2}),
            "values must be a list, or something else to walk through in",
        ),
        (
            lambda: apply(square, 3),
            "values must be a list, or something else to walk through",
        ),
        (
            lambda: compose(square, 2),
            "function 2 of the row must be a function, but it is 2",
        ),
        (
            lambda: compose(square(2)),
            "function 1 of the row must be a function, but it is 4",
        ),
    ],
)
def test_bad_input_is_refused_in_plain_words(call, message):
    with pytest.raises(TypeError) as caught:
        call()
    assert message in str(caught.value)


def test_total_of_what_is_too_large_is_refused():
    assert total(10**400, 1) == 10**400 + 1
    with pytest.raises(ValueError, match="too large for a float"):
        total(10**400, 0.5)
