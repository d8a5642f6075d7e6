"""The demo of micrograd, one step: 100 moons, a network 2-16-16-1.

Forward, loss and all gradients, as its notebook computes them: 65,818 nodes.
The garbage collector is on; micrograd's graphs are reference cycles, which
only it can free.
"""

import random

import numpy as np
import pytest
from backprop.scalar import Value, dot, sum_of

nn = pytest.importorskip("micrograd.nn")
engine = pytest.importorskip("micrograd.engine")

SIZES = (2, 16, 16, 1)


def moons():
    rng = np.random.default_rng(0)
    angle, lower = np.pi * rng.random(100), np.arange(100) % 2 == 1
    x1 = np.where(lower, 1 - np.cos(angle), np.cos(angle))
    x2 = np.where(lower, 0.5 - np.sin(angle), np.sin(angle))
    points = np.column_stack([x1, x2]) + 0.1 * rng.normal(size=(100, 2))
    return points.tolist(), np.where(lower, 1.0, -1.0).tolist()


POINTS, LABELS = moons()


def micrograds_network(kind):
    """Its own network, made of its Values or of ours."""
    nn.Value = kind
    random.seed(1337)
    return nn.MLP(SIZES[0], list(SIZES[1:]))


def demo_step(network, kind):
    nn.Value = kind
    inputs = [[kind(number) for number in point] for point in POINTS]
    scores = [network(point) for point in inputs]
    losses = [
        (1 + -label * score).relu()
        for label, score in zip(LABELS, scores, strict=True)
    ]
    loss = sum(losses) * (1.0 / len(losses))
    loss = loss + 1e-4 * sum(p * p for p in network.parameters())
    network.zero_grad()
    loss.backward()
    return loss.data, [p.grad for p in network.parameters()]


def layers_of(network):
    """The same weights, as rows of Values with the bias at the end."""
    return [
        [[Value(p.data) for p in neuron.parameters()] for neuron in layer]
        for layer in (layer.neurons for layer in network.layers)
    ]


def step_with_dot(layers):
    def score(numbers):
        for layer in layers:
            numbers = [*numbers, 1.0]
            sums = [dot(row, numbers) for row in layer]
            numbers = [z.relu() for z in sums]
        return sums[0]

    inputs = [[Value(number) for number in point] for point in POINTS]
    losses = [
        (1 - label * score(point)).relu()
        for label, point in zip(LABELS, inputs, strict=True)
    ]
    parameters = [p for layer in layers for row in layer for p in row]
    loss = sum_of(losses) * (1.0 / len(losses))
    loss = loss + 1e-4 * dot(parameters, parameters)
    for p in parameters:
        p.grad = 0.0
    loss.backward()
    return loss.data, [p.grad for p in parameters]


def peer():
    return demo_step(PEER, engine.Value)


PEER = micrograds_network(engine.Value)
OURS = micrograds_network(Value)
OURS_WITH_DOT = layers_of(OURS)


def test_all_three_compute_the_same():
    loss, gradients = peer()
    for other in (demo_step(OURS, Value), step_with_dot(OURS_WITH_DOT)):
        assert other[0] == pytest.approx(loss, rel=1e-12)
        assert other[1] == pytest.approx(gradients, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("what", "ours", "target"),
    [
        ("scalar engine, 65,818 nodes",
         lambda: demo_step(OURS, Value), 0.25),
        ("scalar engine with the dot node",
         lambda: step_with_dot(OURS_WITH_DOT), 0.08),
    ],
    ids=("as it is", "with dot"),
)  # fmt: skip
def test_step_of_micrograds_demo(compare, what, ours, target):
    compare(
        ours, peer, what=what, against="micrograd", target=target, rounds=9
    )
