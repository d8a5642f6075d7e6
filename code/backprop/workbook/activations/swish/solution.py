"""The product rule: each factor moves while the other is held.

Its slope is s + x s(1 - s), with s for sigmoid(x). Left of about -1.28 it is
negative: unlike the seven others this bend goes down before it goes up. So
does gelu, a little.
"""

import random

from backprop.activations import (
    DERIVATIVES,
    random_network,
    sigmoid,
    sigmoid_derivative,
)


def swish(x):
    """x times sigmoid(x)."""
    return x * sigmoid(x)


def swish_derivative(x):
    """Its slope at x."""
    return sigmoid(x) + x * sigmoid_derivative(x)


DERIVATIVES[swish] = swish_derivative  # so that a network can look it up

INPUTS, TARGETS = [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]


def lamp():
    """A network with your bend, trained until its error is below 0.01."""
    start = random_network(2, 4, swish, random.Random(0))
    trained, errors = start.train(INPUTS, TARGETS, rate=0.3, epochs=1000)
    return trained
