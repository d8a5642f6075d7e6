"""Each mistake hid behind something special.

With one row, a mean is a sum. With a symmetric W, W is its own transpose.
Inputs above zero are not changed by a relu. And an error that is the sum of
the outputs has slopes of 1, which nobody misses.

Random numbers have none of this, and three different sizes turn the second
mistake into an error of its own.
"""

import numpy as np


def choose():
    """A batch, weights and d_outputs for which all four fail."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((5, 3))
    W = rng.standard_normal((3, 2))
    d_outputs = rng.standard_normal((5, 2))
    return X, W, d_outputs


print(choose())
