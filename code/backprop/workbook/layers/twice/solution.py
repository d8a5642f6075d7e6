"""Two paths lead from W to the outputs, and their slopes add up.

On the way in, W makes H = X W, and what comes back to H is dZ W: that gives
X^T (dZ W). On the way out, H W^T is a layer with the weights W^T, whose slopes
H^T dZ belong to W^T: transposed, they are dZ^T H.
"""

import numpy as np


def outputs(x, weights):
    """Z = X W W^T."""
    return x @ weights @ weights.T


def d_weights(x, weights, d_z):
    """The slopes along the weights, from those along the outputs."""
    on_the_way_in = x.T @ (d_z @ weights)
    on_the_way_out = d_z.T @ (x @ weights)
    return on_the_way_in + on_the_way_out


rng = np.random.default_rng(0)
x, weights = rng.normal(size=(5, 4)), rng.normal(size=(4, 2))
print(outputs(x, weights).shape, weights.shape)
