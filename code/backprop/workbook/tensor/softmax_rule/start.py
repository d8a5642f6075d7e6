"""The rule of softmax, for whole batches."""

import numpy as np


def softmax_rule(g, y):
    """The slopes along the logits; y is softmax(logits), along the last axis.

    g has the shape of y: the slopes of the loss along the probabilities.
    """
    return ...


y = np.array([[0.5, 0.3, 0.2], [0.1, 0.1, 0.8]])
print(softmax_rule(np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 2.0]]), y))
