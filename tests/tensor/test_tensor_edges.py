"""Kinks, ties, and the ends of the range."""

import numpy as np
import pytest
from backprop.tensor import Tensor, maximum, walk_back, where
from tensor_rows import INF, close, leaf


@pytest.mark.parametrize(
    ("f", "x", "value", "slopes"),
    [
        (Tensor.relu, [0.0, -0.0, 2, -2], [0, 0, 2, 0], [0, 0, 1, 0]),
        (abs, [0.0, -0.0, 2, -2], [0, 0, 2, 2], [0, 0, 1, -1]),
        (lambda x: x**0, [0.0, 3, -3], [1, 1, 1], [0, 0, 0]),
        (lambda x: x**1, [0.0, 3, -3], [0, 3, -3], [1, 1, 1]),
        (lambda x: x**2, [0.0, 3, -3], [0, 9, 9], [0, 6, -6]),
        (lambda x: x**1.5, [0.0, 4], [0, 8], [0, 3]),
        (lambda x: x ** [0, 1, 2], [0.0, 0, 0], [1, 0, 0], [0, 1, 0]),
        (lambda x: x.max(), [1.0, 3, 3, 2], 3, [0, 0.5, 0.5, 0]),
        (lambda x: x.min(), [1.0, 1, 3, 1], 1, [1 / 3, 1 / 3, 0, 1 / 3]),
        (lambda x: x.max(0), [[1.0, 2], [1, 0]], [1, 2], [[0.5, 1], [0.5, 0]]),
        (lambda x: x.max(1), [[1.0, 2], [1, 1]], [2, 1], [[0, 1], [0.5, 0.5]]),
        (lambda x: x.max((0, 1)), [[2.0, 2], [2, 2]], 2,
         [[0.25, 0.25], [0.25, 0.25]]),
        (lambda x: maximum(x, 0), [0.0, 1, -1], [0, 1, 0], [0.5, 1, 0]),
        (lambda x: maximum(0, x), [0.0, 1, -1], [0, 1, 0], [0.5, 1, 0]),
        (lambda x: maximum(x, x), [0.0, 1, -1], [0, 1, -1], [1, 1, 1]),
        (lambda x: where(x > 0, x, 2 * x), [0.0, 1, -1], [0, 1, -2],
         [2, 1, 2]),
        (lambda x: x[[0, 0, 1]], [1.0, 2], [1, 1, 2], [2, 1]),
    ],
)  # fmt: skip
def test_kinks_and_ties(f, x, value, slopes):
    x = leaf(x)
    y = f(x)
    y.backward(np.ones(y.shape))
    assert y.data.tolist() == value
    assert x.grad.tolist() == slopes
    g = walk_back(y.node, Tensor(np.ones(y.shape)), with_tensors=True)
    assert g[x.node].data.tolist() == slopes


def test_at_an_end_of_a_tie_the_slopes_have_no_slopes():
    x = leaf([0.0, 1.0])
    for f in (Tensor.relu, abs, lambda x: x**0, lambda x: maximum(x, 0)):
        y = f(x)
        g = walk_back(y.node, leaf([1.0, 1.0]), with_tensors=True)[x.node]
        (g * [3, 5]).sum().backward()
    assert x.grad is None or x.grad.tolist() == [0, 0]


def test_where_something_is_infinitely_steep():
    x = leaf([0.0, 4.0])
    for f, slopes in (
        (Tensor.sqrt, [INF, 0.25]),
        (lambda x: x**0.5, [INF, 0.25]),
        (Tensor.log, [INF, 0.25]),
    ):
        with np.errstate(divide="ignore"):
            f(x).backward([1, 1])
        assert x.grad.tolist() == slopes
        x.zero_grad()


def test_what_where_leaves_out_counts_nothing():
    x = leaf([4.0, -1.0])
    y = where(x > 0, where(x > 0, x, 1).sqrt(), 0)  # both sides are finite
    y.backward([1, 1])
    assert x.grad.tolist() == [0.25, 0]


@pytest.mark.parametrize("far", [30.0, 800.0, 1e6, 1e300])
def test_far_out_nothing_overflows(far):
    x = leaf([far, -far])
    ends = {
        Tensor.sigmoid: ([1, 0], [0, 0]),
        Tensor.tanh: ([1, -1], [0, 0]),
        Tensor.gelu: ([far, 0], [1, 0]),
        Tensor.logsumexp: (far, [1, 0]),
        Tensor.softmax: ([1, 0], [0, 0]),
        Tensor.log_softmax: ([0, -2 * far], [0, 0]),
        Tensor.relu: ([far, 0], [1, 0]),
    }
    for f, (value, slopes) in ends.items():
        y = f(x)
        with np.errstate(under="ignore", over="ignore"):
            y.backward(np.array([1.0, 0.0]) if y.shape else None)
        close(y.data / far, np.array(value) / far, 1e-12, f)
        close(x.grad, slopes, 1e-12, f)
        x.zero_grad()
    loss = leaf([[far, -far], [far, -far]])
    y = loss.cross_entropy([0, 1])
    y.backward()
    close(y.item() / far, 1.0, 1e-12)
    close(loss.grad, [[0, 0], [0.5, -0.5]], 1e-12)


def test_the_rarest_has_a_surprise_that_softmax_rounds_to_0():
    x = leaf([[0.0, 1000.0]])
    assert x.softmax().data.tolist() == [[0, 1]]
    assert x.log_softmax().data.tolist() == [[-1000, 0]]
    loss = x.cross_entropy([0])
    assert loss.item() == 1000
    loss.backward()
    x.log_softmax()[0, 0].backward()
    assert x.grad.tolist() == [[-1 + 1, 1 - 1]]


def test_logsumexp_of_what_is_not_there():
    rows = Tensor([[-INF, -INF], [-INF, 2], [INF, 2], [INF, INF]])
    with np.errstate(divide="ignore"):
        assert rows.logsumexp(axis=1).data.tolist() == [-INF, 2, INF, INF]


def test_sums_of_nothing():
    x = leaf(np.empty((0, 3)))
    y = x.sum(axis=0)
    assert y.data.tolist() == [0, 0, 0]
    y.backward([1, 2, 3])
    assert x.grad.shape == (0, 3)
    (x.sum() + x.reshape(3, 0).sum() + (x * [1, 2, 3]).exp().sum()).backward()
    assert x.grad.shape == (0, 3)
    assert (x.T @ x).data.tolist() == [[0] * 3] * 3
