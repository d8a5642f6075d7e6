"""Take a neuron with one input: it computes (x - mean) * w + b.
Which bias would let it do without the mean, and what becomes of that with 64
inputs?
"""

import numpy as np
from backprop.activations import relu
from backprop.layers import Activation, Linear
from backprop.networks import Network, load_digits

IMAGES, _ = load_digits()
MEAN = IMAGES.mean(axis=0)


def check_the_answers(you):
    """raw images give what `images - mean` gave"""
    rng = np.random.default_rng(0)
    layers = [Linear(64, 16, rng), Activation(relu), Linear(16, 10, rng)]
    network = Network(*layers)
    expected = network.forward(IMAGES - MEAN)
    weights = layers[0].weights.copy()
    try:
        you.fold(network, MEAN)
    except TypeError:
        raise AssertionError(
            "put something in place of the dots: (x - mean) @ W + b is to be "
            "x @ W + something."
        ) from None
    got = network.forward(IMAGES)
    assert np.array_equal(layers[0].weights, weights), (
        "the weights have changed. The mean is a constant: what it adds up to "
        "belongs to the bias."
    )
    assert not np.allclose(layers[0].bias, MEAN @ weights), (
        "the sign is wrong: (x - mean) @ W is x @ W minus something."
    )
    assert np.allclose(got, expected, rtol=1e-9, atol=1e-9), (
        "the outputs differ by up to "
        f"{abs(got - expected).max():.3g}. Multiply out (x - mean) @ W + b, "
        "and see what does not depend on x."
    )
