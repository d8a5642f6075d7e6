"""From the slopes along p to the slopes along the logits."""

import numpy as np


def walk_back(p, d_p):
    """The slopes along the logits, row by row.

    p      what softmax gave, in the shape (batch, classes)
    d_p    the slopes of some loss along each number in p
    """
    return ...


p = np.array([[0.5, 0.25, 0.25]])
print(walk_back(p, np.array([[0.0, 4.0, 0.0]])))
