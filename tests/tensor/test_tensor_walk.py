"""The walk back: by hand, in its order, and when it fails."""

import numpy as np
import pytest
from backprop.tensor import RULES, Tensor, maximum, walk_back, youngest_first
from tensor_rows import leaf

# --- by hand -----------------------------------------------------------------


def test_a_product_and_a_sum():
    a, b = leaf([1.0, 2.0]), leaf([3.0, 5.0])
    y = (a * b + a).sum()
    y.backward()
    assert y.item() == 1 * 3 + 1 + 2 * 5 + 2
    assert a.grad.tolist() == [3 + 1, 5 + 1]
    assert b.grad.tolist() == [1, 2]


def test_paths_that_meet_add():
    a = leaf(2.0)
    (a * a * a).backward()
    assert a.grad == 12
    b = leaf(1.0)
    c = b + b
    (c + c).backward()
    assert b.grad == 4


@pytest.mark.parametrize("detour_first", [True, False])
def test_a_node_waits_for_all_who_use_it(detour_first):
    a = leaf(3.0)
    b = a * 2
    far = (b * b) * b  # two steps away from the end, and b is one
    y = far + b if detour_first else b + far
    y.backward()
    assert a.grad == 2 * (3 * 6**2 + 1)


def test_twenty_doublings_are_twenty_nodes():
    a = leaf(1.0)
    y = a
    for _ in range(20):
        y = y + y
    assert len(youngest_first(y.node)) == 20
    y.backward()
    assert a.grad == 2**20


def test_the_two_neurons_of_step_6():
    w1, b1, w2, b2 = leaves = [leaf(0.5) for _ in range(4)]
    error = (w2 * (w1 * 1.0 + b1) + b2 - 7.0) ** 2
    error.backward()
    assert error.item() == 36
    assert [float(x.grad) for x in leaves] == [-6, -6, -12, -12]


# --- the walk back -----------------------------------------------------------


def test_gradients_add_up_until_they_are_forgotten():
    a, b = leaf([1.0, 2.0]), leaf(3.0)
    y = (a * b).sum()
    assert (a.grad, b.grad) == (None, None)
    for passes in (1, 2, 3):
        y.backward()
        assert a.grad.tolist() == [3 * passes] * 2
        assert b.grad == 3 * passes
    a.zero_grad()
    assert a.grad is None and b.grad == 9
    y.backward()
    assert a.grad.tolist() == [3, 3] and b.grad == 12


def test_a_part_of_two_results_gives_each_its_own():
    a = leaf(2.0)
    shared = 3 * a
    (5 * shared).backward()
    assert a.grad == 15
    (7 * shared).backward()
    assert a.grad == 15 + 21


def test_a_leaf_is_its_own_result():
    a = leaf([2.0])
    a.backward()
    a.backward([5.0])
    assert a.grad.tolist() == [6]


def test_only_leaves_that_led_here_are_touched():
    a, b, c = leaf(2.0), leaf(3.0), Tensor(4.0)
    aside = a * b
    (a + 1 + c * 2).backward()
    assert a.grad == 1 and b.grad is None and c.grad is None
    assert aside.requires_grad and not c.requires_grad


def test_a_gradient_for_each_number():
    a = leaf([[1.0, 2.0], [3.0, 4.0]])
    for gradient in ([[1, 10], [100, 0]], np.array([[1, 10], [100, 0]])):
        a.zero_grad()
        (a * 2).backward(gradient)
        assert a.grad.tolist() == [[2, 20], [200, 0]]


@pytest.mark.parametrize("shape", [(), (1,), (1, 1)])
def test_one_number_needs_no_gradient(shape):
    a = leaf(np.full(shape, 3.0))
    (a * a).backward()
    assert a.grad.shape == shape and a.grad.item() == 6


def test_the_walk_keeps_the_precision_of_its_end():
    short, long = leaf(np.float32([1, -2])), leaf([1.0, -2.0])
    for f in (lambda x: abs(x).max(), lambda x: maximum(x * x, 1).mean()):
        for x in (short, long):
            x.zero_grad()
            f(x).backward()
            assert x.node.grad.dtype == x.grad.dtype == x.dtype


def test_a_backward_that_fails_changes_nothing():
    a, b = leaf([1.0, 2.0]), leaf([3.0, 4.0])
    y = a * b
    y.backward([1, 1])
    before = a.grad, b.grad
    for gradient in (None, [1.0], [[1.0, 1.0]], 1.0, "one", [1j, 0], [a, b]):
        with pytest.raises((ValueError, TypeError)):
            y.backward(gradient)
        assert a.grad is before[0] and b.grad is before[1]


def test_a_backward_that_fails_half_way_changes_nothing(monkeypatch):
    a, b = leaf([1.0, 2.0]), leaf([3.0, 4.0])
    y = (a.exp() * b + b).sum()
    y.backward()
    before = a.grad, b.grad

    def fails(g, y):
        raise MemoryError

    monkeypatch.setitem(RULES, "exp", (fails,))
    with pytest.raises(MemoryError):
        y.backward()
    assert a.grad is before[0] and b.grad is before[1]
    monkeypatch.undo()
    y.backward()
    assert a.grad.tolist() == (2 * before[0]).tolist()


def test_a_backward_that_fails_at_the_very_end_changes_nothing():
    for before in (1.7e308, 1.0), (1.0, 1.7e308), (1.7e308, None):
        a, b = leaf(1.0), leaf(1.0)
        a.grad, b.grad = before
        with np.errstate(over="raise"), pytest.raises(FloatingPointError):
            (a * 8e307 + b * 8e307).backward()
        assert (a.grad, b.grad) == before


def test_the_walk_changes_no_node_and_no_array():
    a, b = leaf([[1.0, -2.0]]), leaf([[3.0], [4.0]])
    y = ((a @ b).exp() + (a * b).max(0).relu()).sum()
    nodes = [*youngest_first(y.node), a.node, b.node]

    def remembered():
        return [
            (node.operation, node.inputs, node.shape, repr(node.saved))
            for node in nodes
        ]

    before = remembered()
    first = walk_back(y.node, np.ones(()))
    again = walk_back(y.node, np.ones(()))
    assert remembered() == before
    assert a.grad is None and b.grad is None
    assert set(first) == {a.node, b.node}
    for node, slopes in first.items():
        assert slopes.tolist() == again[node].tolist()


def test_the_youngest_comes_first_and_each_comes_once():
    a = leaf(1.0)
    b = a + 1
    c = b * b
    d = b + c
    e = c * d + b
    nodes = youngest_first(e.node)
    ages = [node.birth for node in nodes]
    assert ages == sorted(ages, reverse=True)
    assert len({*nodes}) == len(nodes) == 5
    assert nodes[0] is e.node and nodes[-1] is b.node
    assert a.node not in nodes
    place = {node: number for number, node in enumerate(nodes)}
    for node in nodes:
        for source in node.inputs:
            assert source in (None, a.node) or place[source] > place[node]
    assert youngest_first(a.node) == []


def test_a_walk_to_leaves_that_were_computed():
    a = leaf(2.0)
    b = a * a
    c, d = b * 3, b + 1
    e = c * d
    one = np.ones(())
    assert walk_back(e.node, one, [b.node]) == {b.node: 3 * 5 + 12}
    assert walk_back(e.node, one, [c.node, d.node]) == {
        c.node: 5, d.node: 12,
    }  # fmt: skip
    assert walk_back(e.node, one, [a.node]) == {a.node: (15 + 12) * 4}
    assert walk_back(b.node, one, [b.node]) == {b.node: 1}
    assert youngest_first(b.node, [b.node]) == []
    assert youngest_first(e.node, [c.node, d.node]) == [e.node]
    assert youngest_first(e.node, [b.node]) == [e.node, d.node, c.node]


def test_what_is_older_than_the_leaves_is_a_constant():
    a = leaf(2.0)
    b = a * a
    x = leaf(3.0)
    y = b * x + b.exp() * 0
    assert walk_back(y.node, np.ones(()), [x.node]) == {x.node: 4}
    assert b.node not in youngest_first(y.node, [x.node])
    aside = b + 1  # younger than x, and x did not lead here
    assert walk_back(aside.node, np.ones(()), [x.node]) == {}


def test_gradients_that_have_gradients():
    x = leaf([1.0, 2.0, 3.0])
    y = (x**3).sum()
    slopes = walk_back(y.node, Tensor(1.0), with_tensors=True)[x.node]
    assert slopes.data.tolist() == [3, 12, 27]
    slopes.backward([1, 1, 1])
    assert x.grad.tolist() == [6, 12, 18]
