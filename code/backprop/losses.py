"""Softmax and cross-entropy: the error of a network that chooses.

Chapter: book/losses.md
"""

import numpy as np

__all__ = [
    "softmax",
    "log_softmax",
    "cross_entropy",
    "cross_entropy_gradient",
    "mean_squared_error_gradient",
]


def softmax(logits):
    """Rows of numbers that are positive and add up to 1."""
    return np.exp(log_softmax(logits))


def log_softmax(logits):
    """The logarithm of `softmax`, without computing what may be 0."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    total = np.exp(shifted).sum(axis=-1, keepdims=True)
    return shifted - np.log(total)


def cross_entropy(logits, labels):
    """The mean of -log p(label) over the rows."""
    rows = np.arange(len(labels))
    return -float(log_softmax(logits)[rows, labels].mean())


def cross_entropy_gradient(logits, labels):
    """(p - y) / rows."""
    slopes = softmax(logits)
    slopes[np.arange(len(labels)), labels] -= 1
    return slopes / len(labels)


def mean_squared_error_gradient(predictions, targets):
    """The slopes of `mean_squared_error` along each prediction."""
    return 2 * (predictions - targets) / predictions.size
