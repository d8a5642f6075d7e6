"""Weights along a path multiply, and paths add up: the chain rule again.

The slope along an input is the sum over all hidden neurons of the weight into
it times the weight out of it. The biases take the same way, and the bias of
the output comes on top.
"""

import random

from backprop.activations import identity, random_network


def one_neuron(network):
    """The weights, the bias last, of one neuron that does the same.

    `network` is a BentNetwork whose bend is `identity`.
    """
    *out, bias = network.output
    weights = [
        sum(v * w for v, w in zip(out, column))
        for column in zip(*network.hidden)
    ]
    weights[-1] += bias
    return weights


network = random_network(2, 50, identity, random.Random(0))
print("50 neurons give", network.forward([1.0, 2.0])[-1])
print("one neuron has ", one_neuron(network))
