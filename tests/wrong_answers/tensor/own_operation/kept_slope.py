"""beyond y and x is a constant"""

import numpy as np
from backprop.tensor import RULES, Tensor, record

RULES["softplus"] = (lambda g, y, x, slope: g * slope,)


def softplus(x):
    y = np.maximum(x.data, 0) + np.log1p(np.exp(-abs(x.data)))
    slope = np.exp(x.data - y)
    return record(y, "softplus", (x.node,), (None, None, slope))
