"""Transformations: each against closed forms, nudging, and the others."""

import copy
import gc
import math
import subprocess
import sys
import threading
import tracemalloc
import weakref
from collections import OrderedDict, namedtuple
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, product

import numpy as np
import pytest
from backprop import transforms
from backprop.derivatives import central_difference
from backprop.tensor import (
    RULES,
    Tensor,
    concatenate,
    detect_nan,
    linear,
    maximum,
    no_grad,
    stack,
    where,
    youngest_first,
)
from backprop.transforms import (
    RULES_OF_RUNS,
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

Pair = namedtuple("Pair", "first second")
KINDS = (np.float64, np.float32)
SHAPES = ((), (3,), (2, 3), (2, 1, 3))

# a hundred roundings, of the largest number
TOLERANCE = {kind: 100 * np.finfo(kind).eps for kind in KINDS}


def numbers(*shape, seed=0):
    return np.random.default_rng([seed, *shape]).uniform(0.5, 1.5, shape)[()]


def close(got, expected, tolerance=TOLERANCE[np.float64]):
    """Equal but for a part of the largest number, and of the same shape."""
    got, expected = (getattr(x, "array", x) for x in (got, expected))
    assert np.shape(got) == np.shape(expected)
    floor = max(1, np.abs(expected).max(initial=0))
    np.testing.assert_allclose(got, expected, rtol=0, atol=tolerance * floor)


def listed(form):
    """What stands in lists, tuples and dicts, in its order."""
    if isinstance(form, dict):
        form = list(form.values())
    if isinstance(form, list | tuple):
        return [x for part in form for x in listed(part)]
    return [form]


def put_back(form, rest):
    """The same form, with other things in it: `rest` is an iterator."""
    if isinstance(form, dict):
        return {key: put_back(part, rest) for key, part in form.items()}
    if isinstance(form, Pair):
        return Pair(*(put_back(part, rest) for part in form))
    if isinstance(form, list | tuple):
        return type(form)([put_back(part, rest) for part in form])
    return next(rest)


def same_form(form, other):
    if isinstance(form, dict):
        assert isinstance(other, dict) and list(form) == list(other)
        form, other = form.values(), list(other.values())
    elif isinstance(form, list | tuple):
        assert type(form) is type(other)
    else:
        assert isinstance(other, np.ndarray | np.floating)
        assert np.shape(form) == other.shape
        return
    assert len(form) == len(other)
    for part, another in zip(form, other):
        same_form(part, another)


def dot(form, other):
    pairs = zip(listed(form), listed(other), strict=True)
    return sum(np.sum(np.multiply(a, b)) for a, b in pairs)


def random_like(form, seed=1):
    rng = np.random.default_rng(seed)
    return put_back(
        form, (rng.standard_normal(np.shape(x)) for x in listed(form))
    )


def nudged(f, form):
    """The gradient of f by nudging each number: it knows no rule."""
    parts = [np.array(x, float) for x in listed(form)]
    slopes = [np.zeros(x.shape) for x in parts]
    for part, slope in zip(parts, slopes):
        for index in np.ndindex(part.shape):

            def along(value):
                before = part[index]
                part[index] = value
                y = f(put_back(form, (Tensor(x) for x in parts)))
                part[index] = before
                return y.item()

            slope[index] = central_difference(along, part[index].item())
    return slopes


# --- closed forms ------------------------------------------------------------

A = numbers(3, 3, seed=5)

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


# --- forms -------------------------------------------------------------------

FORMS = {
    "number": 0.7,
    "list of numbers": [0.5, 0.25, 1.5],
    "tuple": (numbers(2), numbers(2, 2), 0.5),
    "named tuple": Pair(numbers(2), second=numbers(3, 1)),
    "dict": {"weights": numbers(2, 2), "bias": numbers(2)},
    "dict with numbers as keys": {2: 0.5, 1: 0.75},
    "deep": {
        "layers": [Pair(numbers(2, 2), numbers(2)), Pair(numbers(1), 0.5)],
        "rest": ({"scale": 0.25}, [numbers(2, 1, 1)], ()),
        "none": [],
    },
}


def mixed(form):
    """One number, to which each number in the form contributes."""
    total = 1.0
    for i, x in enumerate(listed(form), 1):
        total = total * 0.7 + (x * (0.5 + i / 10)).sin().sum() * total
    return total


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


# --- what is given belongs to whom it is given -------------------------------

KEEPS = {  # rules that hand arrays on instead of making new ones
    "identity": lambda x: x,
    "sum": lambda x: x + 0.0,
    "shape": lambda x: x.T.T.reshape(2, 2),
    "part": lambda x: x[:2],
    "twice": lambda x: [x, (x,)],
    "constant": lambda x: Tensor(np.ones((2, 2))),
    "product": lambda x: x * x,
}


@pytest.mark.parametrize("f", KEEPS.values(), ids=KEEPS)
def test_results_are_new_arrays_that_can_be_written_to(f):
    x, v = numbers(2, 2), numbers(2, 2, seed=1)
    kept = x.copy(), v.copy()
    y, pull = vjp(f, x)
    _, push = linearize(f, x)
    u = random_like(y)
    kept_u = [part.copy() for part in listed(u)]
    results = listed([
        y, pull(u), pull(u), push(v), push(v), *jvp(f, x, v),
        *([jacobian(f)(x)] if not isinstance(y, list) else []),
    ])  # fmt: skip
    before = [result.copy() for result in results]
    for i, result in enumerate(results):
        assert type(result) is np.ndarray and result.flags.writeable
        for other in (x, v, *listed(u), *results[:i]):
            assert not np.shares_memory(result, other)
        result[...] = 7.0
    again = listed([
        vjp(f, x)[0], pull(u), pull(u), push(v), push(v), *jvp(f, x, v)
    ])  # fmt: skip
    for got, expected in zip(again, before):
        assert np.array_equal(got, expected)
    assert np.array_equal(x, kept[0]) and np.array_equal(v, kept[1])
    for part, old in zip(listed(u), kept_u):
        assert np.array_equal(part, old)


def test_later_changes_of_the_arguments_change_nothing():
    x = np.array([1.0, 2.0])
    y, pull = vjp(lambda x: x * x, x)
    _, push = linearize(lambda x: x * x, x)
    x[:] = 100
    assert pull(np.ones(2)).tolist() == push(np.ones(2)).tolist() == [2, 4]
    assert y.tolist() == [1, 4]


def test_one_gradient_for_two_inputs_is_two_arrays():
    x = [numbers(3), numbers(3)]
    first, second = grad(lambda x: (x[0] + x[1]).sum())(x)
    assert not np.shares_memory(first, second)
    first[:] = 5
    assert second.tolist() == [1, 1, 1]
    shared = numbers(3)
    first, second = grad(lambda x: (x[0] * x[1]).sum())([shared, shared])
    assert not np.shares_memory(first, second)


# each changes the lists and dicts that it was given; with its gradient
REARRANGES = {
    "another value": (lambda x: twice_the(x, "a"), {"a": 3.0}, {"a": 2.0}),
    "one less": (lambda x: x.pop("a") * x["b"], {"a": 3.0, "b": 5.0},
                 {"a": 5.0, "b": 3.0}),
    "one more": (lambda x: (x.append(x[0] * 2), x[-1] * x[1])[1], [3.0, 5.0],
                 [10.0, 6.0]),
    "another order": (lambda x: (x.reverse(), x[0] * x[0] * x[1])[1],
                      [3.0, 5.0], [25.0, 30.0]),
    "nothing": (lambda x: (x["a"][0] * 7, x["a"].clear())[0], {"a": [3.0]},
                {"a": [7.0]}),
}  # fmt: skip


def twice_the(x, key):
    x[key] *= 2
    return x[key]


@pytest.mark.parametrize("name", REARRANGES)
def test_a_function_may_change_the_lists_it_is_given(name):
    f, x, expected = REARRANGES[name]
    before = copy.deepcopy(x)
    assert grad(f)(x) == expected and x == before
    _, pull = vjp(f, x)
    assert pull(1.0) == pull(1.0) == expected
    assert check_grads(f, x, RNG(0)) < 1e-7

    def in_a_checkpoint(x):
        return checkpoint(f)(x)

    assert grad(in_a_checkpoint)(x) == expected


def test_a_list_of_results_may_be_changed():
    def f(x):
        y, pull = vjp(lambda x: [x * x, x * 3], x)
        y.reverse()
        return pull([1.0, 10.0])

    assert value_and_grad(f)(5.0) == (40, 2)


def test_the_lists_of_a_checkpoint_may_be_changed_later():
    a, b = leaf(2.0), leaf(3.0)
    given = {"a": a, "b": b}
    y = checkpoint(lambda p: p["a"] ** 2 * p["b"])(given)
    given["a"] = given.pop("a")  # now b comes first
    given["c"] = y
    y.backward()
    assert (a.grad, b.grad) == (12, 4)


def test_a_value_is_a_new_array():
    constant = np.array([3.0])
    value, _ = value_and_grad(lambda x: constant)(1.0)
    assert value.flags.writeable and not np.shares_memory(value, constant)
    value, _ = value_and_grad(lambda x: x)(constant)
    assert value.flags.writeable and not np.shares_memory(value, constant)


def test_inside_the_function_the_numbers_are_locked():
    def f(x):
        with pytest.raises(ValueError, match="read-only"):
            x.data[0] = 1
        return x.sum()

    grad(f)(np.ones(2))


def test_a_function_keeps_its_name():
    def hill(x):
        """How high it is."""
        return x * x

    makers = grad, value_and_grad, jacobian, hessian, derivative, checkpoint
    for make in makers:
        assert make(hill).__name__ == "hill"
        assert make(hill).__doc__ == "How high it is."


# --- how often ---------------------------------------------------------------


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


# --- slopes of slopes, and whose slope it is ---------------------------------


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


# --- leaves of the other style -----------------------------------------------


def leaf(data):
    return Tensor(data, requires_grad=True)


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


# --- the check ---------------------------------------------------------------

RNG = np.random.default_rng

# what a function uses each rule for; x is above 0, and has no ties
USES = {
    "+": lambda x: (x * x) + (x * 2),
    "-": lambda x: (x * x) - (x * 3),
    "*": lambda x: x * x * x,
    "/": lambda x: x / (x * x + 1),
    "**": lambda x: (x**3) + ((x + 1) ** x),
    "@": lambda x: x.reshape(2, 2) @ (x * x).reshape(2, 2),
    "linear": lambda x: linear(x.reshape(2, 2), (x * x).reshape(2, 2), x[:2]),
    "negative": lambda x: -(x * x),
    "abs": lambda x: abs(1 - x * x),
    "exp": lambda x: x.exp(),
    "log": lambda x: x.log(),
    "sqrt": lambda x: x.sqrt(),
    "sin": lambda x: x.sin(),
    "cos": lambda x: x.cos(),
    "tanh": lambda x: x.tanh(),
    "sigmoid": lambda x: x.sigmoid(),
    "relu": lambda x: (x * x - 1).relu(),
    "chance_below": lambda x: x.gelu(),
    "maximum": lambda x: maximum(x * x, x),
    "where": lambda x: where(x.data > 1, x * x, x * x * x),
    "concatenate": lambda x: concatenate([x * x, x]),
    "cross_entropy": lambda x: x.reshape(2, 2).cross_entropy([0, 1]),
    "sum": lambda x: (x * x).reshape(2, 2).sum(axis=0),
    "max": lambda x: (x * x).reshape(2, 2).max(axis=0) * x.min(),
    "logsumexp": lambda x: x.reshape(2, 2).logsumexp(axis=1),
    "softmax": lambda x: x.reshape(2, 2).softmax(),
    "log_softmax": lambda x: x.reshape(2, 2).log_softmax(),
    "reshape": lambda x: (x * x).reshape(2, 2),
    "transpose": lambda x: (x * x).reshape(2, 2).T @ x[:2],
    "broadcast_to": lambda x: (x * x).broadcast_to((3, 4)),
    "index": lambda x: (x * x)[[0, 0, 3]],
    "checkpoint": lambda x: checkpoint(lambda x, y: x * y * y)(x, x),
}
# and those that come into play in the second order
USES_TWICE = {
    "leaf": lambda x: grad(lambda y: (y * y * x).sum())(x),
    "put": lambda x: (x * x)[[0, 0, 3]] * x[1],
}
X = np.array([0.55, 1.35, 0.8, 1.7])


@pytest.mark.parametrize("name", [*USES, *USES_TWICE])
def test_right_rules_pass(name):
    f = (USES | USES_TWICE)[name]
    for order in (1, 2, 3):
        assert check_grads(f, X, RNG(0), order) < 1e-7


def number_of_rules(name, f):
    """As many as the nodes of this operation have inputs."""
    nodes = youngest_first(f(leaf(X)).node)
    return max(len(x.inputs) for x in nodes if x.operation == name)


def table_of(name):
    return RULES_OF_RUNS if name in RULES_OF_RUNS else RULES


def with_rule(name, i, change):
    """The rules of an operation, one of them changed."""
    rules = list(islice(iter(table_of(name)[name]), 4))
    rules[i] = change(rules[i])
    return tuple(rules)


WRONG = (
    lambda rule: lambda *saved: rule(*saved) * 1.001,
    lambda rule: lambda *saved: -rule(*saved),
    lambda rule: lambda *saved: rule(*saved) * 0,
)


@pytest.mark.parametrize("name", USES)
def test_each_wrong_rule_is_noticed(name, monkeypatch):
    inputs = range(number_of_rules(name, USES[name]))
    for i, mistake in product(inputs, WRONG):
        with monkeypatch.context() as patch:
            rules = with_rule(name, i, mistake)
            if name == "checkpoint":  # which has new ones for each walk
                rules = Anew(name, i, mistake)
            patch.setitem(table_of(name), name, rules)
            with pytest.raises(AssertionError) as caught:
                check_grads(USES[name], X, RNG(0), 1)
            lines = str(caught.value).splitlines()
            assert lines[0] == "slopes in a random direction differ:"
            assert [line.split()[0] for line in lines[1:]] == [
                "measured", "forward", "reverse"
            ]  # fmt: skip
            measured, *others = (float(x.split()[1]) for x in lines[1:])
            assert not np.allclose(others, measured, rtol=1e-6, atol=0)
        assert check_grads(USES[name], X, RNG(0), 1) < 1e-8


class Anew:
    """Rules that are made for each walk, one of them changed."""

    def __init__(self, name, i, change):
        self.rules, self.i, self.change = RULES_OF_RUNS[name], i, change

    def __iter__(self):
        for j, rule in enumerate(self.rules):
            yield self.change(rule) if j == self.i else rule


def test_every_rule_is_tried():
    assert {*USES, *USES_TWICE, "outputs"} == {*RULES, *RULES_OF_RUNS}


def test_the_table_is_the_same_whoever_is_imported():
    code = (
        "from backprop.tensor import RULES; before = dict(RULES); "
        "import backprop.transforms; assert RULES == before"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("i", (0, 1))
@pytest.mark.parametrize("mistake", WRONG)
def test_a_wrong_start_of_the_walk_is_noticed(i, mistake, monkeypatch):
    rules = Anew("outputs", i, mistake)
    monkeypatch.setitem(RULES_OF_RUNS, "outputs", rules)
    with pytest.raises(AssertionError, match="slopes in a random direction"):
        check_grads(lambda x: [x.sin(), x.exp()], X, RNG(0), 1)


@pytest.mark.parametrize("name", USES_TWICE)
def test_wrong_rules_of_the_second_order_are_noticed(name, monkeypatch):
    rules = with_rule(name, 0, WRONG[0])
    monkeypatch.setitem(table_of(name), name, rules)
    with pytest.raises(AssertionError, match="slopes in a random direction"):
        check_grads(USES_TWICE[name], X, RNG(0))


def forgetful(rule):
    """Right at first; but what it saved is a constant to the next order."""
    return lambda g, *saved: rule(
        g, *(x.detach() if isinstance(x, Tensor) else x for x in saved)
    )


FORGETFUL = [
    (name, i)
    for name, inputs in {
        "*": 2, "/": 2, "**": 2, "@": 2, "linear": 2, "exp": 1, "log": 1,
        "sqrt": 1, "sin": 1, "cos": 1, "tanh": 1, "sigmoid": 1,
        "chance_below": 1, "cross_entropy": 1, "logsumexp": 1, "softmax": 1,
        "log_softmax": 1,
    }.items()
    for i in range(inputs)
]  # fmt: skip


@pytest.mark.parametrize(("name", "i"), FORGETFUL)
def test_a_rule_that_is_right_once_and_wrong_twice(name, i, monkeypatch):
    monkeypatch.setitem(RULES, name, with_rule(name, i, forgetful))
    assert check_grads(USES[name], X, RNG(0), 1) < 1e-8
    with pytest.raises(AssertionError) as caught:
        check_grads(USES[name], X, RNG(0))
    assert str(caught.value).startswith(
        "of the slopes, the slopes in a random direction differ:\n"
        "    measured  "
    )


def test_a_rule_that_is_right_twice_and_wrong_thrice(monkeypatch):
    monkeypatch.setitem(RULES, "cos", with_rule("cos", 0, forgetful))
    assert check_grads(USES["sin"], X, RNG(0), 2) < 1e-8
    with pytest.raises(AssertionError, match="of the slopes, the of the slo"):
        check_grads(USES["sin"], X, RNG(0), 3)


@pytest.mark.parametrize("name", FORMS)
def test_check_grads_of_forms(name):
    assert 0 < check_grads(mixed, FORMS[name], RNG(1), order=3) < 1e-8
    with pytest.raises(AssertionError):  # a tolerance that nothing passes
        check_grads(mixed, FORMS[name], RNG(1), tolerance=1e-15)


def test_check_grads_of_float32_is_made_in_float64():
    x = {"a": X.astype(np.float32), "b": Tensor(X[:2])}
    f = lambda x: x["a"].exp().sum() * x["b"]  # noqa: E731
    assert check_grads(f, x, RNG(0), 3) < 1e-8


def test_check_grads_tells_of_forward_alone(monkeypatch):
    """The way forward is made of the way back: break what is its own."""
    push = transforms.push_of
    monkeypatch.setattr(
        transforms, "push_of", lambda run: lambda v: push(run)(v) * 2
    )
    with pytest.raises(AssertionError, match="differ") as caught:
        check_grads(lambda x: x.sin(), X, RNG(0))
    measured, forward, reverse = (
        float(line.split()[1]) for line in str(caught.value).splitlines()[1:]
    )
    assert forward == pytest.approx(2 * reverse)
    assert measured == pytest.approx(reverse)


def test_check_grads_refuses_nan(monkeypatch):
    with np.errstate(all="ignore"):
        with pytest.raises(AssertionError, match="reverse   nan"):
            check_grads(lambda x: (x * x).sqrt(), np.array([0.0, 1]), RNG(0))
        with pytest.raises(ValueError, match="a slope needs finite numbers"):
            check_grads(lambda x: x.log(), np.array([0.0, 1]), RNG(0))
    for wrong in ("forward", "reverse"):  # and if only one of them is nan

        def rule(g, y, a):
            by_tensors = type(g) is Tensor  # as the first half of forward
            right = (wrong == "forward") != by_tensors
            return g * np.cos(a) * (1.0 if right else math.nan)

        monkeypatch.setitem(RULES, "sin", (rule,))
        with pytest.raises(AssertionError, match=f"{wrong} +nan") as caught:
            check_grads(lambda x: x.sin(), X, RNG(0), 1)
        assert str(caught.value).count("nan") == 1


def test_check_grads_gives_the_largest_difference_of_all_orders():
    found = [check_grads(lambda x: (3 * x).sin(), X, RNG(0), order)
             for order in (1, 2, 3)]  # fmt: skip
    assert 0 < found[0] <= found[1] <= found[2] < 1e-8


def test_a_slope_of_0_passes():
    # far away from 0 with the value, so that nudging is inexact
    assert check_grads(lambda x: 1e6 + 0 * x, X, RNG(0)) == 0
    circle = check_grads(
        lambda x: 1e6 + x.sin() ** 2 + x.cos() ** 2, X, RNG(0), 1
    )
    assert 0 < circle < 1e-7


# --- memory for time ---------------------------------------------------------


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


# --- two numbers at a time ---------------------------------------------------

DUALS = {
    "+": (lambda x: x + x + 1 + x + 2.5, lambda x: 3),
    "1 +": (lambda x: 1 + x, lambda x: 1),
    "-": (lambda x: x * x - x - 3, lambda x: 2 * x - 1),
    "1 -": (lambda x: 1 - x * x, lambda x: -2 * x),
    "x - x": (lambda x: x - x, lambda x: 0),
    "negative": (lambda x: -(x * x), lambda x: -2 * x),
    "*": (lambda x: 3 * x * x * 2, lambda x: 12 * x),
    "exp": (lambda x: (2 * x).exp(), lambda x: 2 * np.exp(2 * x)),
    "sin": (lambda x: (x * x).sin(), lambda x: 2 * x * np.cos(x * x)),
    "cos": (lambda x: (x * x).cos(), lambda x: -2 * x * np.sin(x * x)),
    "whole and true": (lambda x: x * True + 7 * x, lambda x: 8),
    "NumPy's numbers": (
        lambda x: np.float64(2) * x + x * np.float64(3) - np.int64(4) * x,
        lambda x: 1),
    "NumPy's functions": (lambda x: np.sin(x) * np.exp(x),
                          lambda x: np.exp(x) * (np.sin(x) + np.cos(x))),
    "identity": (lambda x: x, lambda x: 1),
    "number": (lambda x: 5.0, lambda x: 0),
    "whole number": (lambda x: 5, lambda x: 0),
}  # fmt: skip


@pytest.mark.parametrize("name", DUALS)
def test_duals(name):
    f, slope = DUALS[name]
    for x in (0.5, -1.25, 2, np.float64(0.75)):
        assert derivative(f)(x) == pytest.approx(slope(x), rel=1e-14)

        def direct(t):
            y = f(Dual(t, 0.0))
            return y.value if isinstance(y, Dual) else y

        measured = central_difference(direct, float(x))
        close(derivative(f)(x), measured, 1e-9)


def test_duals_and_tensors_agree():
    for name in ("+", "1 -", "*", "exp", "sin", "cos"):
        f, _ = DUALS[name]
        for times in (1, 2, 3):
            one, other = f, f
            for _ in range(times):
                one, other = derivative(one), grad(other)
            close(one(0.7), other(0.7))


BENT = {
    "if": (lambda x: x * 2.0 if x > 1 else x * x, (2.0, 1.5)),
    "on the other side": (lambda x: x * 2.0 if 1 > x else x * x, (4.0, 2.0)),
    "equal": (lambda x: x * 2.0 if x == 2.0 else x * 5.0, (2.0, 5.0)),
    "not equal": (lambda x: x * 2.0 if x != 2.0 else x * 5.0, (5.0, 2.0)),
    "at most": (lambda x: x * 2.0 if x <= 0.75 else x * 5.0, (5.0, 2.0)),
    "at least": (lambda x: x * 2.0 if x >= 2 else x * 5.0, (2.0, 5.0)),
    "between two": (lambda x: x * 2.0 if x * x > x else x * 5.0, (2.0, 5.0)),
    "max": (lambda x: max(x * x, 1.0), (4.0, 0.0)),
    "min": (lambda x: min(1.0, x * x), (0.0, 1.5)),
}


@pytest.mark.parametrize("name", BENT)
def test_comparisons_of_duals_look_at_the_values(name):
    f, expected = BENT[name]
    for x, slope in zip((2.0, 0.75), expected):
        assert derivative(f)(x) == slope
        assert derivative(lambda x: x * derivative(f)(x))(x) == (
            pytest.approx(slope + x * derivative(derivative(f))(x))
        )
    nan = Dual(math.nan, 1.0)
    assert not any((nan < 1, nan > 1, nan <= 1, nan >= 1, nan == nan))
    assert nan != nan


def test_duals_of_two_derivatives_compare():
    f = lambda x: derivative(lambda y: x * y if x < y else y)(3.0)  # noqa: E731
    assert derivative(f)(2.0) == 1 and derivative(f)(4.0) == 0


def test_what_a_dual_shows():
    x = Dual(2.0, 1.0)
    assert repr(x * x) == "Dual(4.0, 4.0)"
    assert (x.value, x.slope, x.tag) == (2.0, 1.0, 0)


def test_an_older_dual_is_a_constant_to_a_newer_one():
    old, new = Dual(3.0, 1.0, 1), Dual(5.0, 1.0, 2)
    for y in (old * new, new * old):
        assert (y.tag, y.value.tag, y.value.value, y.value.slope) == (
            2, 1, 15.0, 5.0
        )  # fmt: skip
        assert y.slope.value == 3.0 and y.slope.slope == 1.0
    for y in (old + new, new + old):
        assert (y.tag, y.slope, y.value.slope) == (2, 1.0, 1.0)
    y = old - new
    assert (y.tag, y.slope, y.value.slope) == (2, -1.0, 1.0)


# --- what is refused ---------------------------------------------------------

x2 = np.array([1.0, 2.0])
square = lambda x: x * x  # noqa: E731
total = lambda x: (x * x).sum()  # noqa: E731
ENDLESS = [1.0]
ENDLESS.append(ENDLESS)
DEEP = 1.0
for _ in range(60):
    DEEP = [DEEP]
WHOLE = (
    "only floating-point numbers can have a gradient, because steps downhill "
    "are fractions, but these are whole numbers: write 1.0 instead of 1, or "
    "use x.astype(float)"
)
REFUSED = [
    # no function
    *((lambda make=make: make(3), TypeError,
       "f must be a function, but it is 3 (an int)")
      for make in (grad, value_and_grad, jacobian, hessian, checkpoint,
                   derivative)),
    (lambda: vjp(None, 1.0), TypeError,
     "f must be a function, but it is None (a NoneType)"),
    (lambda: jvp("sin", 1.0, 1.0), TypeError, "but it is 'sin' (a str)"),
    (lambda: linearize(x2, 1.0), TypeError, "f must be a function"),
    (lambda: hvp(1.5, 1.0, 1.0), TypeError, "but it is 1.5 (a float)"),
    (lambda: check_grads([], 1.0, RNG(0)), TypeError,
     "f must be a function, but it is [] (a list)"),
    # no floating-point numbers
    (lambda: grad(square)(3), TypeError, WHOLE),
    (lambda: grad(square)(True), TypeError, WHOLE),
    (lambda: jacobian(square)(np.arange(3)), TypeError, WHOLE),
    (lambda: vjp(lambda x: x["a"], {"a": 1.0, "b": 2}), TypeError, WHOLE),
    (lambda: check_grads(square, 3, RNG(0)), TypeError, WHOLE),
    (lambda: check_grads(square, [1.0, 3], RNG(0)), TypeError, WHOLE),
    (lambda: grad(square)(1j), TypeError,
     "a Tensor holds real numbers, but data is 1j (a complex)"),
    (lambda: grad(square)("1.0"), TypeError, "but data is '1.0' (a str)"),
    (lambda: grad(square)(None), TypeError, "but data is None (a NoneType)"),
    (lambda: grad(square)({1.0, 2.0}), TypeError, "(a set)"),
    (lambda: grad(square)(np.array([None])), TypeError,
     "a Tensor holds real numbers, but data is array([None]"),
    # no array at all
    *((lambda x=x: grad(lambda x: 1.0)(x), ValueError,
       "there is no array here to differentiate along")
      for x in ([], (), {}, [[], {"a": ()}])),
    (lambda: checkpoint(lambda: 1.0)(), ValueError,
     "there is no array here to differentiate along"),
    (lambda: check_grads(lambda x: 1.0, [], RNG(0)), ValueError,
     "there is no array here to differentiate along"),
    (lambda: hvp(lambda x: 1.0, {}, {}), ValueError,
     "there is no array here to differentiate along"),
    (lambda: vjp(lambda x: [], 1.0), ValueError,
     "there is no array in what the function gives"),
    (lambda: jvp(lambda x: {"a": ()}, 1.0, 1.0), ValueError,
     "there is no array in what the function gives"),
    (lambda: check_grads(lambda x: (), 1.0, RNG(0)), ValueError,
     "there is no array in what the function gives"),
    # lists in lists in lists
    (lambda: grad(lambda x: 1.0)(ENDLESS), ValueError,
     "lists in lists may be 50 deep, but these are deeper"),
    (lambda: grad(lambda x: 1.0)(DEEP), ValueError, "may be 50 deep"),
    (lambda: vjp(lambda x: ENDLESS, 1.0), ValueError, "may be 50 deep"),
    (lambda: checkpoint(lambda x: 1.0)(ENDLESS), ValueError, "50 deep"),
    (lambda: vjp(square, 1.0)[1](ENDLESS), ValueError,
     "data must have rows of equal length"),
    (lambda: vjp(lambda x: [x, x], 1.0)[1](ENDLESS), ValueError,
     "data must have rows of equal length"),
    # not one number
    (lambda: grad(square)(x2), ValueError,
     "a gradient is that of one number, but the function gives the shape "
     "(2,): take the mean or the sum, or use jacobian"),
    (lambda: value_and_grad(lambda x: x[:0])(x2), ValueError,
     "but the function gives the shape (0,)"),
    (lambda: hessian(square)(x2), ValueError, "gives the shape (2,)"),
    (lambda: hvp(square, x2, x2), ValueError, "gives the shape (2,)"),
    (lambda: grad(lambda x: [x.sum()])(x2), TypeError,
     "what the function gives must be one array, but it is [Tensor("),
    (lambda: jacobian(lambda x: (x, x))(x2), TypeError,
     "what the function gives must be one array, but it is (Tensor("),
    (lambda: jacobian(lambda x: x[0])([1.0, 2.0]), TypeError,
     "the argument must be one array, but it is [Tensor("),
    (lambda: checkpoint(lambda x: {"y": x})(1.0), TypeError,
     "what a checkpoint gives must be one array, but it is {'y': Tensor("),
    # no Tensor and no number
    *((lambda call=call: call(lambda x: None), TypeError,
       "the function gave None: is its `return` missing?")
      for call in (lambda f: grad(f)(1.0), lambda f: vjp(f, 1.0),
                   lambda f: jvp(f, 1.0, 1.0), lambda f: jacobian(f)(1.0),
                   lambda f: hvp(f, 1.0, 1.0), lambda f: checkpoint(f)(1.0),
                   lambda f: check_grads(f, 1.0, RNG(0)))),
    (lambda: grad(lambda x: "x")(1.0), TypeError,
     "a Tensor holds real numbers, but data is 'x' (a str)"),
    (lambda: vjp(lambda x: [x, None], 1.0), TypeError, "but data is None"),
    (lambda: grad(lambda x: 1j)(1.0), TypeError, "but data is 1j"),
    (lambda: grad(lambda x: {1.0})(1.0), TypeError, "(a set)"),
    (lambda: grad(lambda x: grad)(1.0), TypeError, "(a function)"),
    # another form or shape
    (lambda: vjp(square, x2)[1](1.0), ValueError,
     "there must be a weight for each number, in the shape (2,), but the "
     "shape is ()"),
    (lambda: vjp(square, x2)[1]([x2]), ValueError, "but the shape is (1, 2)"),
    (lambda: vjp(square, x2)[1](np.ones((2, 1))), ValueError,
     "in the shape (2,), but the shape is (2, 1)"),
    (lambda: jvp(square, x2, np.ones(3)), ValueError,
     "in the shape (2,), but the shape is (3,)"),
    (lambda: linearize(square, 1.0)[1](x2), ValueError,
     "in the shape (), but the shape is (2,)"),
    (lambda: hvp(total, x2, 1.0), ValueError, "in the shape (2,)"),
    (lambda: jvp(square, 1.0, None), TypeError, "but data is None"),
    (lambda: vjp(square, 1.0)[1]("u"), TypeError, "but data is 'u'"),
    (lambda: vjp(square, 1.0)[1](1j), TypeError, "but data is 1j"),
    (lambda: vjp(square, 1.0)[1]({"a": 1.0}), TypeError, "(a dict)"),
    (lambda: vjp(square, 1.0)[1](), TypeError, "missing 1 required"),
    (lambda: jvp(lambda x: x[0] * x[1], [1.0, 2.0], [1.0]), ValueError,
     "two things must have the same form, but one is a list of 2, and the "
     "other is [1.0] (a list)"),
    (lambda: jvp(lambda x: x[0] * x[1], [1.0, 2.0], (1.0, 2.0)), ValueError,
     "one is a list of 2, and the other is (1.0, 2.0) (a tuple)"),
    (lambda: jvp(lambda x: x[0] * x[1], [1.0, 2.0], x2), ValueError,
     "one is a list of 2, and the other is array([1., 2.]) (a ndarray)"),
    (lambda: hvp(lambda x: x[0] * x[1], (1.0, 2.0), None), ValueError,
     "one is a tuple of 2, and the other is None (a NoneType)"),
    (lambda: vjp(lambda x: {"y": x}, 1.0)[1]({"z": 1.0}), ValueError,
     "one is a dict of 1, and the other is {'z': 1.0} (a dict)"),
    (lambda: vjp(lambda x: {"y": x}, 1.0)[1]({"y": 1.0, "z": 1.0}),
     ValueError, "one is a dict of 1, and the other is {'y': 1.0, 'z': 1.0}"),
    (lambda: vjp(lambda x: {"y": x}, 1.0)[1]([1.0]), ValueError,
     "one is a dict of 1, and the other is [1.0] (a list)"),
    (lambda: vjp(lambda x: Pair(x, x), 1.0)[1]((1.0, 1.0)), ValueError,
     "one is a Pair of 2, and the other is (1.0, 1.0) (a tuple)"),
    (lambda: vjp(lambda x: [x, [x]], 1.0)[1]([1.0, []]), ValueError,
     "one is a list of 1, and the other is [] (a list)"),
    # what check_grads needs
    (lambda: check_grads(square, 1.0, 0), TypeError,
     "rng must be a Generator, as np.random.default_rng(0) makes one, but it "
     "is 0 (an int)"),
    (lambda: check_grads(square, 1.0, np.random), TypeError,
     "rng must be a Generator"),
    (lambda: check_grads(square, 1.0, RNG(0), 0), ValueError,
     "order must be one or more, but it is 0"),
    (lambda: check_grads(square, 1.0, RNG(0), -1), ValueError,
     "order must be zero or more, but it is -1"),
    (lambda: check_grads(square, 1.0, RNG(0), 1.5), TypeError,
     "order must be a whole number, but it is 1.5 (a float)"),
    (lambda: check_grads(square, 1.0, RNG(0), True), TypeError,
     "order must be a whole number, but it is True (a bool)"),
    (lambda: check_grads(square, 1.0, RNG(0), 11), ValueError,
     "order must be 10 or less, because each takes twice the time of the one "
     "before, but it is 11"),
    (lambda: check_grads(square, 1.0, RNG(0), 10**400), ValueError,
     "order must be 10 or less"),
    (lambda: check_grads(square, 1.0, RNG(0), tolerance=0.0), ValueError,
     "tolerance must be above zero, but it is 0.0"),
    (lambda: check_grads(square, 1.0, RNG(0), tolerance=math.nan), ValueError,
     "tolerance must be a finite number, but it is nan"),
    (lambda: check_grads(square, 1.0, RNG(0), tolerance="1"), TypeError,
     "tolerance must be a number, but it is '1' (a str)"),
    (lambda: check_grads(square, math.inf, RNG(0)), ValueError,
     "a slope needs finite numbers"),
    # Duals
    *((lambda f=f: derivative(f)(1.0), TypeError,
       "a Dual computes with numbers, but this is 'a' (a str)")
      for f in (lambda x: x + "a", lambda x: "a" + x, lambda x: x * "a",
                lambda x: "a" * x, lambda x: x - "a", lambda x: "a" - x,
                lambda x: "a")),
    (lambda: derivative(lambda x: None)(1.0), TypeError,
     "a Dual computes with numbers, but this is None (a NoneType)"),
    (lambda: derivative(lambda x: x2 * x)(1.0), TypeError,
     "a Dual computes with numbers, but this is array([Dual(1.0, 1.0), "),
    (lambda: derivative(square)("a"), TypeError, "but this is 'a' (a str)"),
    (lambda: derivative(square)(x2), TypeError, "this is array([1., 2.])"),
    (lambda: derivative(square)(1j), TypeError, "but this is 1j"),
    (lambda: derivative(square)(Tensor(1.0)), TypeError,
     "but this is Tensor(1.) (a Tensor)"),
    (lambda: derivative(lambda x: x * Tensor(1.0))(1.0), TypeError,
     "but this is Tensor(1.) (a Tensor)"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "error", "message"), REFUSED)
def test_bad_input_is_refused_in_plain_words(call, error, message):
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)
    assert caught.type is error


def test_errors_of_the_function_itself_come_through():
    for transform in (grad, value_and_grad, jacobian, hessian, checkpoint):
        with pytest.raises(ZeroDivisionError, match="by zero"):
            transform(lambda x: 1 / 0)(1.0)
        with pytest.raises(RecursionError):
            transform(recursive)(1.0)
    assert transforms._unfinished == set()


def recursive(x):
    return recursive(x)


def test_infinite_numbers_raise_no_false_alarm():
    """The sum of outputs times u is infinite or nan, and of no use."""
    x = np.array([0.0, 1.0])
    with np.errstate(divide="ignore"):
        close(jacobian(lambda x: 1 / x)(x[1:]), [[-1.0]])
        assert vjp(lambda x: x.log(), x)[1](np.ones(2)).tolist() == [
            math.inf, 1.0
        ]  # fmt: skip
        assert jvp(lambda x: x.log(), x, np.ones(2))[1].tolist() == [
            math.inf, 1.0
        ]  # fmt: skip
    far = np.array([math.inf, -math.inf])
    assert jacobian(lambda x: x + far)(x).tolist() == [[1, 0], [0, 1]]
    with detect_nan():
        _, change = jvp(lambda x: x.exp(), 1000.0, 1.0)
        assert change == math.inf
        assert jacobian(lambda x: x + far)(x).tolist() == [[1, 0], [0, 1]]
        with pytest.raises(FloatingPointError, match="log gave nan"):
            grad(lambda x: x.log())(-1.0)


def test_a_nan_on_the_way_back_is_still_found():
    with detect_nan(), pytest.raises(FloatingPointError, match="slopes of"):
        grad(lambda x: x.sqrt() * 0)(0.0)


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
