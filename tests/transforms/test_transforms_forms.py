"""Inputs and outputs in forms: lists and dicts of numbers."""

from collections import OrderedDict

import numpy as np
import pytest
from backprop.derivatives import central_difference
from backprop.tensor import Tensor, no_grad
from backprop.transforms import (
    check_grads,
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
    FORMS,
    KINDS,
    TOLERANCE,
    Pair,
    close,
    dot,
    listed,
    mixed,
    nudged,
    numbers,
    put_back,
    random_like,
    same_form,
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", FORMS)
def test_forms(name, kind):
    x = put_back(FORMS[name], iter(map(kind, listed(FORMS[name]))))
    expected, v = nudged(mixed, x), random_like(x)
    value, slopes = value_and_grad(mixed)(x)
    for found in (slopes, grad(mixed)(x), vjp(mixed, x)[1](1.0)):
        same_form(x, found)
        for got, slope in zip(listed(found), expected):
            close(got, slope, max(1e-9, TOLERANCE[kind]))
            assert got.dtype == kind
    height = mixed(put_back(x, map(Tensor, listed(x)))).data
    close(value, height, TOLERANCE[kind])

    change = jvp(mixed, x, v)[1]
    close(change, dot(slopes, v), TOLERANCE[kind])
    assert linearize(mixed, x)[1](v) == change

    along = hvp(mixed, x, v)
    same_form(x, along)
    if kind is np.float64:

        def ahead(t):
            pairs = zip(listed(x), listed(v))
            return grad(mixed)(put_back(x, (a + t * b for a, b in pairs)))

        for i, got in enumerate(listed(along)):
            measured = np.zeros(got.shape)
            for index in np.ndindex(got.shape):
                measured[index] = central_difference(
                    lambda t: listed(ahead(t))[i][index].item(), 0.0
                )
            close(got, measured, 1e-9)


@pytest.mark.parametrize("name", FORMS)
def test_outputs_have_forms_too(name):
    """y = 3x, number by number, in the form of x."""
    x = FORMS[name]

    def f(form):
        return put_back(form, (3 * part for part in listed(form)))

    u, v = random_like(x), random_like(x, seed=2)
    y, pull = vjp(f, x)
    _, push = linearize(f, x)
    for found, expected in (
        (y, x), (pull(u), u), (push(v), v), (jvp(f, x, v)[1], v)
    ):  # fmt: skip
        same_form(x, found)
        for got, part in zip(listed(found), listed(expected)):
            close(got, 3 * np.asarray(part))


def test_other_keys_come_in_their_own_order():
    x = {"a": 1.0, "b": numbers(2)}
    y, pull = vjp(lambda x: OrderedDict(s=x["a"], t=x["b"] * 2), x)
    assert list(y) == ["s", "t"]
    u = {"t": np.array([3.0, 4.0]), "s": 5.0}  # another order, the same keys
    assert pull(u)["a"] == 5 and pull(u)["b"].tolist() == [6, 8]
    _, push = linearize(lambda x: x["a"] * x["b"].sum(), x)
    assert push({"b": numbers(2), "a": 0.0}) == numbers(2).sum()


def test_more_arguments_are_constants_and_come_as_they_are():
    seen = []

    def f(x, c, text, rest=1):
        seen.append((c, text, rest))
        return (x * c).sum() * rest

    c = np.array([3.0, 4.0])
    x = np.array([1.0, 2.0])
    assert grad(f)(x, c, "text").tolist() == [3, 4]
    value, slopes = value_and_grad(f)(x, c, None, 10)
    assert value == 110 and slopes.tolist() == [30, 40]
    assert seen[0][0] is c and seen[0][1:] == ("text", 1)
    assert seen[1][0] is c and seen[1][1:] == (None, 10)
    # and a constant of the inner one may be the variable of the outer one
    assert grad(lambda a: grad(lambda x, a: x**3 * a)(2.0, a))(5.0) == 12


# what does not depend on (a part of) the input
NO_SLOPE = {
    "a number": lambda x: 3.0,
    "a whole number": lambda x: 3,
    "true": lambda x: True,
    "an array": lambda x: np.array([3.0]),
    "a Tensor": lambda x: Tensor(3.0),
    "detached": lambda x: (x["a"] * x["b"].sum()).detach(),
    "numbers alone": lambda x: Tensor((x["a"] * x["b"].sum()).data),
    "in no_grad": no_grad()(lambda x: x["a"] * x["b"].sum()),
    "times 0": lambda x: (x["a"] * x["b"].sum() * 0).sum(),
}


@pytest.mark.parametrize("f", NO_SLOPE.values(), ids=NO_SLOPE)
def test_what_does_not_depend_on_the_input_has_slope_0(f):
    x = {"a": np.float32(2), "b": numbers(2, 2), "none": []}
    value, slopes = value_and_grad(f)(x)
    y, pull = vjp(f, x)
    for found in (slopes, grad(f)(x), pull(np.ones(y.shape)), hvp(f, x, x)):
        same_form(x, found)
        assert not found["a"] and not found["b"].any()
        assert found["a"].dtype == np.float32
        assert found["b"].flags.writeable
    same_form(y, jvp(f, x, x)[1])
    assert not jvp(f, x, x)[1] and value == y


def test_a_part_of_the_input_that_is_not_used_has_slope_0():
    x = [numbers(2), Pair(numbers(3), 1.0)]
    found = grad(lambda x: x[1].first.sum() * 2)(x)
    same_form(x, found)
    assert found[0].tolist() == [0, 0] and found[1].first.tolist() == [2] * 3
    assert found[1].second == 0
    y, pull = vjp(lambda x: (x[0], 1.0), x)
    assert pull((np.ones(2), 5.0))[0].tolist() == [1, 1]
    assert not pull((np.ones(2), 5.0))[1].first.any()
    table = jacobian(lambda x: x[:1])(numbers(3))
    assert table.tolist() == [[1, 0, 0]]
    assert hessian(lambda x: x[1] * 2)(numbers(3)).tolist() == [[0] * 3] * 3


@pytest.mark.parametrize(
    ("inputs", "outputs"),
    [((0,), ()), ((2, 0), (3,)), ((0,), (0,)), ((3,), (0,)), ((), (0, 2))],
)
def test_no_numbers_have_no_slopes(inputs, outputs):
    x = np.zeros(inputs, np.float32)

    def f(x):
        y = (x.sum() + np.zeros(outputs)).reshape(outputs)
        return y * 2

    table = jacobian(f)(x)
    assert table.shape == outputs + inputs and table.dtype == np.float32
    assert table.tolist() == np.zeros(table.shape).tolist()
    y, pull = vjp(f, x)
    assert pull(y).shape == inputs
    assert jvp(f, x, x)[1].shape == outputs
    assert check_grads(f, x, np.random.default_rng(0)) == 0
