"""How fast the digits are trained: against NumPy by hand, and scikit-learn.

Run by `make bench`, on one thread.
"""

import statistics
import warnings

import numpy as np
import pytest
from backprop.activations import relu
from backprop.layers import Activation, Linear
from backprop.losses import cross_entropy_and_gradient
from backprop.networks import Network, accuracy, fit, load_digits

SIZES = (64, 128, 128, 10)
ORDER = np.random.default_rng(0).permutation(1797)
IMAGES, LABELS = (array[ORDER] for array in load_digits())
HELD_OUT = IMAGES[:450], LABELS[:450]
TRAINING = IMAGES[450:], LABELS[450:]


def new_network(rng):
    a, b, c, d = SIZES
    return Network(
        Linear(a, b, rng),
        Activation(relu),
        Linear(b, c, rng),
        Activation(relu),
        Linear(c, d, rng),
    )


def step_by_hand(parameters, x, y):
    """Loss and all gradients as one writes them for this one network."""
    w1, b1, w2, b2, w3, b3 = parameters
    rows = np.arange(len(y))
    z1 = x @ w1 + b1
    h1 = np.maximum(z1, 0)
    z2 = h1 @ w2 + b2
    h2 = np.maximum(z2, 0)
    logits = h2 @ w3 + b3
    shifted = logits - logits.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    totals = powers.sum(axis=1, keepdims=True)
    loss = -(shifted[rows, y] - np.log(totals[:, 0])).mean()
    d3 = powers / totals
    d3[rows, y] -= 1
    d3 /= len(y)
    d2 = (d3 @ w3.T) * (z2 > 0)
    d1 = (d2 @ w2.T) * (z1 > 0)
    gradients = [
        x.T @ d1,
        d1.sum(axis=0),
        h1.T @ d2,
        d2.sum(axis=0),
        h2.T @ d3,
        d3.sum(axis=0),
    ]
    return loss, gradients, (z1, h1, z2, h2, logits, d1, d2, d3)


@pytest.mark.parametrize("rows", [64, 128])
def test_step(compare, rows):
    network = new_network(np.random.default_rng(0))
    x, y = TRAINING[0][:rows], TRAINING[1][:rows]
    kept = {}

    def ours():
        logits = network.forward(x)
        kept["loss"], slopes = cross_entropy_and_gradient(logits, y)
        network.backward(slopes, to_inputs=False)

    def peer():
        kept["peer"] = step_by_hand(network.parameters(), x, y)

    ours(), peer()
    assert kept["loss"] == pytest.approx(kept["peer"][0], rel=1e-12)
    for got, expected in zip(
        network.gradients(), kept["peer"][1], strict=True
    ):
        np.testing.assert_allclose(got, expected, rtol=1e-9, atol=1e-15)
    compare(
        lambda: [ours() for _ in range(20)],
        lambda: [peer() for _ in range(20)],
        what=f"digits: loss and all gradients, {rows} images at once",
        against="NumPy by hand",
        target=1.1,
        rounds=100,
    )


@pytest.mark.parametrize("rows", [64, 128])
def test_epoch(compare, rows):
    neural_network = pytest.importorskip("sklearn.neural_network")
    network, rng = (
        new_network(np.random.default_rng(0)),
        np.random.default_rng(1),
    )
    theirs = neural_network.MLPClassifier(
        SIZES[1:-1],
        solver="sgd",
        momentum=0,
        nesterovs_momentum=False,
        alpha=0,
        batch_size=rows,
        learning_rate_init=0.1,
        random_state=0,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs.partial_fit(*TRAINING, classes=range(10))
    compare(
        lambda: fit(
            network, *TRAINING, rate=0.1, epochs=1, batch_size=rows, rng=rng
        ),
        lambda: theirs.partial_fit(*TRAINING),
        what=f"digits: an epoch in batches of {rows}",
        against="MLPClassifier of scikit-learn",
        target=1,
        rounds=40,
    )


def test_accuracy(benchmark):
    """450 held out, 5 seeds, 40 epochs of plain SGD."""

    def one(seed):
        rng = np.random.default_rng(seed)
        network = new_network(rng)
        fit(network, *TRAINING, rate=0.2, epochs=40, batch_size=32, rng=rng)
        return accuracy(network.predict(HELD_OUT[0]), HELD_OUT[1])

    found = []
    benchmark.pedantic(lambda: found.extend(map(one, range(5))), rounds=1)
    benchmark.extra_info.update(
        what="digits: read right after 40 epochs, mean of 5 seeds",
        against="450 digits held out",
        measured=statistics.mean(found),
        target="≥ 0.97",
    )
