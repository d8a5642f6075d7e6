"""Write beside each line which images the layers remember after it.
What does `predict` call?
"""

import numpy as np
from backprop.activations import relu
from backprop.layers import Activation, Linear
from backprop.losses import cross_entropy_gradient
from backprop.networks import Network, accuracy, load_digits

IMAGES, LABELS = load_digits()
BATCH, OTHERS = slice(0, 32), slice(500, 532)


def fresh():
    rng = np.random.default_rng(0)
    return Network(Linear(64, 16, rng), Activation(relu), Linear(16, 10, rng))


def both():
    return IMAGES[BATCH], LABELS[BATCH], IMAGES[OTHERS], LABELS[OTHERS]


def right_step():
    """The parameters after one step, and the accuracy before and after it."""
    network, (batch, labels, others, answers) = fresh(), both()
    before = accuracy(network.predict(others), answers)
    slopes = cross_entropy_gradient(network.forward(batch), labels)
    network.backward(slopes)
    for p, slopes in zip(network.parameters(), network.gradients()):
        p -= 0.5 * slopes
    after = accuracy(network.predict(others), answers)
    return network.parameters(), before, after


def check_the_step(you):
    """the parameters move along the gradient of the batch"""
    network = fresh()
    you.step(network, *both(), rate=0.5)
    for got, expected in zip(network.parameters(), right_step()[0]):
        assert np.allclose(got, expected, rtol=1e-9, atol=1e-12), (
            "the slopes are those of no batch at all. A layer keeps what "
            "passed through it last: which images were that, when backward "
            "was called?"
        )


def check_the_accuracy(you):
    """the accuracy is that before the step"""
    _, before, after = right_step()
    said = you.step(fresh(), *both(), rate=0.5)
    assert said is not None, "step gave None: is its `return` missing?"
    assert abs(said - after) > 1e-9, (
        f"expected the accuracy before the step, {before:.3f}, but came the "
        f"one after it, {after:.3f}."
    )
    assert abs(said - before) < 1e-9, f"expected {before:.3f}, came {said}."
