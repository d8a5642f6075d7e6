"""Which inputs does it change?"""

import numpy as np


def choose():
    X = np.array([[1.0, 2.0], [3.0, 1.0]])
    W = np.array([[1.0, 2.0], [3.0, 1.0]])
    d_outputs = np.array([[2.0, 3.0], [1.0, 4.0]])
    return X, W, d_outputs
