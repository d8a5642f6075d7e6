"""Slopes of slopes, and whose slope it is."""

import math
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import numpy as np
import pytest
from backprop import transforms
from backprop.tensor import RULES, no_grad
from backprop.transforms import (
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
from transforms_forms import KINDS, A, close, leaf, numbers


def forward(f):
    return lambda x: jvp(f, x, 1.0)[1]


def pushed(f):
    return lambda x: linearize(f, x)[1](1.0)


def pulled(f):
    return lambda x: vjp(f, x)[1](1.0)


def pulled_in_parts(f):
    """The pull is linear: for u = 3 and -2 it adds up to u = 1."""

    def slope(x):
        _, pull = vjp(lambda x: f(x), x)
        return pull(3.0) + pull(-2.0)

    return slope


def in_checkpoint(f):
    """The slope is computed on the way, and again on the way back."""
    return lambda x: checkpoint(lambda x, c: grad(f)(x) * c)(x, 1.0)


SLOPES = grad, forward, pushed, pulled, pulled_in_parts, jacobian

POWERS = {
    "x**5": (lambda x: x**5, [lambda x: 5 * x**4, lambda x: 20 * x**3,
                             lambda x: 60 * x**2, lambda x: 120 * x]),
    "sin": (lambda x: x.sin(), [np.cos, lambda x: -np.sin(x),
                                lambda x: -np.cos(x), np.sin]),
    "exp": (lambda x: (2 * x).exp(),
            [lambda x, n=n: 2**n * np.exp(2 * x) for n in (1, 2, 3, 4)]),
    "1/x": (lambda x: 1 / x, [lambda x: -(x**-2), lambda x: 2 * x**-3,
                              lambda x: -6 * x**-4, lambda x: 24 * x**-5]),
}  # fmt: skip


@pytest.mark.parametrize("name", POWERS)
def test_four_slopes_deep_in_every_mixture(name):
    for ways in product((grad, forward), repeat=4):
        f, slopes = POWERS[name]
        for way, slope in zip(ways, slopes):
            f = way(f)
            close(f(0.75), slope(0.75))


@pytest.mark.parametrize("name", POWERS)
def test_slopes_of_slopes_through_checkpoints(name):
    f, slopes = POWERS[name]
    for slope in slopes[:3]:
        f = in_checkpoint(f)
        close(f(0.75), slope(0.75))
    close(forward(f)(0.75), slopes[3](0.75))
    close(grad(f)(0.75), slopes[3](0.75))


def test_third_slopes_of_many_numbers():
    x = numbers(3)
    third = jacobian(hessian(lambda x: x[0] * x[1] * x[2] + x[0] ** 3))(x)
    expected = np.zeros((3, 3, 3))
    for i, j, k in ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1),
                    (2, 1, 0)):  # fmt: skip
        expected[i, j, k] = 1
    expected[0, 0, 0] = 6
    close(third, expected)


# Each is a slope d of something with slopes e in it, by +, -, *, sin, cos and
# exp alone, so that Duals can take part; with what it is at x = 0.7.
CONFUSING = {
    "identity": (lambda d, e: d(lambda x: x), lambda x: 1),
    "constant": (lambda d, e: d(lambda x: 3.0), lambda x: 0),
    "fan-out": (lambda d, e: d(lambda x: x * x * x + x - x * 3.0),
                lambda x: 3 * x * x - 2),
    "diamond": (lambda d, e: d(lambda x: (lambda s: s * s + s.sin())(x * x)),
                lambda x: 4 * x**3 + 2 * x * np.cos(x * x)),
    "the classic": (lambda d, e: d(lambda x: x * e(lambda y: x + y)(1.0)),
                    lambda x: 1),
    "a slope of a slope": (lambda d, e: d(e(lambda x: x * x * x)),
                           lambda x: 6 * x),
    "slope of the identity": (lambda d, e: d(lambda x: e(lambda y: y)(x)),
                              lambda x: 0),
    "inner one at the outer variable": (
        lambda d, e: d(lambda x: e(lambda y: y * y)(x)), lambda x: 2),
    "closure at the outer variable": (
        lambda d, e: d(lambda x: e(lambda y: x * y)(x)), lambda x: 1),
    "closure at a constant": (
        lambda d, e: d(lambda x: x * e(lambda y: x * y)(2.0)),
        lambda x: 2 * x),
    "inner one gives the outer variable": (
        lambda d, e: d(lambda x: x + e(lambda y: x)(1.0)), lambda x: 1),
    "inner one gives the outer variable, as a factor": (
        lambda d, e: d(lambda x: x * e(lambda y: x)(1.0)), lambda x: 0),
    "inner one does not use its own": (
        lambda d, e: d(lambda x: x + e(lambda y: x * x)(x)), lambda x: 1),
    "inner one is constant": (
        lambda d, e: d(lambda x: x * e(lambda y: 5.0)(x)), lambda x: 0),
    "outer one is not used": (
        lambda d, e: d(lambda x: e(lambda y: y * y)(3.0)), lambda x: 0),
    "square of the inner variable": (
        lambda d, e: d(lambda x: e(lambda y: x * y * y)(3.0)), lambda x: 6),
    "inside a sine": (
        lambda d, e: d(lambda x: e(lambda y: (x * y).sin())(2.0)),
        lambda x: np.cos(2 * x) - 2 * x * np.sin(2 * x)),
    "three deep": (
        lambda d, e: d(lambda x: e(lambda y: d(lambda z: x * y * z)(y))(x)),
        lambda x: 1),
    "three deep, squared": (
        lambda d, e: d(lambda x: e(
            lambda y: d(lambda z: x * y * z * z)(y))(x)),
        lambda x: 8 * x),
    "three deep, all constants": (
        lambda d, e: d(lambda x: x * e(
            lambda y: y * d(lambda z: x * y + z)(1.0))(1.0)),
        lambda x: 1),
    "two beside each other": (
        lambda d, e: d(lambda x: e(lambda y: x * y)(1.0)
                       * e(lambda y: x * y * y)(1.0)),
        lambda x: 4 * x),
    "one name twice": (
        lambda d, e: d(lambda x: e(lambda x: x * x)(x * x)),
        lambda x: 4 * x),
    "closure at a function of the outer variable": (
        lambda d, e: d(lambda x: e(lambda y: x * y * y)(x * x)),
        lambda x: 6 * x * x),
    "the slope is squared": (
        lambda d, e: d(lambda x: (lambda s: s * s)(
            e(lambda y: x * y.sin())(0.0))),
        lambda x: 2 * x),
    "a slope made before": (
        lambda d, e: (lambda g: d(lambda x: e(lambda y: g(y) * y)(x)))(
            e(lambda z: z * z * z)),
        lambda x: 18 * x),
    "four times": (lambda d, e: d(e(d(e(
        lambda x: x * x * x * x * x)))), lambda x: 120 * x),
    "exp of the outer one": (
        lambda d, e: d(lambda x: e(lambda y: (x * x * y).exp())(1.0)),
        lambda x: (2 * x + 2 * x**3) * np.exp(x * x)),
}  # fmt: skip
PAIRS = [*product(SLOPES, SLOPES), (derivative, derivative)]


@pytest.mark.parametrize("name", CONFUSING)
def test_each_slope_is_its_own(name):
    make, expected = CONFUSING[name]
    for outer, inner in PAIRS:
        found = make(outer, inner)(0.7)
        assert isinstance(found, float | np.ndarray)  # and no Tensor
        close(found, float(expected(0.7)))


# weights that were computed from what they weigh; as functions of x = 1.5
WEIGHED = {
    "pull by its own output": (
        lambda x: (lambda y, pull: pull(y))(*vjp(lambda z: z * z, x)),
        lambda x: (2 * x**3, 6 * x**2, 12 * x)),
    "push by its own output": (
        lambda x: (lambda y, push: push(y))(*linearize(lambda z: z * z, x)),
        lambda x: (2 * x**3, 6 * x**2, 12 * x)),
    "pull of a pull": (
        lambda x: (lambda y, pull: pull(pull(3.0)))(
            *vjp(lambda z: z * z, x)),
        lambda x: (12 * x**2, 24 * x, 24)),
    "push of a push": (
        lambda x: (lambda y, push: push(push(3.0)))(
            *linearize(lambda z: z * z, x)),
        lambda x: (12 * x**2, 24 * x, 24)),
    "pull by the output of another run": (
        lambda x: (lambda y, pull: pull(vjp(lambda z: z.sin(), y)[0]))(
            *vjp(lambda z: z * z, x)),
        lambda x: (2 * x * np.sin(x * x),
                   2 * np.sin(x * x) + 4 * x * x * np.cos(x * x),
                   12 * x * np.cos(x * x) - 8 * x**3 * np.sin(x * x))),
    "pull by what is in the function": (
        lambda x: (lambda y, pull: pull([y[1], x]))(
            *vjp(lambda z: [z * z, x * z], x)),
        lambda x: (2 * x**3 + x * x, 6 * x**2 + 2 * x, 12 * x + 2)),
    "gradient along v that is the gradient": (
        lambda x: hvp(lambda z: z**4, x, grad(lambda z: z**4)(x)),
        lambda x: (48 * x**5, 240 * x**4, 960 * x**3)),
}  # fmt: skip


@pytest.mark.parametrize("name", WEIGHED)
def test_weights_are_constants_to_the_walk(name):
    f, expected = WEIGHED[name]
    one_more = [f, grad(f), grad(grad(f))]
    for got, right in zip(one_more, expected(1.5), strict=True):
        close(got(1.5), float(right))
    close(jvp(f, 1.5, 1.0)[1], float(expected(1.5)[1]))
    w = leaf(1.5)
    f(w).backward()
    close(w.grad, float(expected(1.5)[1]))


def test_weights_that_lead_to_a_leaf_of_backward():
    w = leaf(5.0)
    y, pull = vjp(lambda x: x * x * w, 3.0)
    z = pull(y)  # 2 x w by x ** 2 w
    assert z.item() == 2 * 3**3 * 5**2
    z.backward()
    assert w.grad == 4 * 3**3 * 5


def test_outputs_of_two_precisions():
    def f(x):
        return [x["a"] * 2, x["b"] * x["b"]]

    x = {"a": np.float32(3), "b": np.float64(1 / 3)}
    for first in (0, 1):
        _, pull = vjp(lambda x: [f(x)[first], f(x)[1 - first]], x)
        slopes = pull([1.0, 1.0])
        assert slopes["a"].dtype == np.float32 and slopes["a"] == 2
        assert slopes["b"].dtype == np.float64 and slopes["b"] == 2 / 3


@pytest.mark.parametrize("kind", KINDS)
def test_the_walk_has_the_precision_of_the_outputs(kind, monkeypatch):
    seen, (rule,) = set(), RULES["sin"]

    def look(g, *saved):
        seen.add(g.dtype)
        return rule(g, *saved)

    monkeypatch.setitem(RULES, "sin", (look,))
    grad(lambda x: (x * 2).sin().sum())(numbers(3).astype(kind))
    assert seen == {np.dtype(kind)}


MIXED = {
    "jvp along the outer variable": (
        lambda d: d(lambda x: jvp(lambda y: x * y * y, 3.0, x)[1]),
        lambda x: 12 * x),
    "push along the outer variable": (
        lambda d: d(lambda x: linearize(lambda y: y.sin(), 3.0)[1](x * x)),
        lambda x: 2 * x * np.cos(3)),
    "pull of the outer variable": (
        lambda d: d(lambda x: vjp(lambda y: x * y * y, 3.0)[1](x)),
        lambda x: 12 * x),
    "pull of the outer variable, at it": (
        lambda d: d(lambda x: vjp(lambda y: y * y, x)[1](x)),
        lambda x: 4 * x),
    "pull, made outside": (
        lambda d: (lambda pull: d(lambda u: pull(u * u)))(
            vjp(lambda y: y * y * y, 2.0)[1]),
        lambda u: 24 * u),
    "push, made outside": (
        lambda d: (lambda push: d(lambda v: push(v) * push(v)))(
            linearize(lambda y: y * y * y, 2.0)[1]),
        lambda v: 288 * v),
    "pull of a slope of the outer variable": (
        lambda d: (lambda pull: d(
            lambda u: pull(grad(lambda b: u * b * b)(1.0))))(
                vjp(lambda y: y * y, 3.0)[1]),
        lambda u: 12),
    "hvp at the outer variable": (
        lambda d: d(lambda x: hvp(lambda y: y**4, x, 2.0)),
        lambda x: 48 * x),
    "hvp along the outer variable": (
        lambda d: d(lambda x: hvp(lambda y: x * y**3, 2.0, x)),
        lambda x: 24 * x),
    "hvp in hvp": (
        lambda d: d(lambda x: hvp(lambda y: hvp(lambda z: z**5 * x, y, 1.0),
                                  x, 1.0)),
        lambda x: 240 * x),  # x · 120 y at y = x
    "hessian in it": (
        lambda d: d(lambda x: hessian(lambda y: y**3 * x)(x)),
        lambda x: 12 * x),
    "the value too": (
        lambda d: d(lambda x: math.prod(value_and_grad(lambda y: y * y * x)(
            x))),
        lambda x: 10 * x**4),
    "values of vjp, jvp and linearize": (
        lambda d: d(lambda x: vjp(lambda y: y * x, x)[0]
                    * jvp(lambda y: y * x, x, 1.0)[0]
                    * linearize(lambda y: y * x, x)[0]),
        lambda x: 6 * x**5),
    "a part that is not used": (
        lambda d: d(lambda x: grad(lambda p: p[0] ** 2)([x, x])[1].sin() + x),
        lambda x: 1),
    "no_grad around a slope": (
        lambda d: d(lambda x: no_grad()(grad(lambda y: y**3))(x) * x),
        lambda x: 3 * x**2),
    "no_grad around a value": (
        lambda d: d(lambda x: no_grad()(vjp)(lambda y: y**3, x)[0] * x),
        lambda x: x**3),
    "no_grad around a push": (
        lambda d: d(lambda x: no_grad()(jvp)(lambda y: y**3, x, 1.0)[1] * x),
        lambda x: 3 * x**2),
    "a checkpoint": (
        lambda d: d(lambda x: checkpoint(lambda y: y.sin() * y)(x) * x),
        lambda x: 2 * x * np.sin(x) + x * x * np.cos(x)),
    "a checkpoint around slopes": (
        lambda d: d(checkpoint(
            lambda x: grad(lambda y: x * y * y)(1.0) * x)),
        lambda x: 4 * x),
}  # fmt: skip


@pytest.mark.parametrize("name", MIXED)
def test_slopes_of_all_that_gives_slopes(name):
    make, expected = MIXED[name]
    for way, x in product(SLOPES, (0.7, -1.25)):
        found = make(way)(x)
        assert isinstance(found, np.floating | np.ndarray)
        close(found, float(expected(x)))


def test_gradient_of_a_norm_of_a_gradient():
    x = numbers(3)

    def steepness(x):
        slopes = grad(lambda x: x @ A @ x)(x)
        return slopes @ slopes

    both = A + A.T
    close(grad(steepness)(x), 2 * both @ both @ x)
    close(hessian(steepness)(x), 2 * both @ both)


def test_a_jacobian_along_its_own_u_and_v():
    """The pull is linear in u, so its Jacobian is the table, turned."""
    x = numbers(3)
    table = np.cos(A @ x)[:, None] * A
    _, pull = vjp(lambda x: (A @ x).sin(), x)
    _, push = linearize(lambda x: (A @ x).sin(), x)
    close(jacobian(pull)(np.ones(3)), table.T)
    close(jacobian(push)(np.ones(3)), table)
    for f in (pull, push):
        assert type(jacobian(f)(np.ones(3))) is np.ndarray
        assert type(grad(lambda u: f(u).sum())(np.ones(3))) is np.ndarray


def test_a_training_step_inside_can_be_differentiated():
    def after_steps(rate):
        w = 1.0
        for _ in range(3):  # of the error w², so w becomes w (1 - 2 rate)
            w = w - rate * grad(lambda w: w * w)(w)
        return w * w

    rate = 0.1
    close(grad(after_steps)(rate), -12 * (1 - 2 * rate) ** 5)
    close(forward(after_steps)(rate), -12 * (1 - 2 * rate) ** 5)
    close(grad(grad(after_steps))(rate), 120 * (1 - 2 * rate) ** 4)


def test_an_error_inside_leaves_nothing_behind():
    def stumbles(x):
        grad(lambda y: y * x)(1.0)
        raise KeyError("stumbled")

    for transform in (grad, jacobian, checkpoint):
        with pytest.raises(KeyError, match="stumbled"):
            transform(stumbles)(1.0)
    assert transforms._unfinished == set()
    assert type(grad(lambda x: x * x)(1.0)) is np.float64


def test_threads_do_not_meet():
    """One waits inside its run while the other begins and ends one."""
    inside, done, found = threading.Event(), threading.Event(), []

    def waits(x):
        inside.set()
        assert done.wait(10)
        return x * x

    thread = threading.Thread(target=lambda: found.append(grad(waits)(3.0)))
    thread.start()
    assert inside.wait(10)
    other = value_and_grad(lambda x: x * grad(lambda y: x * y)(1.0))(2.0)
    assert list(map(type, other)) == [np.float64, np.float64]
    assert other == (4.0, 4.0)
    done.set()
    thread.join()
    assert found == [6.0] and type(found[0]) is np.float64


def test_threads_inside_a_function():
    def f(x):
        with ThreadPoolExecutor(2) as pool:
            one = pool.submit(lambda: grad(lambda y: x * y * y)(1.0))
            two = pool.submit(lambda: jvp(lambda y: y**3, x, 1.0)[1])
            return one.result() * two.result()

    close(grad(f)(2.0), 18 * 2.0**2)  # of 2x · 3x²
