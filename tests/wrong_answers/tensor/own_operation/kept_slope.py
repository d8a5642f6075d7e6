"""beyond y and x is a constant"""

import numpy as np
from backprop.tensor import RULES, Tensor
from backprop.tensor import _made as made

RULES["softplus"] = (lambda g, y, x, slope: g * slope,)


def softplus(x):
    y = np.maximum(x.data, 0) + np.log1p(np.exp(-abs(x.data)))
    slope = np.exp(x.data - y)
    return made(y, "softplus", (x.node,), (None, None, slope))
