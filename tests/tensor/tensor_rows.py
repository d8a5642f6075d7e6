"""All operations in a table, each with a plain formula to compare it with.

Most of the files beside this one go through `ROWS`: for each row what a Tensor
gives and what the formula gives on arrays, which may be complex, so that its
slopes are known to 15 digits.
"""

import math
import operator
from itertools import product
from typing import NamedTuple

import numpy as np
import pytest
from backprop.tensor import (
    Tensor,
    concatenate,
    linear,
    maximum,
    stack,
    walk_back,
    where,
)

NAN, INF = math.nan, math.inf


def leaf(numbers, dtype=None):
    return Tensor(numbers, requires_grad=True, dtype=dtype)


def numbers(rng, shape, positive=False):
    """Away from 0, where many functions have a kink, and without ties."""
    sizes = np.asarray(rng.uniform(0.5, 1.8, shape))
    return sizes if positive else sizes * rng.choice([-1, 1], shape)


def close(got, expected, tolerance, what=""):
    """Equal but for a part of the largest number, and of the same shape."""
    assert np.shape(got) == np.shape(expected), what
    scale = max(1, np.abs(expected).max(initial=0))
    np.testing.assert_allclose(
        got, expected, rtol=0, atol=tolerance * scale, err_msg=str(what)
    )


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


def mask(a, b):
    """True and false in the shape of both together."""
    shape = np.broadcast_shapes(a.shape, b.shape)
    return np.arange(math.prod(shape)).reshape(shape) % 3 == 1


def normalized(x, axis=-1):
    return np.exp(x) / np.exp(x).sum(axis=axis, keepdims=True)


class Row(NamedTuple):
    """An operation, the plain formula of it, and shapes to try it on."""

    name: str
    on_tensors: object
    on_arrays: object
    shapes: tuple = ((2, 3),)
    positive: bool = False  # whether it needs numbers above 0

    def arrays(self):
        rng = np.random.default_rng(0)
        return [numbers(rng, shape, self.positive) for shape in self.shapes]


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
    Row("where", lambda a, b: where(mask(a, b), a, b),
        lambda a, b: np.where(mask(a, b), a, b)),
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
    Row("transpose (...)", method("transpose", (2, 0, 1)),
        method("transpose", 2, 0, 1)),
    Row("transpose [-...]", method("transpose", [-1, 0, -2]),
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


ARITHMETIC = [
    operator.add, operator.sub, operator.mul, operator.truediv, operator.pow,
]  # fmt: skip


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
