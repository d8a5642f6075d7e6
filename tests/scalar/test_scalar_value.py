"""What a Value is, and what it refuses."""

import copy
import math
import pickle

import numpy as np
import pytest
from backprop.scalar import Value, dot, sum_of
from scalar_tools import gradients, values


def test_a_value_holds_a_float():
    for number in (2, np.float64(2), np.int64(2), np.float32(2)):
        assert type(Value(number).data) is float
        assert type((number * Value(3)).data) is float
    assert repr(Value(2)) == "Value(2.0, grad=0.0)"


def test_a_computed_value_tells_where_it_came_from():
    a, b = values(2.0, 3.0)
    product = a * b
    assert all(map(lambda x, y: x is y, product.inputs, (a, b)))
    assert product.partials == (3.0, 2.0)
    assert (a.inputs, a.partials, a.operation) == ((), (), "")


def test_operations_have_a_sign():
    x, y = values(2.0, 3.0)
    results = [x + y, x - y, x * y, x / y, x**y, x**3, -x, abs(x)]
    signs = [result.operation for result in results]
    assert signs == ["+", "−", "×", "/", "**", "** 3", "−", "abs"]
    for name in "exp log sqrt sin cos tanh sigmoid relu".split():
        assert getattr(x, name)().operation == name


def test_comparison_is_by_number():
    a, b = values(1.0, 2.0)
    assert a < b and a <= b and b > a and b >= a and a < 2 and 0 < a
    assert not (a > b or a >= b or b < a or b <= a or a < 1 or a > 1)
    assert a <= 1 and a >= 1 and 1 <= a
    assert max(a, b) is b and min(a, b) is a
    assert [x.data for x in sorted([b, a])] == [1.0, 2.0]


def test_the_branch_that_is_taken_is_differentiated():
    def larger(a, b):
        return a * a if a > b else b

    assert gradients(larger, 3.0, 2.0) == (9.0, [6.0, 0.0])
    assert gradients(larger, 1.0, 2.0) == (2.0, [0.0, 1.0])


def test_equal_numbers_do_not_make_one_value():
    a, b = values(1.0, 1.0)
    assert len({a, b}) == 2
    assert {a: "a", b: "b"}[b] == "b"
    assert a in [a, b]


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: Value("3"), TypeError,
         "data of a Value must be a number, but it is '3' (a str)"),
        (lambda: Value(True), TypeError,
         "data of a Value must be a number, but it is True (a bool)"),
        (lambda: Value(None), TypeError, "must be a number, but it is None"),
        (lambda: Value(1j), TypeError, "must be a number, but it is 1j"),
        (lambda: Value([1, 2]), TypeError,
         "a Value holds one number, but this is [1, 2] (a list): make a "
         "Value of each of its numbers"),
        (lambda: Value(np.array([1.0])), TypeError,
         "a Value holds one number, but this is array([1.]) (a ndarray)"),
        (lambda: Value(math.nan), ValueError,
         "data of a Value must be a finite number, but it is nan"),
        (lambda: Value(-math.inf), ValueError, "but it is -inf"),
        (lambda: Value(Value(1)), TypeError,
         "but it is Value(1.0, grad=0.0) (a Value)"),
        (lambda: Value(1) + "2", TypeError, "but it is '2' (a str)"),
        (lambda: "2" + Value(1), TypeError, "but it is '2' (a str)"),
        (lambda: Value(1) * [2], TypeError, "a Value holds one number"),
        (lambda: [2] * Value(1), TypeError, "a Value holds one number"),
        (lambda: True - Value(1), TypeError, "but it is True (a bool)"),
        (lambda: Value(1) / math.nan, ValueError, "but it is nan"),
        (lambda: np.array([1.0, 2.0]) * Value(1), TypeError,
         "a Value holds one number, but this is array([1., 2.])"),
        (lambda: Value(1) - np.array([1.0, 2.0]), TypeError,
         "a Value holds one number"),
        (lambda: np.array([1.0]) ** Value(1), TypeError,
         "a Value holds one number"),
        (lambda: np.exp(Value(1)), TypeError, "does not support ufuncs"),
        (lambda: math.exp(Value(1)), TypeError,
         "use value.exp() instead of math.exp(value), or value.data"),
        (lambda: float(Value(1)), TypeError,
         "a plain number forgets where it came from"),
        (lambda: np.array([Value(1)], dtype=float), TypeError,
         "a plain number forgets where it came from"),
        (lambda: bool(Value(0)), TypeError,
         "a Value is neither true nor false: compare it, as in value > 0"),
        (lambda: Value(1) == 1, TypeError,
         "compare their numbers, as in a.data == b.data, or ask whether a "
         "is b"),
        (lambda: Value(1) in values(1, 2), TypeError,
         "to look for a Value among others, keep them in a set"),
        (lambda: Value(1) != Value(2), TypeError, "== is refused"),
        (lambda: 2.0 == Value(2), TypeError, "== is refused"),
        (lambda: Value(1) < "2", TypeError, "but it is '2' (a str)"),
        (lambda: Value(1) >= math.nan, ValueError, "but it is nan"),
        (lambda: Value(1) / 0, ZeroDivisionError, "1.0 / 0.0: division by"),
        (lambda: 2 / Value(0.0), ZeroDivisionError, "2.0 / 0.0: division by"),
        (lambda: Value(-8.0) ** (1 / 3), ValueError,
         "(-8.0) ** 0.3333333333333333: a negative number has whole powers"),
        (lambda: Value(0.0) ** 0.5, ValueError,
         "0.0 ** 0.5: at 0 this power has no finite slope"),
        (lambda: Value(0.0) ** -1, ValueError, "0.0 ** -1.0: at 0"),
        (lambda: Value(2.0) ** "2", TypeError,
         "an exponent must be a number, but it is '2' (a str)"),
        (lambda: Value(-2.0) ** Value(2.0), ValueError,
         "(-2.0) ** Value(2.0): with a Value as exponent, the base must be "
         "above 0; make the exponent a number"),
        (lambda: 0 ** Value(2.0), ValueError, "the base must be above 0"),
        (lambda: Value(1e200) ** 2, OverflowError,
         "1e+200 ** 2.0, or its slope, is too large for a float"),
        (lambda: Value(1e-200) ** -1, OverflowError,
         "1e-200 ** -1.0, or its slope, is too large for a float"),
        (lambda: 1e200 ** Value(2), OverflowError, "is too large for a float"),
        (lambda: Value(1000).exp(), OverflowError,
         "exp(1000.0) is too large for a float"),
        (lambda: (Value(1e200) * 1e200).sin(), ValueError,
         "sin(inf) is no number"),
        (lambda: (Value(1e200) * -1e200).cos(), ValueError,
         "cos(-inf) is no number"),
        (lambda: Value(0.0).log(), ValueError,
         "log of 0.0: it needs a number above 0"),
        (lambda: Value(-1.0).log(), ValueError, "log of -1.0"),
        (lambda: Value(-1.0).sqrt(), ValueError,
         "sqrt of -1.0: it needs a number above 0"),
        (lambda: Value(0.0).sqrt(), ValueError, "sqrt of 0.0"),
        (lambda: (Value(1e200) * 1e200).backward(), ValueError,
         "a Value to walk back from must be a finite number, but it is inf"),
        (lambda: dot(values(1, 2, 3), [1, 2]), ValueError,
         "dot needs two lists of equal length, but they have 3 and 2 numbers"),
        (lambda: dot([1], values(1, 2)), ValueError, "have 1 and 2 numbers"),
        (lambda: dot(Value(1), [1]), TypeError,
         "first must be a list of Values or numbers, but it is Value(1.0"),
        (lambda: dot([1], 2), TypeError,
         "second must be a list of Values or numbers, but it is 2 (an int)"),
        (lambda: dot("12", [1, 2]), TypeError, "first must be a list"),
        (lambda: dot([1, "2"], [1, 2]), TypeError, "but it is '2' (a str)"),
        (lambda: dot([[1, 2]], [[1, 2]]), TypeError,
         "a Value holds one number, but this is [1, 2] (a list)"),
        (lambda: sum_of(set(values(1, 2))), TypeError,
         "values must be a list of Values or numbers"),
        (lambda: sum_of([1, math.nan]), ValueError, "but it is nan"),
        (lambda: dot({1: 2, 3: 4}, [1, 2]), TypeError, "but it is {1: 2, 3"),
        (lambda: dot([1, 2], b"12"), TypeError, "but it is b'12' (a bytes)"),
        (lambda: sum_of(frozenset(values(1, 2))), TypeError,
         "values must be a list of Values or numbers, but it is frozenset("),
        (lambda: sum_of([1e308] * 2), OverflowError,
         "the sum is too large for a float"),
        (lambda: dot([1e308] * 2, values(1, 1)), OverflowError,
         "the sum is too large for a float"),
        (lambda: sum_of([Value(1e200) * 1e200, Value(-1e200) * 1e200]),
         ValueError, "the sum is no number"),
        (lambda: dot([1e200, -1e200], [1e200, 1e200]), ValueError,
         "the sum is no number"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_in_plain_words(call, error, message):
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)


TOO_LONG = {"400 digits": 10**400, "5000 digits": -(10**5000)}


@pytest.mark.parametrize("number", TOO_LONG.values(), ids=TOO_LONG)
@pytest.mark.parametrize(
    "call",
    [
        Value,
        lambda x: Value(2) + x,
        lambda x: x * Value(2),
        lambda x: Value(2) / x,
        lambda x: Value(2) ** x,
        lambda x: x ** Value(2),
        lambda x: Value(2) < x,
        lambda x: Value(x).sigmoid(),
        lambda x: sum_of([1, x]),
        lambda x: dot([1, x], [1, 2]),
    ],
)
def test_a_number_that_no_float_can_hold_is_refused(call, number):
    with pytest.raises(ValueError, match="is too large for a float: "):
        call(number)


def test_what_was_computed_is_not_copied_however_deep():
    deep = Value(1.0)
    for _ in range(3000):
        deep = deep + 1
    for copied in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="Value that was computed cannot"):
            copied(deep)


def test_a_leaf_can_be_copied_and_saved():
    a = Value(2.0)
    (3 * a).backward()
    for copied in (copy.copy, copy.deepcopy, through_pickle):
        other = copied(a)
        assert other is not a and (other.data, other.grad) == (2.0, 3.0)
        assert (other.inputs, other.partials, other.operation) == ((), (), "")


def through_pickle(value):
    return pickle.loads(pickle.dumps(value))


def test_an_operation_of_ones_own_is_checked_by_nobody_but_its_author():
    a = Value(2.0)
    assert Value(math.inf, (a,), (1.0,)).data == math.inf
