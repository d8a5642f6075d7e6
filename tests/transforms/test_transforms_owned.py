"""What is given belongs to whom it is given."""

import copy

import numpy as np
import pytest
from backprop.tensor import Tensor
from backprop.transforms import (
    check_grads,
    checkpoint,
    derivative,
    grad,
    hessian,
    jacobian,
    jvp,
    linearize,
    value_and_grad,
    vjp,
)
from transforms_forms import RNG, leaf, listed, numbers, random_like

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
