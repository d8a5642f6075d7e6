"""Leaves of the other style, which backward fills."""

import numpy as np
import pytest
from backprop.tensor import Tensor, no_grad
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
from transforms_forms import close, leaf, nudged

W = [2.0, 3.0]

# what gives one number that depends on w; and its gradient along w
WITHIN_REACH = {
    "closure": (lambda w: grad(lambda x: (x * x * w).sum())(
        np.ones(2)).sum(), [2, 2]),
    "closure, twice": (lambda w: grad(lambda x: (x * w * w).sum())(
        np.ones(2)).sum(), [4, 6]),
    "value": (lambda w: value_and_grad(lambda x: (x * w).sum())(
        np.ones(2))[0], [1, 1]),
    "value alone": (lambda w: value_and_grad(lambda x: w.sum())(1.0)[0],
                    [1, 1]),
    "value is the leaf": (lambda w: vjp(lambda x: w, 1.0)[0].sum(), [1, 1]),
    "argument": (lambda w: grad(lambda x: (x**3).sum())(w).sum(), [12, 18]),
    "a part of the argument": (lambda w: grad(
        lambda p: (p["a"] * p["b"]).sum())({"a": np.ones(2), "b": w})[
            "a"].sum(), [1, 1]),
    "computed argument": (lambda w: grad(lambda x: (x**3).sum())(
        w * 2).sum(), [48, 72]),
    "constant": (lambda w: grad(lambda x, w: (x * w).sum())(
        np.ones(2), w).sum(), [1, 1]),
    "u": (lambda w: vjp(lambda x: x * x, np.ones(2))[1](w).sum(), [2, 2]),
    "v": (lambda w: jvp(lambda x: x * x, np.ones(2), w)[1].sum(), [2, 2]),
    "push": (lambda w: linearize(lambda x: x * x, np.ones(2))[1](w).sum(),
             [2, 2]),
    "jvp": (lambda w: jvp(lambda x: x * x * w, np.ones(2), np.ones(2))[
        1].sum(), [2, 2]),
    "jacobian": (lambda w: jacobian(lambda x: x * w)(np.ones(2)).sum(),
                 [1, 1]),
    "tall jacobian": (lambda w: jacobian(lambda x: x * w)(1.0).sum(),
                      [1, 1]),
    "hessian": (lambda w: hessian(lambda x: (x * x * w).sum())(
        np.ones(2)).sum(), [2, 2]),
    "hvp": (lambda w: hvp(lambda x: (x * x * w).sum(), np.ones(2),
                          np.ones(2)).sum(), [2, 2]),
    "hvp along it": (lambda w: hvp(lambda x: (x**3).sum(), np.ones(2),
                                   w).sum(), [6, 6]),
    "two deep": (lambda w: grad(grad(lambda x: x * x * w.sum()))(1.0),
                 [2, 2]),
    "checkpoint": (lambda w: grad(lambda x: checkpoint(
        lambda x, w: (x * x * w).sum())(x, w))(np.ones(2)).sum(), [2, 2]),
}  # fmt: skip


@pytest.mark.parametrize("name", WITHIN_REACH)
def test_a_result_can_be_walked_back_to_a_leaf(name):
    make, expected = WITHIN_REACH[name]
    w = leaf(W)
    result = make(w)
    assert type(result) is Tensor and result.requires_grad
    result.backward()
    assert w.grad.tolist() == expected
    # what has no leaf in it is arrays
    plain = make(Tensor(W))
    assert not isinstance(plain, Tensor) or not plain.requires_grad
    close(plain, result)


@pytest.mark.parametrize("name", WITHIN_REACH)
def test_within_no_grad_the_slopes_are_the_same(name):
    make, _ = WITHIN_REACH[name]
    expected = make(Tensor(W))
    with no_grad():
        for w in (leaf(W), Tensor(W)):
            found = make(w)
            close(found, expected)
            assert not getattr(found, "requires_grad", False)
            assert w.grad is None
    with no_grad():
        assert type(grad(lambda x: x * x)(3.0)) is np.float64
        assert grad(grad(lambda x: x**3))(2.0) == 12


def test_walks_to_leaves_go_through_what_was_made_inside():
    """A penalty on a slope, as users of `backward` write it."""
    w = leaf([[0.5, -0.25]])

    def height(x):
        return (x @ w).tanh().sum()

    x = np.array([[0.75]])
    slopes = grad(height)(x)
    (slopes * slopes).sum().backward()
    expected = nudged(
        lambda w: (grad(lambda x: (x @ w).tanh().sum())(Tensor(x)) ** 2).sum(),
        w.data,
    )
    close(w.grad, expected[0], 1e-9)


def test_backward_inside_a_transformation():
    w = leaf(2.0)

    def f(x):
        (checkpoint(lambda w, x: w * w * x)(w, 3.0)).backward()
        return x * w.grad

    assert grad(f)(5.0) == 12
    assert type(w.grad) is np.float64 and w.grad == 12


def test_an_untracked_tensor_is_an_array():
    x = Tensor([1.0, 2.0])
    value, slopes = value_and_grad(lambda x: (x * x).sum())(x)
    assert type(value) is np.float64 and type(slopes) is np.ndarray
    assert type(vjp(lambda x: x * 2, x)[1](x)) is np.ndarray
    assert type(jvp(lambda x: x * 2, x, x)[1]) is np.ndarray
