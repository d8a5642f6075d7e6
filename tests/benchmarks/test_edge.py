"""What the edge costs: two trainings, with it and without.

The modules without it are ours, but for the decorators that check. As a
training trusts what it calls, most of the edge is not even asked.
"""

import ast
import importlib
import random
import sys
import types

import pytest

STEPS = "derivatives", "two_neurons", "activations"


def without_the_edge(step):
    """A module whose functions check nothing, under another name."""
    ours = importlib.import_module(f"backprop.{step}")
    tree = ast.parse(open(ours.__file__, encoding="utf-8").read())
    for node in ast.walk(tree):
        if hasattr(node, "decorator_list"):
            node.decorator_list = [
                each
                for each in node.decorator_list
                if ast.unparse(each).startswith("dataclass")
            ]
        if isinstance(node, ast.ImportFrom) and node.module in NAMES:
            node.module = NAMES[node.module]
    module = types.ModuleType(NAMES[ours.__name__])
    sys.modules[module.__name__] = module
    exec(compile(tree, module.__name__, "exec"), vars(module))
    return ours, module


NAMES = {f"backprop.{step}": f"without_the_edge_{step}" for step in STEPS}
_, (two_neurons, bare_two_neurons), (activations, bare_activations) = map(
    without_the_edge, STEPS
)


def line(module):
    start = module.Weights(0.5, 0.5, 0.5, 0.5)
    inputs = [n / 10 for n in range(20)]
    targets = [2 * x + 1 for x in inputs]
    return lambda: module.train(start, inputs, targets, 0.01, epochs=100)


def lamp(module):
    rng = random.Random(0)
    start = module.random_network(2, 2, module.tanh, rng)
    inputs = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
    targets = [0.0, 1.0, 1.0, 0.0]
    return lambda: start.train(inputs, targets, 0.1, epochs=300)


@pytest.mark.parametrize(
    ("what", "ours", "bare"),
    [
        ("two_neurons.train", line(two_neurons), line(bare_two_neurons)),
        ("BentNetwork.train", lamp(activations), lamp(bare_activations)),
    ],
    ids=("two neurons", "bent network"),
)
def test_training(compare, what, ours, bare):
    assert ours()[1] == bare()[1]
    compare(
        ours, bare, what=f"{what} with its edge", against="without the edge",
        target=1.11, rounds=60,
    )  # fmt: skip
