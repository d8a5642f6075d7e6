"""The layers that the files beside this one try."""

import math

import numpy as np
import pytest
from backprop.activations import DERIVATIVES
from backprop.layers import Linear

NAN, INF = math.nan, math.inf
NAMES = {bend: bend.__name__ for bend in DERIVATIVES}
every_bend = pytest.mark.parametrize("bend", DERIVATIVES, ids=NAMES.get)


def rng(seed=0):
    return np.random.default_rng(seed)


def linear(inputs=4, outputs=3, seed=0):
    """A layer whose bias is not zero either."""
    layer = Linear(inputs, outputs, rng(seed))
    layer.bias[:] = rng(seed + 1).normal(size=outputs)
    return layer


def went(layer):
    """The layer, after it has seen a batch of two."""
    layer.forward(np.zeros((2, 4)))
    return layer
