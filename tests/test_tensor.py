"""A tape of arrays: every rule, against every referee that there is."""

import gc
import math
import operator
import os
import re
import subprocess
import sys
import threading
import tracemalloc
import traceback
from itertools import product
from typing import NamedTuple

import backprop
import numpy as np
import pytest
from backprop.tensor import (
    FROM_NUMPY,
    RULES,
    Node,
    Tensor,
    concatenate,
    detect_nan,
    linear,
    maximum,
    no_grad,
    stack,
    undo_broadcasting,
    walk_back,
    where,
    youngest_first,
)
from hypothesis import given, settings
from hypothesis import strategies as st

NAN, INF = math.nan, math.inf


def leaf(numbers, dtype=None):
    return Tensor(numbers, requires_grad=True, dtype=dtype)


def numbers(rng, shape, positive=False):
    """Away from 0, where many functions have a kink, and without ties."""
    sizes = rng.uniform(0.2, 1.8, shape)
    return sizes if positive else sizes * rng.choice([-1, 1], shape)


def close(got, expected, tolerance, what=""):
    """Equal but for a part of the largest number, and of the same shape."""
    assert np.shape(got) == np.shape(expected), what
    scale = max(1, np.abs(expected).max(initial=0))
    np.testing.assert_allclose(
        got, expected, rtol=0, atol=tolerance * scale, err_msg=str(what)
    )


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


# --- each rule, against formulas that take complex numbers -------------------


def erf(x):
    """By its series, which holds for complex numbers too."""
    total = term = x
    for n in range(1, 60):
        term = -term * x * x / n
        total = total + term / (2 * n + 1)
    return total * 2 / math.sqrt(math.pi)


def larger(a, b):
    return np.where(a.real > b.real, a, b)


def largest(x, axis=None, keepdims=False):
    chosen = x.real == x.real.max(axis=axis, keepdims=True)
    return (x * chosen).sum(axis=axis, keepdims=keepdims)


def variance(x, axis=None, keepdims=False):
    apart = x - x.mean(axis=axis, keepdims=True)
    return (apart * apart).mean(axis=axis, keepdims=keepdims)


def normalized(x, axis=-1):
    return np.exp(x) / np.exp(x).sum(axis=axis, keepdims=True)


class Row(NamedTuple):
    """An operation, the plain formula of it, and shapes to try it on."""

    name: str
    on_tensors: object
    on_arrays: object
    shapes: tuple = ((2, 3),)
    positive: bool = False  # whether it needs numbers above 0

    def arrays(self, seed=0):
        rng = np.random.default_rng(seed)
        return [numbers(rng, shape, self.positive) for shape in self.shapes]

    def constant(self, arrays):
        """The operation with all inputs but one as they are."""
        for i in range(len(arrays)):
            yield (
                i,
                lambda x, i=i: self.on_tensors(
                    *(x if j == i else a for j, a in enumerate(arrays))
                ),
            )


def method(name, *arguments, **options):
    return lambda x: getattr(x, name)(*arguments, **options)


# fmt: off
UNARY = [
    Row("exp", Tensor.exp, np.exp),
    Row("log", Tensor.log, np.log, positive=True),
    Row("sqrt", Tensor.sqrt, np.sqrt, positive=True),
    Row("sin", Tensor.sin, np.sin),
    Row("cos", Tensor.cos, np.cos),
    Row("tanh", Tensor.tanh, np.tanh),
    Row("sigmoid", Tensor.sigmoid, lambda x: 1 / (1 + np.exp(-x))),
    Row("relu", Tensor.relu, lambda x: np.where(x.real > 0, x, 0)),
    Row("gelu", Tensor.gelu, lambda x: x * (1 + erf(x / 2**0.5)) / 2),
    Row("negative", lambda x: -x, lambda x: -x),
    Row("abs", abs, lambda x: np.where(x.real > 0, x, -x)),
    Row("** 3", lambda x: x**3, lambda x: x * x * x),
    Row("** 2", lambda x: x**2, lambda x: x * x),
    Row("** 1", lambda x: x**1, lambda x: x),
    Row("** 0", lambda x: x**0, lambda x: 0 * x + 1),
    Row("** -2", lambda x: x**-2, lambda x: 1 / (x * x)),
    Row("** 0.5", lambda x: x**0.5, np.sqrt, positive=True),
    Row("2 **", lambda x: 2**x, lambda x: np.exp(x * np.log(2))),
    Row("2 -", lambda x: 2 - x, lambda x: 2 - x),
    Row("2 /", lambda x: 2 / x, lambda x: 2 / x),
    Row("twice", lambda x: x * x + x, lambda x: x * x + x),
]
BINARY = [
    Row("+", operator.add, operator.add),
    Row("-", operator.sub, operator.sub),
    Row("*", operator.mul, operator.mul),
    Row("/", operator.truediv, operator.truediv),
    Row("**", operator.pow, lambda a, b: np.exp(b * np.log(a)), positive=True),
    Row("maximum", maximum, larger),
    Row("where",
        lambda a, b: where(np.arange(3)[:, None] % 2 == [[1]], a, b),
        lambda a, b: np.where(np.arange(3)[:, None] % 2 == [[1]], a, b)),
]
AXES = [None, 0, 2, -2, (0, 2), [-1, 0], (1,), (0, 1, 2), ()]
REDUCTIONS = [
    Row(f"{name} {axis} {kept}",
        method(name, axis, kept),
        lambda x, f=f, axis=axis, kept=kept: f(
            x, axis=tuple(axis) if isinstance(axis, list) else axis,
            keepdims=kept,
        ),
        ((2, 3, 2),))
    for name, f in {
        "sum": np.sum, "mean": np.mean, "var": variance, "max": largest,
        "min": lambda x, **options: -largest(-x, **options),
        "logsumexp": lambda x, **options: np.log(np.sum(np.exp(x), **options)),
    }.items()
    for axis, kept in product(AXES, [False, True])
] + [
    Row(f"{name} {axis}", method(name, axis), lambda x, f=f, axis=axis: f(
        normalized(x, axis)), ((2, 3, 2),))
    for name, f in {"softmax": lambda p: p, "log_softmax": np.log}.items()
    for axis in (0, 1, -1)
]
INDICES = [
    0, -1, slice(None, None, 2), slice(None, None, -1), slice(5, 1, -2),
    (0, 1), (1, ...), (..., 0), (..., None, 1), None, (), ..., True,
    (slice(None), slice(1, None)), (slice(None), 2, slice(None, 1)),
    [1, 0, 1], [[0, 1], [1, 1]], [], np.array(1), np.int8(-1),
    (slice(None), [0, 2, 0, 0]), ([0, 1, 0, 0], [2, 2, 2, 2]),
    ([0, 1], slice(None), [1, 1]), ([[0], [1]], [0, 2, 0]), ([1, 1], 2, 0),
    [True, False], (slice(None), [True, False, True]), (0, [True, True, False]),
    np.arange(12).reshape(2, 3, 2) % 5 == 1, (..., [-1, 0, 1]),
]
FORMS = [
    Row("reshape", method("reshape", 3, 4), method("reshape", 3, 4)),
    Row("reshape -1", method("reshape", (-1, 6)), method("reshape", 2, 6)),
    Row("reshape [12]", method("reshape", [12]), np.ravel),
    Row("T", lambda x: x.T, lambda x: x.T),
    Row("transpose", method("transpose", 1, 2, 0),
        method("transpose", 1, 2, 0)),
    Row("transpose (…)", method("transpose", (2, 0, 1)),
        method("transpose", 2, 0, 1)),
    Row("transpose [-…]", method("transpose", [-1, 0, -2]),
        method("transpose", 2, 0, 1)),
    Row("swapaxes", method("swapaxes", 0, 2), method("swapaxes", 0, 2)),
    Row("swapaxes -1", method("swapaxes", -1, 1), method("swapaxes", 1, 2)),
    Row("broadcast_to", method("broadcast_to", (2, 2, 3, 2)),
        lambda x: np.broadcast_to(x, (2, 2, 3, 2))),
    Row("for", lambda x: sum(a * k for k, a in enumerate(x)), lambda x: x[1]),
]
FORMS = [row._replace(shapes=((2, 3, 2),)) for row in FORMS] + [
    Row(f"index {number}", operator.itemgetter(index),
        operator.itemgetter(index), ((2, 3, 2),))
    for number, index in enumerate(INDICES)
] + [
    Row("broadcast_to from 1", method("broadcast_to", (3, 2, 4)),
        lambda x: np.broadcast_to(x, (3, 2, 4)), ((2, 1),)),
    Row("index of a number", lambda x: x[None, ...], lambda x: x[None], ((),)),
    Row("reshape of a number", method("reshape", 1, 1),
        lambda x: np.reshape(x, (1, 1)), ((),)),
    Row("reshape to a number", method("reshape", ()),
        lambda x: x[0, 0], ((1, 1),)),
    Row("T of a number", lambda x: x.T, lambda x: x, ((),)),
]
PRODUCTS = [
    Row(f"@ {a} {b}", operator.matmul, np.matmul, (a, b))
    for a, b in [
        ((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 2)), ((2, 3), (3, 4)),
        ((1, 3), (3, 1)), ((2, 2, 3), (3, 2)), ((2, 3), (2, 3, 2)),
        ((2, 1, 2, 3), (3, 3, 2)), ((1, 2, 3), (2, 3, 1)),
        ((2, 2, 3), (3,)), ((3,), (2, 3, 2)), ((1,), (1,)),
    ]
] + [
    Row(f"linear {x} {w} {b}", linear, lambda x, w, b: x @ w + b, (x, w, b))
    for x, w, b in [
        ((4, 3), (3, 2), (2,)), ((1, 3), (3, 1), (1,)), ((3,), (3, 2), (2,)),
        ((2, 2, 3), (3, 2), (2,)), ((2, 3), (3, 2), ()), ((2, 3), (3, 2), (1,)),
        ((2, 3), (3, 2), (2, 2)), ((2, 3), (3,), (2,)),
    ]
]
SEVERAL = [
    Row("cross_entropy", method("cross_entropy", [3, 0, 3, 1, 1]),
        lambda x: -np.log(normalized(x))[range(5), [3, 0, 3, 1, 1]].mean(),
        ((5, 4),)),
    Row("mean_squared_error", Tensor.mean_squared_error,
        lambda a, b: ((a - b) ** 2).mean(), ((3, 2), (3, 2))),
    Row("concatenate", lambda *x: concatenate(x),
        lambda *x: np.concatenate(x), ((2, 3), (1, 3), (3, 3))),
    Row("concatenate 1", lambda *x: concatenate(x, axis=1),
        lambda *x: np.concatenate(x, 1), ((2, 1, 2), (2, 3, 2))),
    Row("concatenate -1", lambda *x: concatenate(x, -1),
        lambda *x: np.concatenate(x, -1), ((2, 1), (2, 3), (2, 2))),
    Row("concatenate one", lambda x: concatenate([x]), lambda x: x),
    Row("concatenate twice", lambda x: concatenate([x, x]),
        lambda x: np.concatenate([x, x])),
] + [
    Row(f"stack {axis}", lambda *x, axis=axis: stack(x, axis),
        lambda *x, axis=axis: np.stack(x, axis), ((2, 3),) * 3)
    for axis in (0, 1, 2, -1, -3)
] + [
    Row("stack numbers", lambda *x: stack(x), lambda *x: np.stack(x), ((), ())),
    Row("maximum", maximum, larger, ((2, 1), (3,))),
    Row("minimum", lambda a, b: -maximum(-a, -b),
        lambda a, b: -larger(-a, -b), ((2, 3), (2, 3))),
    Row("where", lambda a, b: where([[True], [False], [True]], a, b),
        lambda a, b: np.where([[1], [0], [1]], a, b), ((2,), (3, 2))),
]
# fmt: on
ROWS = [
    *UNARY,
    *(row._replace(name=row.name + " ()", shapes=((),)) for row in UNARY),
    *(row._replace(shapes=((3, 3), (3, 3))) for row in BINARY),
    *PRODUCTS,
    *FORMS,
    *SEVERAL,
    *REDUCTIONS,
]
every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)

STEP = 1e-20  # of complex numbers: nothing is subtracted, so it can be tiny


def complex_slopes(f, arrays, u):
    """How fast the sum of u times f grows with each number, to 15 digits."""
    slopes = []
    for i, array in enumerate(arrays):
        slopes.append(np.empty(array.shape))
        for place in np.ndindex(array.shape):
            moved = [a.astype(complex) for a in map(np.asarray, arrays)]
            moved[i][place] += STEP * 1j
            slopes[i][place] = (u * f(*moved)).imag.sum() / STEP
    return slopes


def differences(f, arrays, u, h=6e-6):
    """The same, by nudging each number to both sides."""
    slopes = []
    for i, array in enumerate(arrays):
        slopes.append(np.empty(array.shape))
        for place in np.ndindex(array.shape):
            sides = []
            for step in (h, -h):
                moved = [np.array(a) for a in arrays]
                moved[i][place] += step
                sides.append((u * f(*moved).data).sum())
            slopes[i][place] = (sides[0] - sides[1]) / (2 * h)
    return slopes


class Both(NamedTuple):
    """What two walks back give: slopes J'u, and those of v'J'u."""

    value: np.ndarray
    slopes: list
    of_slopes: list  # along the inputs
    pushed: np.ndarray  # along u: that is Jv


def walked_twice(f, arrays, u, ways):
    leaves, weights = [leaf(a) for a in arrays], leaf(u)
    y = f(*leaves)
    found = walk_back(y.node, weights, with_tensors=True)
    slopes = [found.get(x.node, Tensor(np.zeros(x.shape))) for x in leaves]
    sum((g * v).sum() for g, v in zip(slopes, ways)).backward()
    return Both(
        y.data,
        [g.data for g in slopes],
        [np.zeros(x.shape) if x.grad is None else x.grad for x in leaves],
        weights.grad,
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
    for i, alone in row.constant(arrays):  # each one as the only leaf
        x = leaf(arrays[i])
        alone(x).backward(u)
        close(x.grad, expected[i], 1e-13)


@every_row
def test_slopes_of_slopes_and_forward_and_back_are_one_map(row):
    arrays = row.arrays()
    shape = row.on_tensors(*map(Tensor, arrays)).shape
    rng = np.random.default_rng(2)
    u, ways = rng.normal(size=shape), [rng.normal(size=a.shape) for a in arrays]
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


def test_a_rule_is_tested_for_each_operation():
    used = set()
    for row in ROWS:
        leaves = [leaf(a) for a in row.arrays()]
        y = row.on_tensors(*leaves)
        used |= {node.operation for node in youngest_first(y.node)}
        g = walk_back(y.node, leaf(np.ones(y.shape)), with_tensors=True)
        for slopes in g.values():
            used |= {node.operation for node in youngest_first(slopes.node)}
    # these two belong to transformations: tests/test_transforms.py
    assert used == set(RULES) - {"leaf", "checkpoint"}


# --- broadcasting ------------------------------------------------------------

SHAPES = [s for rank in range(4) for s in product((1, 2, 3), repeat=rank)]
FEW = [s for s in SHAPES if len(np.broadcast_shapes(s, (3, 2))) < 3] if 0 else [
    s for rank in range(4)
    for s in product(*[(1, n) for n in (2, 3, 2)[3 - rank:]])
]  # fmt: skip
