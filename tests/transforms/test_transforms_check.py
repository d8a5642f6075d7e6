"""check_grads notices each wrong rule."""

import math
import subprocess
import sys
from itertools import islice, product

import numpy as np
import pytest
from backprop import transforms
from backprop.tensor import (
    RULES,
    Tensor,
    concatenate,
    linear,
    maximum,
    where,
    youngest_first,
)
from backprop.transforms import RULES_OF_RUNS, check_grads, checkpoint, grad
from transforms_forms import FORMS, RNG, leaf, mixed

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
            assert [line.split()[0] for line in lines[1:4]] == [
                "measured", "forward", "reverse"
            ]  # fmt: skip
            measured, *others = (float(x.split()[1]) for x in lines[1:4])
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
        float(line.split()[1]) for line in str(caught.value).splitlines()[1:4]
    )
    assert str(caught.value).endswith("\nPerhaps a 2 is too many.")
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
        numbers, said = str(caught.value).split("\nNot all of yours are")
        assert numbers.count("nan") == said.count("nan") == 1


TIMES = {  # a wrong rule, and what is said of the arrays on whose path it is
    2: ": A 2 is too many.",
    -1: ": The sign is turned.",
    0: ": Yours is 0 everywhere: is it computed, and along every path?",
    1.001: ": All are 1.001 times as large as they should be.",
    1 + 3e-5: "",  # it is noticed, and too little to be told
}


@pytest.mark.parametrize("times", TIMES)
def test_check_grads_says_of_which_arrays(times, monkeypatch):
    x = {"a": X, "b": [X[:2], X[2:]]}
    rules = with_rule("sin", 0, lambda rule: lambda *g: times * rule(*g))
    monkeypatch.setitem(RULES, "sin", rules)

    def f(x):
        return x["a"].sum() + x["b"][0].sin() @ x["b"][1].sin()

    with pytest.raises(AssertionError) as caught:
        check_grads(f, x, RNG(0), 1)
    said = str(caught.value).splitlines()[4:]
    assert said == [f"1 of 2 is wrong, ['b']{TIMES[times]}"] * bool(TIMES[times])


def test_check_grads_without_words_still_fails(monkeypatch):
    """An empty list has no gradient that could be told apart."""
    monkeypatch.setitem(RULES, "sin", with_rule("sin", 0, WRONG[1]))
    with pytest.raises(AssertionError, match="differ") as caught:
        check_grads(lambda x: x[0].sin(), [X, []], RNG(0), 1)
    assert str(caught.value).splitlines()[-1].startswith("    reverse")


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
