"""Slopes of slopes."""

import math

import numpy as np
import pytest
from backprop.tensor import Tensor, walk_back
from tensor_rows import (
    STEP,
    close,
    complex_slopes,
    every_row,
    leaf,
    walked_twice,
)


@every_row
def test_slopes_of_slopes_and_forward_and_back_are_one_map(row):
    arrays = row.arrays()
    shape = row.on_tensors(*map(Tensor, arrays)).shape
    rng = np.random.default_rng(2)
    u, ways = (
        rng.normal(size=shape),
        [rng.normal(size=a.shape) for a in arrays],
    )
    found = walked_twice(row.on_tensors, arrays, u, ways)
    for one, other in zip(
        found.slopes, complex_slopes(row.on_arrays, arrays, u), strict=True
    ):
        close(one, other, 1e-13)

    # Jv, and its adjoint
    moved = [a + STEP * 1j * v for a, v in zip(arrays, ways)]
    pushed = row.on_arrays(*moved).imag / STEP
    close(found.pushed, pushed, 1e-13)
    back = sum((g * v).sum() for g, v in zip(found.slopes, ways))
    close((u * found.pushed).sum(), back, 1e-13)

    # how the slopes change along v
    h = 1e-5
    right, left = (
        complex_slopes(
            row.on_arrays, [a + t * v for a, v in zip(arrays, ways)], u
        )
        for t in (h, -h)
    )
    for one, a, b in zip(found.of_slopes, right, left, strict=True):
        close(one, (a - b) / (2 * h), 1e-8)


@every_row
def test_slopes_of_slopes_of_slopes(row):
    arrays = row.arrays()
    shape = row.on_tensors(*map(Tensor, arrays)).shape
    rng = np.random.default_rng(4)
    u = rng.normal(size=shape)
    ways = [[rng.normal(size=a.shape) for a in arrays] for _ in range(3)]

    def along(t):
        """The slope of the slope of the slope, along the three ways."""
        leaves = [leaf(a + t * v) for a, v in zip(arrays, ways[2])]
        height, heights = (row.on_tensors(*leaves) * u).sum(), []
        for way in ways:
            found = {}
            if height.node:
                found = walk_back(height.node, Tensor(1.0), with_tensors=True)
            height = sum(
                (found[x.node] * v).sum() if x.node in found else Tensor(0.0)
                for x, v in zip(leaves, way)
            )
            heights.append(height.item())
        return heights

    h = 1e-5
    right, left = along(h), along(-h)
    close(along(0)[2], (right[1] - left[1]) / (2 * h), 1e-7)


@every_row
def test_float32_stays_float32(row):
    arrays = [a.astype(np.float32) for a in row.arrays()]
    rng = np.random.default_rng(3)
    u = rng.normal(
        size=row.on_tensors(*map(Tensor, arrays)).shape
    ).astype(np.float32)  # fmt: skip
    exact = [leaf(a, np.float64) for a in arrays]
    row.on_tensors(*exact).backward(u)
    leaves = [leaf(a) for a in arrays]
    y = row.on_tensors(*leaves)
    assert y.dtype == np.float32
    y.backward(u)
    found = walk_back(y.node, u)
    again = walk_back(y.node, Tensor(u), with_tensors=True)
    for x, right in zip(leaves, exact, strict=True):
        kinds = x.grad, found[x.node], again[x.node]
        assert {slopes.dtype for slopes in kinds} == {np.dtype(np.float32)}
        assert type(again[x.node]) is Tensor
        close(x.grad, right.grad, 1e-5)
        close(again[x.node].data, right.grad, 1e-5)


@pytest.mark.parametrize("exponent", [-1.0, 0.0, 1.0, 2.0])
def test_how_the_slope_of_a_power_changes_with_the_exponent(exponent):
    a, b = leaf([2.0, 3.0]), leaf(exponent)
    y = a**b
    g = walk_back(y.node, Tensor([1.0, 1.0]), with_tensors=True)[a.node]
    close(g.data, exponent * a.data ** (exponent - 1), 1e-15)
    g.sum().backward()
    n = exponent  # the slope of n a^(n - 1) along n
    along_n = a.data ** (n - 1) * (1 + n * np.log(a.data))
    close(b.grad, along_n.sum(), 1e-15)
    close(a.grad, n * (n - 1) * a.data ** (n - 2), 1e-15)


@pytest.mark.parametrize("order", [3, 4])
def test_slopes_of_slopes_of_slopes_by_heart(order):
    a = 0.7
    known = {
        Tensor.exp: lambda n: math.exp(a),
        Tensor.sin: lambda n: math.sin(a + n * math.pi / 2),
        Tensor.cos: lambda n: math.cos(a + n * math.pi / 2),
        Tensor.log: lambda n: -math.factorial(n - 1) / (-a) ** n,
        (lambda x: x**5): lambda n: math.perm(5, n) * a ** (5 - n),
        (lambda x: 1 / x): lambda n: math.factorial(n) / (-a) ** n / a,
        (lambda x: 2**x): lambda n: math.log(2) ** n * 2**a,
    }
    for f, right in known.items():
        x = leaf(a)
        y = f(x)
        for _ in range(order):
            y = walk_back(y.node, Tensor(1.0), with_tensors=True)[x.node]
        close(y.item(), right(order), 1e-13, f)
