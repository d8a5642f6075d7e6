"""Sums and products of lists."""

import math

import numpy as np
from backprop.scalar import Value, dot, sum_of
from hypothesis import given
from hypothesis import strategies as st
from scalar_tools import values


@given(st.lists(st.tuples(*[st.floats(-9, 9)] * 2), max_size=8))
def test_dot_is_the_sum_of_the_products(pairs):
    a, b = values(*(x for x, _ in pairs)), values(*(y for _, y in pairs))
    result = dot(a, b)
    assert result.data == math.fsum(x * y for x, y in pairs)
    result.backward()
    assert [x.grad for x in a] == [y.data for y in b]
    assert [y.grad for y in b] == [x.data for x in a]


def test_dot_is_one_node():
    a, b = values(1.0, 2.0, 3.0), values(4.0, 5.0, 6.0)
    assert len(dot(a, b).inputs_first()) == 7
    assert dot(a, b).operation == "dot"


def test_dot_of_a_list_with_itself():
    a = values(3.0, -4.0)
    square = dot(a, a)
    square.backward()
    assert (square.data, [x.grad for x in a]) == (25.0, [6.0, -8.0])


def test_dot_with_numbers_on_either_side():
    for numbers in ([2, 0.5], (2, 0.5), np.array([2, 0.5]), iter([2, 0.5])):
        a = values(3.0, 4.0)
        result = dot(a, numbers)
        result.backward()
        assert (result.data, [x.grad for x in a]) == (8.0, [2.0, 0.5])
    a = values(3.0, 4.0)
    dot([2, 0.5], a).backward()
    assert [x.grad for x in a] == [2.0, 0.5]


def test_dot_takes_values_and_numbers_mixed():
    a, b, c = values(2.0, 3.0, 5.0)
    result = dot([a, b, 7], [c, 1, 1])
    result.backward()
    assert (result.data, a.grad, b.grad, c.grad) == (20.0, 5.0, 1.0, 2.0)


def test_dot_changes_no_list():
    a, numbers = values(1.0, 2.0), [3.0, 4.0]
    before = list(a)
    dot(a, numbers).backward()
    assert all(x is y for x, y in zip(a, before, strict=True))
    assert numbers == [3.0, 4.0]


def test_sum_of_is_one_node_and_rounds_once():
    a = values(*[0.1] * 10)
    total = sum_of(a)
    total.backward()
    assert (
        total.data == 1.0
    )  # one after the other they make 0.9999999999999999
    assert [x.grad for x in a] == [1.0] * 10
    assert len(total.inputs_first()) == 11
    assert total.operation == "sum"


def test_sum_of_counts_what_comes_twice():
    a = Value(2.0)
    total = sum_of([a, 5, a])
    total.backward()
    assert (total.data, a.grad) == (9.0, 2.0)
    assert sum_of([]).data == dot([], []).data == 0.0


def test_pythons_sum_works_too():
    a = values(1.0, 2.0, 3.0)
    sum(x * x for x in a).backward()
    assert [x.grad for x in a] == [2.0, 4.0, 6.0]
