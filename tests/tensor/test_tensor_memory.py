"""What is kept, and what is freed."""

import gc
import tracemalloc

import numpy as np
import pytest
from backprop.tensor import (
    RULES,
    Node,
    Tensor,
    linear,
    no_grad,
    record,
    stack,
    walk_back,
)
from tensor_rows import ROWS, leaf


def test_a_rule_keeps_what_it_needs_and_no_more():
    a, b, c = leaf([1.0, 2.0]), leaf([3.0, 4.0]), Tensor([5.0, 6.0])
    assert (a + b).node.saved == (a - b).node.saved == (-a).node.saved == ()
    assert (a * c).node.saved[1:] == (None, c.array)
    assert (c * a).node.saved[1:] == (c.array, None)
    assert (a / c).node.saved == (None, None, c.array)
    assert [x is None for x in (c / a).node.saved] == [False, True, False]
    x, w = leaf(np.eye(2)), Tensor(np.eye(2))
    assert (x @ w).node.saved[1] is None and (w @ x).node.saved[2] is None
    kept = linear(w, x, a).node.saved
    assert kept[1] is w.array and kept[2] is None
    assert linear(x, w, a).node.saved[1] is None
    assert x.sum().node.saved[:2] == (None, None)


def test_what_needs_no_gradient_remembers_nothing():
    c = Tensor([1.0, 2.0])
    for y in (c + 1, c * c, c.exp().sum(), linear([c.data], [[1.0], [2]], 3)):
        assert y.node is None and not y.requires_grad


def test_a_node():
    a, c = leaf([[1.0, 2.0]]), Tensor([[3.0], [4.0]])
    y = a @ c
    node = y.node
    assert type(node) is Node
    assert (node.operation, node.shape) == ("@", (1, 1))
    assert node.inputs == (a.node, None)
    assert a.node.operation == "leaf" and a.node.inputs == ()
    assert a.node.birth < node.birth < (y + 1).node.birth
    assert not hasattr(node, "__dict__") and not hasattr(y, "__dict__")


@pytest.mark.parametrize("place", ("in the table", "in the node"))
def test_an_operation_of_ones_own(place, monkeypatch):
    rules = (lambda g, y, x: g * 3 * x * x,)
    if place == "in the table":
        monkeypatch.setitem(RULES, "cube", rules)
        rules = None

    def cube(x):
        return record(x.data**3, "cube", (x.node,), (None, x.data), rules)

    a = leaf([1.0, 2.0])
    y = cube(a * 2)
    assert y.data.tolist() == [8, 64] and not y.data.flags.writeable
    slopes = walk_back(y.node, Tensor([1.0, 1.0]), with_tensors=True)[a.node]
    assert slopes.data.tolist() == [24, 96]
    slopes.sum().backward()
    assert a.grad.tolist() == [48, 96]
    assert cube(Tensor([1.0, 2.0])).node is None
    with no_grad():
        assert cube(a).node is None


def test_a_hundred_steps_keep_only_their_constants():
    numbers_in_half_a_mebibyte = 2**16
    x = leaf(np.ones(numbers_in_half_a_mebibyte))
    b, c = Tensor(x.data * 0.5), Tensor(x.data * 0.5)
    y = x
    tracemalloc.start()
    try:
        for _ in range(100):
            y = y * c + b
        kept, _ = tracemalloc.get_traced_memory()
        assert kept <= y.data.nbytes + 2**20
        y.backward(x.data)
        kept, _ = tracemalloc.get_traced_memory()
        assert kept <= y.data.nbytes + x.grad.nbytes + 2**20
    finally:
        tracemalloc.stop()
    assert x.grad[0] == 0.5**100


def living():
    return sum(isinstance(x, Tensor | Node) for x in gc.get_objects())


@pytest.fixture
def no_collector():
    gc.collect()
    gc.disable()
    yield
    gc.unfreeze()
    gc.enable()


def test_a_dropped_graph_is_freed_at_once(no_collector):
    a, b = leaf([1.0, 2.0]), leaf([[3.0], [4.0]])
    a.backward([0, 0])
    before = living()
    y = (a @ b).tanh() * a + stack([a, a])[0].softmax() - b.max(0)
    y.backward([1, 1])
    assert living() > before + 5
    del y
    assert living() == before
    with no_grad():
        y = a * b
    assert living() == before + 1 and y.shape  # the Tensor alone


def test_a_gradient_that_is_kept_keeps_no_graph(no_collector):
    a = leaf([1.0, 2.0])
    before = living()
    (a * a).exp().sum().backward()
    kept = a.grad
    assert living() == before and kept is a.grad


def test_no_reference_cycles(no_collector):
    gc.freeze()  # what there was before takes no more time
    for row in ROWS:
        leaves = [leaf(a) for a in row.arrays()]
        y = row.on_tensors(*leaves)
        u = np.ones(y.shape)
        y.backward(u)
        walk_back(y.node, Tensor(u), with_tensors=True)
        del y, leaves
        assert gc.collect() == 0, row.name
