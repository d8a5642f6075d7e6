"""Walk back through what was added, and nothing else.

The sum is n times the mean, so its slopes are, too. A logarithm to the base
2 is the natural one divided by log 2. And logits / 2 are boxes in front of
the old loss: its slopes are taken at what arrives there, and the local
derivative of each box is a half.

The number by which logits are divided is called the temperature: the higher
it is, the more even the probabilities.
"""

import numpy as np
from backprop.losses import softmax


def p_minus_y(logits, labels):
    slopes = softmax(logits)
    slopes[np.arange(len(labels)), labels] -= 1
    return slopes


def slopes_of_sum(logits, labels):
    """For the sum of -log p over the rows, instead of the mean."""
    return p_minus_y(logits, labels)


def slopes_in_bits(logits, labels):
    """For the mean of -log2 p, the logarithm to the base 2."""
    return p_minus_y(logits, labels) / len(labels) / np.log(2)


def slopes_when_warm(logits, labels):
    """For cross_entropy(logits / 2, labels)."""
    return p_minus_y(logits / 2, labels) / len(labels) / 2


print(slopes_of_sum(np.array([[2.0, 1.0, 0.0]]), [0]))
