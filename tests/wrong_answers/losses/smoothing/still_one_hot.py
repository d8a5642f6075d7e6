"""y is no longer one-hot"""

import numpy as np
from backprop.losses import log_softmax, softmax


def smooth(labels, classes):
    return 0.9 * np.eye(classes)[labels] + 0.1 / classes


def loss(logits, labels):
    y = smooth(labels, logits.shape[1])
    return -(y * log_softmax(logits)).sum(axis=1).mean()


def slopes(logits, labels):
    y = np.eye(logits.shape[1])[labels]
    return (softmax(logits) - y) / len(labels)
