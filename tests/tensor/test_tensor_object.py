"""What a Tensor is: made, looked at, compared and assigned."""

import operator

import numpy as np
import pytest
from backprop.tensor import Tensor
from tensor_rows import leaf


@pytest.mark.parametrize(
    ("data", "dtype"),
    [
        (3, float), (2.5, float), (True, float), ([1, 2], float),
        (np.arange(3), float), (np.float16([1]), float), ([], float),
        (np.float32(2), np.float32), (np.float32([[1, 2]]), np.float32),
        (np.array([1, 2], ">f8"), float), (np.longdouble(2), float),
        (10**30, float), ([10**30, 1], float), (np.array(2.5), float),
        (range(3), float), ([[]], float), (2**63, float),
        (np.array([1, 2], ">f4"), np.float32),
    ],
)  # fmt: skip
def test_what_it_is_made_of_becomes_floats(data, dtype):
    x = Tensor(data)
    assert x.dtype == dtype and x.data.dtype == dtype
    assert x.data.tolist() == np.asarray(data).astype(dtype).tolist()
    assert (x.shape, x.ndim, x.size) == (
        np.shape(data), np.ndim(data), np.size(data),
    )  # fmt: skip
    for kind in (np.float32, np.float64, np.dtype(np.float32)):
        assert Tensor(data, dtype=kind).dtype == kind


def test_how_it_looks():
    assert repr(Tensor([1, 2.5])) == "Tensor([1. , 2.5])"
    assert repr(leaf(3.0)) == "Tensor(3., requires_grad=True)"
    assert repr(leaf([1.0]) * 2) == "Tensor([2.], requires_grad=True)"
    assert repr(Tensor([[1], [2]])) == "Tensor([[1.],\n        [2.]])"


def test_item_len_and_in_turn():
    x = leaf([[1.0, 2.0], [3.0, 4.0]])
    assert len(x) == 2 and [len(row) for row in x] == [2, 2]
    assert [row.data.tolist() for row in x] == [[1, 2], [3, 4]]
    assert [y.item() for y in x[1]] == [3, 4]
    for y in (Tensor(3.0), Tensor([3.0]), Tensor([[3.0]], dtype=np.float32)):
        assert type(y.item()) is float and y.item() == 3
    first, second = x
    (first * second).sum().backward()
    assert x.grad.tolist() == [[3, 4], [1, 2]]
    assert 3.0 in x[1] and 5.0 not in x[1]


def test_comparisons_are_arrays_of_true_and_false():
    x, other = leaf([1.0, 2.0, 3.0]), np.array([3.0, 2.0, 1.0])
    for compare in (
        operator.lt, operator.le, operator.gt, operator.ge, operator.eq,
        operator.ne,
    ):  # fmt: skip
        for against in (
            other,
            Tensor(other),
            other.tolist(),
            2,
            np.float64(2),
        ):
            a = getattr(against, "data", against)
            if isinstance(against, int | list | float | np.ndarray):
                a = np.asarray(against)
            expected = compare(x.data, a)
            for got, right in (
                (compare(x, against), expected),
                (compare(against, x), compare(a, x.data)),
            ):
                assert type(got) is np.ndarray and got.dtype == bool
                assert got.tolist() == right.tolist()
    assert Tensor(2.0) > 1 and not Tensor(2.0) == 3


def test_each_tensor_is_itself_as_a_key():
    a, b = Tensor(1.0), Tensor(1.0)
    assert len({a, b}) == 2 and {a: "a", b: "b"}[b] == "b"


def test_new_numbers_for_a_leaf():
    w = leaf(np.float32([1, 2]))
    y = w * w
    mine = np.array([3.0, 4.0])
    w.data = mine
    mine[:] = 99
    assert w.data.tolist() == [3, 4] and w.dtype == np.float32
    assert w.requires_grad and not w.data.flags.writeable
    y.backward([1, 1])
    assert w.grad.tolist() == [2, 4]  # at the numbers that were used
    w.data = w.data - 0.5 * w.grad
    assert w.data.tolist() == [2, 2]
    c = Tensor(1.0)
    c.data = 2
    assert c.item() == 2 and not c.requires_grad


def test_a_gradient_can_be_assigned():
    w = leaf([1.0, 2.0])
    w.grad = [3, 4]
    assert w.grad.dtype == float and w.grad.tolist() == [3, 4]
    w.sum().backward()
    assert w.grad.tolist() == [4, 5]
    w.grad = None
    assert w.grad is None


def test_detached_numbers_are_constants():
    a = leaf([1.0, 2.0])
    b = (a * 3).detach()
    assert not b.requires_grad and b.data.tolist() == [3, 6]
    (a * b).sum().backward()
    assert a.grad.tolist() == [3, 6]
    (a.detach() * a).sum().backward()
    assert a.grad.tolist() == [4, 8]
    a.detach().data = [9, 9]
    assert a.data.tolist() == [1, 2]
