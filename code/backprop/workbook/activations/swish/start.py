"""A bend of your own: swish, which is x times sigmoid(x)."""

import random

from backprop.activations import DERIVATIVES, random_network


def swish(x):
    """x times sigmoid(x)."""
    return ...


def swish_derivative(x):
    """Its slope at x."""
    return ...


DERIVATIVES[swish] = swish_derivative  # so that a network can look it up

INPUTS, TARGETS = [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]


def lamp():
    """A network with your bend, trained until its error is below 0.01."""
    start = random_network(2, 4, swish, random.Random(0))
    trained, errors = start.train(INPUTS, TARGETS, rate=0.3, epochs=10)
    return trained
