"""The digits, and the networks that the files beside this one try."""

from pathlib import Path

import numpy as np
from backprop.activations import relu
from backprop.layers import Activation, Linear
from backprop.losses import cross_entropy_gradient
from backprop.networks import Network, load_digits

ROOT = Path(__file__).resolve().parents[2]
IMAGES, LABELS = load_digits()
ORDER = np.random.default_rng(0).permutation(1797)
HELD_OUT, TRAINING = ORDER[:450], ORDER[450:]


def make(*sizes, bend=relu, seed=0):
    """A network with a bend between its layers."""
    rng = np.random.default_rng(seed)
    layers = [Linear(sizes[0], sizes[1], rng)]
    for inputs, outputs in zip(sizes[1:], sizes[2:], strict=False):
        layers += [Activation(bend), Linear(inputs, outputs, rng)]
    return Network(*layers)


def values(network):
    return [parameter.copy() for parameter in network.parameters()]


def same(network, before):
    return all(map(np.array_equal, network.parameters(), before))


def walk(network, batch, labels, **options):
    logits = network.forward(batch)
    slopes = network.backward(
        cross_entropy_gradient(logits, labels), **options
    )
    return slopes, network.gradients()


def loss_by_formula(parameters, batch, labels, bend):
    """Written out, so that it takes complex numbers and shares no code."""
    pairs = list(zip(parameters[::2], parameters[1::2], strict=True))
    for number, (weights, bias) in enumerate(pairs, start=1):
        batch = batch @ weights + bias
        batch = bend(batch) if number < len(pairs) else batch
    powers = np.exp(batch - batch.real.max(axis=1, keepdims=True))
    shares = powers[np.arange(len(labels)), labels] / powers.sum(axis=1)
    return -np.log(shares).mean()


RNG = np.random.default_rng(0)
