"""Two classes, told by one number: how far logit 1 leads logit 0."""

import math


def probability(lead):
    """Of class 1, for any lead from -1000 to 1000."""
    return ...


def surprise(lead, label):
    """-log of the probability of `label`, 0 or 1."""
    return ...


print(probability(2.0), surprise(2.0, 1), surprise(2.0, 0))
