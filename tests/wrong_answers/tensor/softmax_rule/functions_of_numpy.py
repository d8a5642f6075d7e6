"""methods, which arrays and Tensors share"""

import numpy as np


def softmax_rule(g, y):
    return y * (g - np.sum(g * y, axis=-1, keepdims=True))
