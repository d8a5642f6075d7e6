"""Nothing changes behind its back, and copies are leaves of their own."""

import collections
import copy
import pickle

import numpy as np
import pytest
from backprop.tensor import Tensor, concatenate, linear, maximum, stack, where
from tensor_rows import every_row, leaf

# --- nothing changes behind its back -----------------------------------------


def changed(array):
    """Write into the caller's own array, after it was used."""
    array[...] = ~array if array.dtype == bool else array * 0 + 1
    return array


def test_the_array_that_it_was_made_of_may_change():
    mine = np.array([1.0, 2.0])
    x = leaf(mine)
    y = x * x
    mine[:] = 99
    assert x.data.tolist() == [1, 2]
    y.backward([1, 1])
    assert x.grad.tolist() == [2, 4]


@pytest.mark.parametrize(
    ("f", "array"),
    [
        (lambda x, a: x * a, np.array([3.0, 4.0])),
        (lambda x, a: a * x, np.array([3.0, 4.0])),
        (lambda x, a: x / a, np.array([3.0, 4.0])),
        (lambda x, a: a / x, np.array([3.0, 4.0])),
        (lambda x, a: x**a, np.array([3.0, 4.0])),
        (lambda x, a: a**x, np.array([3.0, 4.0])),
        (lambda x, a: a @ x, np.array([[3.0, 4.0], [5.0, 6.0]])),
        (lambda x, a: x @ a, np.array([[3.0, 4.0], [5.0, 6.0]])),
        (lambda x, a: linear(x[None], a, 0.0), np.eye(2)),
        (maximum, np.array([3.0, -4.0])),
        (lambda x, a: where(a, x, -x), np.array([True, False])),
        (lambda x, a: where([True, False], x, a), np.array([3.0, 4.0])),
        (lambda x, a: x[a], np.array([0, 0])),
        (lambda x, a: x[a], np.array([True, False])),
        (lambda x, a: x[None][0, a], np.array([0, 0])),
        (lambda x, a: x[a], np.array(0)),
        (lambda x, a: x[a:], np.array(0)),
        (lambda x, a: x[None].cross_entropy(a), np.array([0])),
        (lambda x, a: x.mean_squared_error(a), np.array([3.0, 4.0])),
        (lambda x, a: concatenate([x, a]), np.array([3.0, 4.0])),
        (lambda x, a: stack([a, x]) * [[2.0], [3.0]], np.array([3.0, 4.0])),
    ],
)
def test_an_array_may_change_after_it_was_used(f, array):
    before = leaf([1.0, 2.0])
    y = f(before, array)
    y.backward(np.ones(y.shape))
    after = leaf([1.0, 2.0])
    mine = array.copy()
    late = f(after, mine)
    changed(mine)
    assert late.data.tolist() == y.data.tolist()
    late.backward(np.ones(y.shape))
    assert after.grad.tolist() == before.grad.tolist()


@pytest.mark.parametrize(
    "kind",
    [
        list, bytearray, collections.deque, collections.UserList,
        lambda places: memoryview(np.array(places)),
    ],
)  # fmt: skip
def test_lists_may_change_too(kind):
    x, places = leaf([1.0, 2.0]), kind([0, 0])
    y = x[places]
    places[0] = places[1] = 1
    y.backward([1, 1])
    assert x.grad.tolist() == [2, 0]


def test_a_range_is_an_index():
    x = leaf([1.0, 2.0, 3.0])
    x[range(2)].backward([1, 10])
    assert x.grad.tolist() == [1, 10, 0]


def test_the_gradient_that_was_given_may_change():
    x, mine = leaf([1.0, 2.0]), np.array([3.0, 4.0])
    x.backward(mine)
    mine[:] = 99
    assert x.grad.tolist() == [3, 4]
    mine = np.array([3.0, 4.0])
    x.grad = mine
    mine[:] = 99
    assert x.grad.tolist() == [3, 4]


@every_row
def test_all_numbers_are_locked(row):
    leaves = [leaf(a) for a in row.arrays()]
    y = row.on_tensors(*leaves)
    y.backward(np.ones(y.shape))
    for array in (
        y.data,
        *(x.grad for x in leaves),
        *(x.data for x in leaves),
    ):
        if isinstance(array, np.ndarray):
            assert not array.flags.writeable
        else:
            assert isinstance(array, np.floating)  # no one can change these


def test_whoever_tries_is_told():
    x = leaf([1.0, 2.0])
    x.sum().backward()
    for array in (x.data, x.grad, (x * 2).data):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 5
        with pytest.raises(ValueError, match="read-only"):
            array += 1
    short = leaf(np.float32([1, 2]))
    (short * leaf([1.0, 2.0])).sum().backward()
    assert short.grad.dtype == np.float32 and not short.grad.flags.writeable


def test_leaves_that_share_a_gradient_stay_independent():
    a, b = leaf([1.0, 2.0]), leaf([3.0, 4.0])
    (a + b).sum().backward()
    (a * 2).sum().backward()
    assert a.grad.tolist() == [3, 3] and b.grad.tolist() == [1, 1]
    with pytest.raises(ValueError, match="read-only"):
        a.grad += 1
    assert b.grad.tolist() == [1, 1]
    a.grad = a.grad * 10
    assert a.grad.tolist() == [30, 30] and b.grad.tolist() == [1, 1]


# --- copies ------------------------------------------------------------------


def pickled(x):
    return pickle.loads(pickle.dumps(x))


COPIES = copy.copy, copy.deepcopy, pickled


@pytest.mark.parametrize("copied", COPIES)
def test_a_copy_is_a_leaf_of_its_own(copied):
    for kind in (np.float64, np.float32):
        w = Tensor([1.0, 2.0], requires_grad=True, dtype=kind)
        (w * w).sum().backward()
        c = copied(w)
        assert (c.dtype, c.requires_grad) == (w.dtype, True)
        assert (c.data.tolist(), c.grad.tolist()) == ([1, 2], [2, 4])
        (c * c * c).sum().backward()
        assert c.grad.tolist() == [5, 16] and w.grad.tolist() == [2, 4]
        with pytest.raises(ValueError, match="read-only"):
            c.data[0] = 100
        c.data = [5, 5]
        assert w.data.tolist() == [1, 2]
    constant = copied(Tensor(3.0))
    assert constant.item() == 3 and not constant.requires_grad
    assert copied(leaf(1.0)).grad is None


@pytest.mark.parametrize("copied", COPIES)
def test_what_was_computed_is_not_copied(copied):
    x = leaf([1.0, 2.0])
    for y in (x * x, [x, x.sum()]):
        if copied is copy.copy and isinstance(y, list):
            continue  # copies the list alone
        with pytest.raises(TypeError, match="use x.detach.. for a constant"):
            copied(y)
    assert copied((x * x).detach()).data.tolist() == [1, 4]
