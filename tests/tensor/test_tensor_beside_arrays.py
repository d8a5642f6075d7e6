"""Tensors beside arrays and numbers."""

import operator

import numpy as np
import pytest
from backprop.tensor import (
    FROM_NUMPY,
    Tensor,
    concatenate,
    linear,
    maximum,
    stack,
    where,
)
from tensor_rows import ARITHMETIC, leaf

OTHERS = {
    "array": np.array([[3.0, -4.0, 5.0]]),
    "whole array": np.array([3, 4, 5]),
    "list": [3, 4.5, 5],
    "int": 3,
    "float": 2.5,
    "bool": True,
    "float64": np.float64(2.5),
    "float32": np.float32(2.5),
    "int64": np.int64(3),
    "column": np.array([[3.0], [4.0]]),
}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", OTHERS)
def test_arrays_and_numbers_may_stand_on_either_side(name, dtype):
    other = OTHERS[name]
    x = leaf([0.5, 1.5, 2.0], dtype)
    constant = Tensor(other, dtype=dtype)
    for f in ARITHMETIC:
        for arguments, plain in (
            ((x, other), (x, constant)),
            ((other, x), (constant, x)),
        ):
            if f is operator.pow and np.min(plain[0].data) < 0:
                continue
            y, expected = f(*arguments), f(*plain)
            assert type(y) is Tensor and y.dtype == dtype
            assert y.data.tolist() == expected.data.tolist()
            slopes = []
            for result in (y, expected):
                x.zero_grad()
                result.backward(np.ones(result.shape))
                slopes.append(x.grad.tolist())
            assert slopes[0] == slopes[1]


def test_products_with_arrays_on_either_side():
    a, x = np.array([[1.0, 2.0], [3.0, 4.0]]), leaf([[5.0], [6.0]])
    for y in (a @ x, a.tolist() @ x, np.matmul(a, x)):
        assert y.data.tolist() == [[17], [39]]
        y.backward([[1], [10]])
    assert x.grad.tolist() == [[3 * 31], [3 * 42]]
    b = leaf(a)
    (b @ np.array([1.0, 10.0])).backward([1, 1])
    assert b.grad.tolist() == [[1, 10], [1, 10]]


NUMPY_ARGUMENTS = {1: ([0.5, 1.5],), 2: ([0.5, 1.5], [2.0, 1.5])}


@pytest.mark.parametrize("name", FROM_NUMPY)
def test_numpys_own_functions_find_the_rules(name):
    function = getattr(np, name)
    arrays = [np.array(a) for a in NUMPY_ARGUMENTS[function.nin]]
    leaves = [leaf(a) for a in arrays]
    y = function(*leaves)
    assert np.asarray(getattr(y, "data", y)).tolist() == (
        function(*arrays).tolist()
    )
    if function(*arrays).dtype == bool:
        return
    y.backward(np.ones(y.shape))
    moved = [leaf(a) for a in arrays]
    again = getattr(moved[0], FROM_NUMPY[name])(*moved[1:])
    again.backward(np.ones(y.shape))
    for one, other in zip(leaves, moved):
        assert one.grad.tolist() == other.grad.tolist()
    if function.nin == 2:
        for arguments in (leaves[0], arrays[1]), (arrays[0], leaves[1]):
            assert function(*arguments).data.tolist() == y.data.tolist()


def test_constants_take_the_precision_of_the_tensor():
    x = leaf(np.float32([1, 2]))
    third = np.array([1 / 3, 2 / 3])
    for y in (
        x + third, third * x, x / 3, 1 / 3 - x, maximum(x, third),
        maximum(third, x), where([True, False], third, x), stack([third, x]),
        concatenate([third, x]), x.mean_squared_error(third), x @ third,
        linear(x[None], third[:, None], third[:1]), np.float64(0.1) * x,
    ):  # fmt: skip
        assert y.dtype == np.float32 and y.requires_grad
        y.backward(np.ones(y.shape))
        assert x.grad.dtype == np.float32
    assert (x == [1.1, 2]).tolist() == [False, True]
    assert (Tensor(np.float32(0.1)) == 0.1).all()


def test_two_precisions_give_the_longer_one():
    a, b = leaf(np.float32([1, 2])), leaf([3.0, 4.0])
    y = a * b
    assert y.dtype == np.float64
    y.sum().backward()
    assert (a.grad.dtype, b.grad.dtype) == (np.float32, np.float64)
    assert a.grad.tolist() == [3, 4] and b.grad.tolist() == [1, 2]


@pytest.mark.parametrize("long", [{0}, {1}, {2}, {0, 1}, {1, 2}])
def test_linear_gives_the_precision_of_the_two_operations(long):
    x, w, b = (
        Tensor(
            np.full(shape, 1 / 3),
            dtype=np.float64 if i in long else np.float32,
        )
        for i, shape in enumerate([(2, 3), (3, 2), (2,)])
    )
    y, expected = linear(x, w, b), x @ w + b
    assert y.dtype == expected.dtype == float
    assert y.data.tolist() == expected.data.tolist()
