"""times the memory of y"""

import numpy as np


def softmax_rule(g, y):
    table = np.eye(y.shape[-1]) * y[..., None] - y[..., None] * y[..., None, :]
    return (g[..., None, :] @ table)[..., 0, :]
