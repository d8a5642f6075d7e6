"""Each rule, against formulas that take complex numbers."""

import numpy as np
from backprop.tensor import RULES, Tensor, walk_back, youngest_first
from tensor_rows import (
    ROWS,
    close,
    complex_slopes,
    differences,
    every_row,
    leaf,
)


@every_row
def test_values_are_those_of_numpy(row):
    arrays = row.arrays()
    y = row.on_tensors(*map(Tensor, arrays))
    assert type(y) is Tensor and y.dtype == float and not y.requires_grad
    close(y.data, row.on_arrays(*arrays), 1e-14)


@every_row
def test_slopes_are_those_of_the_complex_step_and_of_nudging(row):
    arrays = row.arrays()
    leaves = [leaf(a) for a in arrays]
    y = row.on_tensors(*leaves)
    u = np.random.default_rng(1).normal(size=y.shape)
    y.backward(u)
    expected = complex_slopes(row.on_arrays, arrays, u)
    nudged = differences(lambda *a: row.on_tensors(*map(Tensor, a)), arrays, u)
    for x, exact, measured in zip(leaves, expected, nudged, strict=True):
        close(x.grad, exact, 1e-13)
        close(x.grad, measured, 1e-8)
    for i, exact in enumerate(expected):  # each one as the only leaf
        tensors = [
            Tensor(a, requires_grad=i == j) for j, a in enumerate(arrays)
        ]
        row.on_tensors(*tensors).backward(u)
        close(tensors[i].grad, exact, 1e-13)


def test_a_rule_is_tested_for_each_operation():
    used = set()
    for row in ROWS:
        leaves = [leaf(a) for a in row.arrays()]
        y = row.on_tensors(*leaves)
        used |= {node.operation for node in youngest_first(y.node)}
        g = walk_back(y.node, leaf(np.ones(y.shape)), with_tensors=True)
        for slopes in g.values():
            used |= {node.operation for node in youngest_first(slopes.node)}
    assert used == set(RULES)
