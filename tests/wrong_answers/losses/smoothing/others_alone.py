"""all classes share it, the label too"""

import numpy as np
from backprop.losses import log_softmax, softmax


def smooth(labels, classes):
    return 0.9 * np.eye(classes)[labels] + (
        1 - np.eye(classes)[labels]
    ) * 0.1 / (classes - 1)


def loss(logits, labels):
    y = smooth(labels, logits.shape[1])
    return -(y * log_softmax(logits)).sum(axis=1).mean()


def slopes(logits, labels):
    y = smooth(labels, logits.shape[1])
    return (softmax(logits) - y) / len(labels)
