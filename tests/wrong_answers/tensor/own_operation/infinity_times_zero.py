"""on the way an infinity met a 0"""

import numpy as np
from backprop.tensor import RULES, Tensor, record

RULES["softplus"] = (lambda g, y, x: g / (1 + np.exp(-x)),)


def softplus(x):
    y = np.maximum(x.data, 0) + np.log1p(np.exp(-abs(x.data)))
    return record(y, "softplus", (x.node,), (y, x.data))
