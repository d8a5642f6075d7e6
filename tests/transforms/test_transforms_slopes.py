"""Every transformation against closed forms."""

import math
from itertools import product

import numpy as np
import pytest
from backprop.tensor import Tensor
from backprop.transforms import (
    grad,
    hessian,
    hvp,
    jacobian,
    jvp,
    linearize,
    value_and_grad,
    vjp,
)
from transforms_forms import (
    KINDS,
    SHAPES,
    TOLERANCE,
    A,
    close,
    numbers,
    random_like,
)

# the function, its argument, its gradient, and its Hessian
ONE_OUTPUT = {
    "cube": (
        lambda x: x**3,
        numbers(), lambda x: 3 * x**2, lambda x: 6 * x),
    "quotient": (
        lambda x: 1 / (1 + x),
        numbers(), lambda x: -1 / (1 + x) ** 2, lambda x: 2 / (1 + x) ** 3),
    "one number in brackets": (
        lambda x: (x * x).reshape(1, 1, 1),
        numbers(), lambda x: 2 * x, lambda x: 2 + 0 * x),
    "quadratic": (
        lambda x: x @ A @ x,
        numbers(3), lambda x: (A + A.T) @ x, lambda x: A + A.T),
    "product": (
        lambda x: x[0] * x[1] * x[2],
        numbers(3),
        lambda x: x[[1, 0, 0]] * x[[2, 2, 1]],
        lambda x: np.array([[0, x[2], x[1]], [x[2], 0, x[0]],
                            [x[1], x[0], 0]])),
    "logsumexp": (
        lambda x: x.logsumexp(),
        numbers(4),
        lambda x: np.exp(x) / np.exp(x).sum(),
        lambda x: (lambda p: np.diag(p) - np.outer(p, p))(
            np.exp(x) / np.exp(x).sum())),
    "rows": (
        lambda x: (x @ A).exp().sum(),
        numbers(2, 3),
        lambda x: np.exp(x @ A) @ A.T,
        lambda x: np.einsum("ij,kl,ml,il->ikjm", np.eye(2), A, A,
                            np.exp(x @ A)).transpose(0, 1, 2, 3)),
    "broadcast": (
        lambda x: (x * A).sin().sum(),
        numbers(2, 1, 3),
        lambda x: (A * np.cos(x * A)).sum(axis=1, keepdims=True),
        lambda x: np.einsum(
            "ij,km,lm,im->iklj", np.eye(2), np.eye(3), np.eye(3),
            -(A**2 * np.sin(x * A)).sum(axis=1)
        ).transpose(0, 1, 3, 2).reshape(2, 1, 3, 2, 1, 3)),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ONE_OUTPUT)
def test_slopes_of_one_output(name, kind):
    f, x, gradient, second = ONE_OUTPUT[name]
    x, tolerance = kind(x), TOLERANCE[kind]
    exact = np.asarray(x, float)
    v = random_like(exact)
    height = f(Tensor(exact)).data

    value, slopes = value_and_grad(f)(x)
    close(value, height, tolerance)
    close(slopes, gradient(exact), tolerance)
    assert value.dtype == slopes.dtype == kind
    assert np.array_equal(grad(f)(x), slopes)

    value, pull = vjp(f, x)
    close(value, height, tolerance)
    close(pull(2 * np.ones(height.shape)), 2 * gradient(exact), tolerance)
    assert pull(np.ones(height.shape)).dtype == kind

    for value, change in (
        jvp(f, x, v),
        (lambda y, push: (y, push(v)))(*linearize(f, x)),
    ):
        close(value, height, tolerance)
        rise = np.sum(gradient(exact) * v).reshape(height.shape)
        close(change, rise, tolerance)
        assert value.dtype == change.dtype == kind

    close(
        jacobian(f)(x),
        gradient(exact).reshape(height.shape + exact.shape),
        tolerance,
    )
    close(hessian(f)(x), second(exact), tolerance)
    along = np.tensordot(second(exact), v, axes=exact.ndim)
    close(hvp(f, x, v), along, tolerance)
    assert jacobian(f)(x).dtype == hessian(f)(x).dtype == kind
    assert hvp(f, x, v).dtype == kind


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("inputs", "outputs"), list(product(SHAPES, SHAPES)))
def test_slopes_of_many_outputs(inputs, outputs, kind):
    """Of every rank, in every rank: y = sin(x W)."""
    x, tolerance = kind(numbers(*inputs)), TOLERANCE[kind]
    w = numbers(math.prod(inputs), math.prod(outputs), seed=3)

    def f(x):
        return (x.reshape(1, -1) @ w).sin().reshape(outputs)

    exact = np.asarray(x, float).reshape(1, -1)
    table = (np.cos(exact @ w) * w).T.reshape(outputs + inputs)
    u, v = random_like(numbers(*outputs)), random_like(numbers(*inputs))

    found = jacobian(f)(x)
    close(found, table, tolerance)
    assert found.dtype == kind and found.flags.writeable

    y, pull = vjp(f, x)
    close(y, np.sin(exact @ w).reshape(outputs), tolerance)
    close(pull(u), np.tensordot(u, table, len(outputs)), tolerance)
    _, push = linearize(f, x)
    close(push(v), np.tensordot(table, v, len(inputs)), tolerance)
    assert np.array_equal(push(v), jvp(f, x, v)[1])
    assert pull(u).dtype == push(v).dtype == kind


def test_a_push_and_a_pull_can_be_used_again():
    y, pull = vjp(lambda x: x * x, [3.0][0])
    assert [pull(1.0), pull(10.0), pull(1.0)] == [6.0, 60.0, 6.0]
    y, push = linearize(lambda x: x * x * x, np.array([1.0, 2.0]))
    for v in np.eye(2):
        close(push(v), np.diag([3.0, 12.0]) @ v)


def test_float32_stays_float32_inside_a_transformation():
    def f(x):
        value, slopes = value_and_grad(lambda p: (p[0] ** 2).sum())([x, x])
        y, change = jvp(lambda x: x.sin(), x, np.ones(2))
        results = value, *slopes, y, change, jacobian(lambda x: x * 2)(x)
        assert [type(result) for result in results] == [Tensor] * 6
        assert {result.dtype for result in results} == {np.dtype(np.float32)}
        return (slopes[0] * change).sum()

    assert grad(f)(np.ones(2, np.float32)).dtype == np.float32
