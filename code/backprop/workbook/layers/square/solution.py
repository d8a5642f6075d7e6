"""The bias has one slope for each column, and the weights stand on their side.

`axis` names the axis that vanishes: the rows are axis 0. And d_outputs has the
neurons last, as the weights have, so the weights must be transposed.
"""

import numpy as np


def backward(x, weights, d_outputs):
    """The slopes along weights, bias and inputs of x @ weights + bias."""
    d_weights = x.T @ d_outputs
    d_bias = d_outputs.sum(axis=0)
    d_inputs = d_outputs @ weights.T
    return d_weights, d_bias, d_inputs


rng = np.random.default_rng(0)
for slopes in backward(*rng.normal(size=(3, 4, 4))):
    print(slopes.shape)
