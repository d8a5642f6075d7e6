"""Checkpoints: memory for time."""

import math
import tracemalloc
import weakref

import numpy as np
import pytest
from backprop.tensor import Tensor, no_grad
from backprop.transforms import (
    check_grads,
    checkpoint,
    grad,
    hvp,
    jvp,
    value_and_grad,
    vjp,
)
from transforms_forms import RNG, close, leaf, numbers, random_like

CHECKPOINTED = {
    "one input": (
        lambda part: lambda p: part(lambda x: (x.sin() * x).exp())(
            p["a"]).sum()),
    "several inputs": (
        lambda part: lambda p: part(lambda a, b: (a @ b).tanh())(
            p["a"], p["b"]).sum() + p["b"].sum()),
    "a dict, and a list": (
        lambda part: lambda p: part(
            lambda p, rest: (p["a"] @ p["b"] * rest[0]).tanh() * rest[1])(
                p, [2.0, p["b"].sum()]).sum()),
    "one after the other": (
        lambda part: lambda p: part(lambda x: x.tanh())(
            part(lambda a, b: a @ b)(p["a"], p["b"])).sum()),
    "one in the other": (
        lambda part: lambda p: part(
            lambda a, b: part(lambda c: c.sin() * c)(a @ b).exp())(
                p["a"], p["b"]).sum()),
    "the same input twice": (
        lambda part: lambda p: part(lambda a, b: (a * b).exp())(
            p["a"], p["a"]).sum()),
    "an input that is not used": (
        lambda part: lambda p: part(lambda a, b: a.exp())(
            p["a"], p["b"]).sum()),
    "a constant": (
        lambda part: lambda p: part(lambda a, b: (a * b).exp())(
            p["a"], np.array([1.0, 2.0])).sum()),
    "a whole number": (
        lambda part: lambda p: part(lambda a, n: a * n + n)(
            p["a"], 3).sum()),
    "nothing but constants": (
        lambda part: lambda p: part(lambda n: n * 2)(3) * p["a"].sum()),
    "identity": (
        lambda part: lambda p: (part(lambda a: a)(p["a"]) ** 2).sum()),
    "a constant output": (
        lambda part: lambda p: part(lambda a: 3.0)(p["a"]) * p["b"].sum()),
    "it is used twice": (
        lambda part: lambda p: (lambda y: (y * y + y).sum())(
            part(lambda a: a.sin() * a)(p["a"]))),
}  # fmt: skip


@pytest.mark.parametrize("name", CHECKPOINTED)
def test_a_checkpoint_changes_nothing(name):
    make = CHECKPOINTED[name]
    with_it, without = make(checkpoint), make(lambda f: f)
    x = {"a": numbers(2, 2), "b": numbers(2, 2, seed=1)}
    v = random_like(x)
    value, slopes = value_and_grad(with_it)(x)
    expected, right = value_and_grad(without)(x)
    assert value == expected
    for key in x:
        close(slopes[key], right[key])
        close(hvp(with_it, x, v)[key], hvp(without, x, v)[key])
    close(jvp(with_it, x, v)[1], jvp(without, x, v)[1])
    assert check_grads(with_it, x, RNG(0), 3) < 1e-7

    leaves = {key: leaf(x[key]) for key in x}
    without(leaves).backward()
    again = {key: leaf(x[key]) for key in x}
    with_it(again).backward()
    for key in x:
        if leaves[key].grad is None:
            assert again[key].grad is None or not again[key].grad.any()
        else:
            close(again[key].grad, leaves[key].grad)


@pytest.mark.parametrize("inputs", (1, 2, 3))
def test_a_checkpoint_runs_once_more_for_each_walk(inputs):
    runs = []

    @checkpoint
    def part(*x):
        runs.append(x)
        return math.prod(x).sin()

    x = [numbers(3, seed=i) for i in range(inputs)]
    leaves = [leaf(part) for part in x]
    y = part(*leaves)
    assert len(runs) == 1
    for walks in (1, 2, 3):  # all inputs are served by one run
        y.sum().backward() if walks == 1 else y.backward(np.ones(3))
        assert len(runs) == 1 + walks
    runs.clear()
    part(*x)
    assert len(runs) == 1  # and no walk
    grad(lambda x: part(*x).sum())(x)
    assert len(runs) == 1 + 2
    runs.clear()
    _, pull = vjp(lambda x: part(*x), x)
    for _ in range(4):
        pull(np.ones(3))
    assert len(runs) == 1 + 4


def test_each_of_several_checkpoints_runs_once_more():
    runs = dict.fromkeys("abc", 0)

    def part(name):
        @checkpoint
        def run(x):
            runs[name] += 1
            return x.sin() * x

        return run

    a, b, c = map(part, runs)
    grad(lambda x: c(b(a(x)) + a(x)))(1.0)
    assert runs == {"a": 4, "b": 2, "c": 2}


class States:
    """How many of the states that a chain made are alive, at most."""

    def __init__(self):
        self.alive = self.most = 0

    def step(self, x):
        y = x.sin()
        weakref.finalize(y.data, self.gone)
        self.alive += 1
        self.most = max(self.most, self.alive)
        return y

    def gone(self):
        self.alive -= 1

    def chain(self, steps, piece, part):
        def several(x):
            for _ in range(piece):
                x = self.step(x)
            return x

        def run(x):
            for _ in range(steps // piece):
                x = part(several)(x)
            return x.sum()

        return run


@pytest.mark.parametrize("n", (16, 64, 100, 400))
def test_the_most_states_at_once(n):
    """All n without; with a checkpoint at each sqrt(n)th step, twice that."""
    root, x = math.isqrt(n), numbers(2)
    all_kept, few = States(), States()
    slopes = grad(all_kept.chain(n, root, lambda f: f))(x)
    assert np.array_equal(grad(few.chain(n, root, checkpoint))(x), slopes)
    assert all_kept.most == n
    assert few.most == 2 * root
    assert all_kept.alive == few.alive == 0
    # other pieces take more
    for piece in {2, root // 2, root * 2} & {2, 4, 5, 8, 10, 16, 20, 40}:
        if n % piece == 0:
            other = States()
            grad(other.chain(n, piece, checkpoint))(x)
            assert other.most == n // piece + piece


@pytest.mark.parametrize("n", (16, 64, 100))
def test_the_most_memory_at_once(n):
    """Of everything there is, in units of one state."""
    root, x = math.isqrt(n), np.linspace(0, 1, 20_000)

    def most(part):
        run = grad(States().chain(n, root, part))
        run(x)
        tracemalloc.start()
        try:
            run(x)
            return tracemalloc.get_traced_memory()[1] / x.nbytes
        finally:
            tracemalloc.stop()

    # more than the states are the inputs, and what is on its way back
    assert n < most(lambda f: f) < n + 6
    assert 2 * root < most(checkpoint) < 2 * root + 8


def refused_checkpoints():
    w, tracked = leaf(2.0), leaf(3.0) * 2
    return {
        "leaf": lambda: checkpoint(lambda x: x * w)(1.0),
        "computed": lambda: checkpoint(lambda x: x * tracked)(1.0),
        "in no_grad": lambda: no_grad()(checkpoint(lambda x: x * w))(1.0),
        "it gives the leaf": lambda: checkpoint(lambda x: w)(1.0),
        "it gives what was computed": lambda: checkpoint(lambda x: tracked)(
            1.0),
        "it gives an outer variable": lambda: grad(
            lambda x: checkpoint(lambda c: x)(1.0))(1.0),
        "outer variable": lambda: grad(
            lambda x: checkpoint(lambda y: y * x)(x))(1.0),
        "function of the outer variable": lambda: grad(
            lambda x: (lambda s: checkpoint(lambda y: y * s)(x))(x * x))(1.0),
        "outer variable, forward": lambda: jvp(
            lambda x: checkpoint(lambda y: y * x)(x), 1.0, 1.0),
        "in a slope": lambda: checkpoint(
            lambda x: grad(lambda y: y * y * w)(x))(1.0),
        "a checkpoint in another": lambda: grad(lambda x: checkpoint(
            lambda y: checkpoint(lambda z: z * y)(2.0))(x))(1.0),
        "a leaf of its own": lambda: checkpoint(lambda x: x * leaf(1.0))(1.0),
    }  # fmt: skip


@pytest.mark.parametrize("name", refused_checkpoints())
def test_a_checkpoint_that_would_lose_slopes_is_refused(name):
    with pytest.raises(ValueError) as caught:
        refused_checkpoints()[name]()
    assert str(caught.value) == (
        "a checkpoint must be given all Tensors that require a gradient as "
        "arguments, but this function uses another one"
    )


def test_a_checkpoint_may_use_what_is_not_tracked():
    c, array = Tensor([1.0, 2.0]), np.array([3.0, 4.0])

    def f(x):
        inner = checkpoint(
            lambda x: (
                x * c * array
                + grad(lambda y: (y**3).sum())(c)
                + x.detach()
                + grad(lambda y: (x * y * y).sum())(array)
            )
        )
        return inner(x).sum()

    close(grad(f)(numbers(2)), c.data * array + 2 * array)


def unlike_the_first_time():
    rng, w, seen = np.random.default_rng(0), np.ones(4), []

    def once_more(x):
        seen.append(x)
        return x[: 5 - len(seen)]

    return {
        "random": lambda x: x * (rng.random(4) > 0.5),
        "changed later": lambda x: x * w,
        "another shape": once_more,
        "nan": lambda x: x * (seen.append(x) or [1, math.nan][len(seen) - 1]),
    }, w


@pytest.mark.parametrize("name", unlike_the_first_time()[0])
def test_a_checkpoint_that_does_not_repeat_is_refused(name):
    functions, w = unlike_the_first_time()
    x = leaf(np.ones(4))
    y = checkpoint(functions[name])(x)
    w[0] = 2
    with pytest.raises(ValueError) as caught:
        y.backward(np.ones(y.shape))
    assert str(caught.value) == (
        "a checkpoint runs its function twice, but the second time this one "
        "gave other numbers: hand it as arguments what it draws at random, "
        "and what changes in between"
    )
    assert x.grad is None


def test_what_is_drawn_at_random_can_be_handed_to_a_checkpoint():
    rng = np.random.default_rng(0)
    mask = rng.random(4) > 0.5
    x = leaf(np.ones(4))
    y = checkpoint(lambda x, mask: x * mask)(x, mask)
    y.backward(np.ones(4))
    assert x.grad.tolist() == mask.tolist()


def test_a_nan_or_an_infinity_that_comes_twice_is_the_same():
    x = leaf([0.0, 1.0])
    with np.errstate(all="ignore"):
        y = checkpoint(lambda x: x.log() + x / 0)(x)
        y.backward([0.0, 1.0])
    assert np.isinf(x.grad[1])
