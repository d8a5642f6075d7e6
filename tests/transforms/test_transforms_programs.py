"""Hostile input, and programs at random."""

import math

import numpy as np
import pytest
from backprop.tensor import Tensor, stack
from backprop.transforms import (
    Dual,
    check_grads,
    checkpoint,
    derivative,
    grad,
    hessian,
    hvp,
    jacobian,
    jvp,
    linearize,
    value_and_grad,
    vjp,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from transforms_forms import (
    DEEP,
    ENDLESS,
    RNG,
    SHAPES,
    Pair,
    close,
    dot,
    listed,
    numbers,
    random_like,
)

# --- hostile input -----------------------------------------------------------

ANYTHING = st.recursive(
    st.one_of(
        st.floats(width=32),
        st.sampled_from([
            0, 1, -3, True, None, "x", b"x", 1j, math.inf, 10**400, object(),
            np.float32(1), np.float64(2), np.int8(3), np.bool_(True),
            np.ones(2), np.ones((2, 1), np.float32), np.zeros((0, 2)),
            np.arange(3), np.array([None]), np.array("x"), np.array(1j),
            np.float16(0.5), np.longdouble(0.5), np.array(5.0), {1.0}, {2},
            range(2), "longer text", len, grad, Tensor, Tensor([1.0, 2.0]),
            Tensor(1.0), Dual(1.0, 1.0), np.datetime64("2020-01-01"),
            np.ma.masked_array([1.0, 2.0], [True, False]), ENDLESS, DEEP,
        ]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.builds(Pair, inner, inner),
        st.dictionaries(st.sampled_from(["a", "b", 1]), inner, max_size=2),
    ),
    max_leaves=5,
)  # fmt: skip
CALLS = {
    "grad": lambda f, x, other: grad(f)(x),
    "value_and_grad": lambda f, x, other: value_and_grad(f)(x, other),
    "vjp": lambda f, x, other: vjp(f, x)[1](other),
    "jvp": lambda f, x, other: jvp(f, x, other),
    "linearize": lambda f, x, other: linearize(f, x)[1](other),
    "jacobian": lambda f, x, other: jacobian(f)(x),
    "hessian": lambda f, x, other: hessian(f)(x),
    "hvp": lambda f, x, other: hvp(f, x, other),
    "checkpoint": lambda f, x, other: checkpoint(f)(x, other),
    "derivative": lambda f, x, other: derivative(f)(x),
    "rng": lambda f, x, other: check_grads(f, x, other),
    "order": lambda f, x, other: check_grads(f, x, RNG(0), other),
    "tolerance": lambda f, x, other: check_grads(f, x, RNG(0), 1, other),
    "function": lambda f, x, other: grad(other)(x),
}
FUNCTIONS = {
    "the same": lambda x, *rest: x,
    "one number of it": lambda x, *rest: sum(
        part.sum() for part in listed(x) if isinstance(part, Tensor)
    ),
    "numbers of it": lambda x, *rest: [
        part * 2 for part in listed(x) if isinstance(part, Tensor)
    ],
    "what else came": lambda x, *rest: rest,
    "a number": lambda x, *rest: 1.0,
}


@pytest.mark.parametrize("call", CALLS)
@given(f=st.sampled_from(list(FUNCTIONS.values())), x=ANYTHING, other=ANYTHING)
@settings(derandomize=True, max_examples=60, deadline=None, database=None)
def test_hostile_input_is_used_or_refused(call, f, x, other):
    with np.errstate(all="ignore"):
        try:
            CALLS[call](f, x, other)
        except (TypeError, ValueError, AssertionError) as error:
            assert len(str(error)) > 20  # words


@given(other=ANYTHING)
@settings(derandomize=True, max_examples=60, deadline=None, database=None)
def test_hostile_outputs_are_used_or_refused(other):
    for name, call in CALLS.items():
        with np.errstate(all="ignore"):
            try:
                call(lambda x, *rest: other, 1.5, 1.0)
            except (TypeError, ValueError, AssertionError) as error:
                assert len(str(error)) > 20, name


# --- programs at random ------------------------------------------------------

STEPS = [
    lambda x, y, c: x * c + y,
    lambda x, y, c: (x * y).sin(),
    lambda x, y, c: (x - y).tanh() * c,
    lambda x, y, c: (x * 0.5).exp() * 0.3,
    lambda x, y, c: x / (1 + y * y),
    lambda x, y, c: x.sum() * c - y,
    lambda x, y, c: checkpoint(lambda x, y: x * y - x.cos())(x, y),
    lambda x, y, c: x.sum(axis=-1, keepdims=True) * y if x.ndim else x + y,
    lambda x, y, c: x.sigmoid() * y.softmax() if x.ndim else x.sigmoid() * y,
    lambda x, y, c: stack([x, y]).mean(axis=0) * c,
]


@given(
    shape=st.sampled_from(SHAPES),
    steps=st.lists(
        st.tuples(st.integers(0, len(STEPS) - 1), st.integers(0, 20)),
        min_size=1,
        max_size=6,
    ),
    seed=st.integers(0, 1000),
)
@settings(derandomize=True, max_examples=60, deadline=None, database=None)
def test_random_programs(shape, steps, seed):
    def f(x):
        made = [x, x * 0.5]
        for number, which in steps:
            y = made[which % len(made)]
            made.append(STEPS[number](made[-1], y, 0.75))
        return made[-1]

    x = numbers(*shape, seed=seed)
    u, v = random_like(x, seed), random_like(x, seed + 1)
    _, pull = vjp(f, x)
    _, push = linearize(f, x)
    # forward and back are one map
    scale = max(1, np.abs(u).max() * np.abs(push(v)).max())
    assert abs(dot(u, push(v)) - dot(pull(u), v)) < 1e-11 * scale
    table = jacobian(f)(x)
    close(np.tensordot(table, v, x.ndim), push(v), 1e-11)
    close(np.tensordot(u, table, x.ndim), pull(u), 1e-11)
    if x.size <= 3:
        close(
            hvp(lambda x: f(x).sum(), x, v),
            np.tensordot(hessian(lambda x: f(x).sum())(x), v, x.ndim),
            1e-11,
        )
    check_grads(f, x, RNG(seed), 2)
