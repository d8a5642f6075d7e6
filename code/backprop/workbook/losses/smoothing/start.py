"""Labels that are not quite sure."""

import numpy as np
from backprop.losses import log_softmax, softmax


def smooth(labels, classes):
    """Rows of y: 0.9 for the label, and 0.1 shared by all classes."""
    return ...


def loss(logits, labels):
    """The mean over the rows of -sum(y * log p)."""
    return ...


def slopes(logits, labels):
    """Of the loss, along each logit."""
    return ...


print(smooth(np.array([1]), 4))
