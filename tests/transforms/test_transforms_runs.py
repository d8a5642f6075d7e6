"""How often a function runs and is walked, and what stays behind."""

import gc

import numpy as np
import pytest
from backprop import transforms
from backprop.transforms import (
    checkpoint,
    grad,
    hessian,
    hvp,
    jacobian,
    jvp,
    linearize,
    value_and_grad,
    vjp,
)
from transforms_forms import FORMS, mixed, numbers


@pytest.fixture
def walks(monkeypatch):
    """A list with one item for each walk back."""
    found, walk = [], transforms.walk_back

    def counted(*arguments):
        found.append(arguments)
        return walk(*arguments)

    monkeypatch.setattr(transforms, "walk_back", counted)
    return found


@pytest.mark.parametrize(
    ("inputs", "outputs", "expected"),
    [
        ((20,), (3,), 3),
        ((20,), (), 1),
        ((5, 4), (2, 2), 4),
        ((4,), (4,), 4),
        ((4,), (5,), 1 + 4),  # one to make it linear, and 4 forward
        ((3,), (20,), 1 + 3),
        ((), (20,), 1 + 1),
        ((2, 1), (5, 5), 1 + 2),
    ],
)
def test_jacobian_takes_the_way_that_is_less(inputs, outputs, expected, walks):
    runs = []

    def f(x):
        runs.append(x)
        return (x.sum() + np.zeros(outputs)).sin()

    table = jacobian(f)(numbers(*inputs))
    assert table.shape == outputs + inputs
    assert (len(walks), len(runs)) == (expected, 1)


def test_a_gradient_is_one_run_and_one_walk(walks):
    runs = []

    def f(x):
        runs.append(x)
        return (x * x).sum()

    value_and_grad(f)(numbers(50))
    assert (len(walks), len(runs)) == (1, 1)
    grad(f)(numbers(50))
    assert (len(walks), len(runs)) == (2, 2)
    hvp(f, numbers(50), numbers(50))
    assert (len(walks), len(runs)) == (4, 3)
    hessian(f)(numbers(50))
    assert (len(walks), len(runs)) == (4 + 1 + 50, 4)
    _, pull = vjp(f, numbers(50))
    _, push = linearize(f, numbers(50))
    assert len(runs) == 6
    for _ in range(3):
        pull(1.0), push(numbers(50))
    assert len(runs) == 6


def test_a_chain_of_20_000_operations():
    def f(x):
        for _ in range(10_000):
            x = x * 0.9999 + 0.0001
        return x.sum()

    slope = 0.9999**10_000
    assert grad(f)(2.0) == pytest.approx(slope, rel=1e-11)
    assert jvp(f, 2.0, 3.0)[1] == pytest.approx(3 * slope, rel=1e-11)
    assert grad(grad(lambda x: f(x * x)))(1.0) == pytest.approx(
        2 * slope, rel=1e-11
    )


def test_nothing_stays_behind():
    """A run is freed as soon as it is over: nothing in it is a circle."""

    def f(x):
        part = checkpoint(lambda x, y: (x * y).tanh())
        return part(part(x, 2.0), x).sum()

    x = numbers(3)
    grad(f)(x)
    gc.collect()
    gc.disable()
    try:
        for g in (grad(f), hessian(f), jacobian(lambda x: x * f(x))):
            g(x)
        hvp(f, x, x), jvp(f, x, x), vjp(f, x)[1](1.0)
        value_and_grad(mixed)(FORMS["deep"])
        assert gc.collect() == 0
    finally:
        gc.enable()
