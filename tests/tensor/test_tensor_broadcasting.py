"""All pairs of shapes that fit."""

import math
from itertools import product

import numpy as np
import pytest
from backprop.tensor import Tensor, undo_broadcasting, walk_back
from tensor_rows import BINARY, STEP, close, leaf, numbers, walked_twice

SHAPES = [s for rank in range(4) for s in product((1, 2, 3), repeat=rank)]
PAIRS = [
    (a, b)
    for a, b in product(SHAPES, repeat=2)
    if all(m == n or 1 in (m, n) for m, n in zip(a[::-1], b[::-1]))
]
FEW = [
    (a, b) for a, b in PAIRS
    if (2, 3, 2)[3 - max(len(a), len(b)):] == np.broadcast_shapes(a, b)
]  # fmt: skip
every_binary = pytest.mark.parametrize(
    "row", BINARY, ids=lambda row: row.name
)  # fmt: skip


def test_no_pair_is_forgotten():
    """On an axis that both have there are 7 ways, on another one 3."""
    ranks = product(range(4), repeat=2)
    assert len(PAIRS) == sum(
        7 ** min(r) * 3 ** (max(r) - min(r)) for r in ranks
    )


def folded(g, shape):
    """Add up what belongs to one number, by looking up which one it is."""
    size = math.prod(shape)
    owners = np.broadcast_to(np.arange(size).reshape(shape), g.shape)
    return np.bincount(owners.ravel(), g.ravel(), size).reshape(shape)


def test_undoing_puts_each_gradient_where_it_came_from():
    rng = np.random.default_rng(0)
    for shape, other in PAIRS:
        whole = np.broadcast_shapes(shape, other)
        g = rng.integers(-9, 10, whole).astype(float)
        got = undo_broadcasting(g, shape)
        assert got.tolist() == folded(g, shape).tolist(), (shape, other)
        assert undo_broadcasting(Tensor(g), shape).data.tolist() == (
            got.tolist()
        )


@every_binary
def test_every_pair_of_shapes(row):
    rng = np.random.default_rng(0)
    for shapes in PAIRS:
        a, b = (numbers(rng, shape, row.positive) for shape in shapes)
        leaves = leaf(a), leaf(b)
        y = row.on_tensors(*leaves)
        whole = np.broadcast_shapes(*shapes)
        u = rng.normal(size=whole)
        close(y.data, row.on_arrays(a, b), 1e-14, shapes)
        y.backward(u)
        wide = np.broadcast_to(a, whole), np.broadcast_to(b, whole)
        for i, x in enumerate(leaves):
            moved = [w + STEP * 1j * (j == i) for j, w in enumerate(wide)]
            exact = u * row.on_arrays(*moved).imag / STEP
            close(x.grad, folded(exact, x.shape), 1e-13, shapes)


@every_binary
def test_pairs_of_shapes_once_more_for_slopes_of_slopes(row):
    rng = np.random.default_rng(0)
    h = 1e-5
    for shapes in FEW:
        arrays = [numbers(rng, shape, row.positive) for shape in shapes]
        whole = np.broadcast_shapes(*shapes)
        u, *ways = (rng.normal(size=s) for s in (whole, *shapes))
        found = walked_twice(row.on_tensors, arrays, u, ways)
        wide = [np.broadcast_to(a, whole) for a in arrays]
        along = [np.broadcast_to(v, whole) for v in ways]
        pushed = 0
        for i, shape in enumerate(shapes):

            def slopes(t, i=i):
                moved = [
                    w + t * v + STEP * 1j * (i == j)
                    for j, (w, v) in enumerate(zip(wide, along))
                ]
                return row.on_arrays(*moved).imag / STEP

            exact = slopes(0)
            pushed = pushed + exact * along[i]
            close(found.slopes[i], folded(u * exact, shape), 1e-13, shapes)
            change = u * (slopes(h) - slopes(-h)) / (2 * h)
            close(found.of_slopes[i], folded(change, shape), 1e-8, shapes)
        close(found.pushed, pushed, 1e-13, shapes)


@every_binary
def test_pairs_of_shapes_once_more_in_float32(row):
    rng = np.random.default_rng(0)
    for shapes in FEW:
        arrays = [
            numbers(rng, shape, row.positive).astype(np.float32)
            for shape in shapes
        ]
        u = rng.normal(size=np.broadcast_shapes(*shapes)).astype(np.float32)
        short = [leaf(a) for a in arrays]
        exact = [leaf(a, np.float64) for a in arrays]
        y = row.on_tensors(*short)
        y.backward(u)
        row.on_tensors(*exact).backward(u)
        assert y.dtype == np.float32, shapes
        for node, slopes in walk_back(y.node, u).items():
            assert slopes.dtype == np.float32, (shapes, node.operation)
        for one, other in zip(short, exact):
            assert one.grad.dtype == np.float32, shapes
            close(one.grad, other.grad, 1e-5, shapes)
