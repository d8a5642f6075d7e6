"""Divide numerator and denominator by the larger power.

With the logits 0 and d, softmax gives class 1 exp(d) / (1 + exp(d)), and
that is 1 / (1 + exp(-d)): the sigmoid. Choose the form whose exponent is not
above 0, and nothing overflows.

The surprise is log(1 + exp(-d)) for label 1: softplus of the lead of the
wrong class. It is m + log(exp(-m) + exp(w - m)), with w for that lead and m
for the larger one of 0 and w.
"""

import math


def probability(lead):
    """Of class 1, for any lead from -1000 to 1000."""
    power = math.exp(-abs(lead))  # of the smaller, as the larger is 1
    return (1 if lead >= 0 else power) / (1 + power)


def surprise(lead, label):
    """-log of the probability of `label`, 0 or 1."""
    lead_of_wrong = -lead if label == 1 else lead
    power = math.exp(-abs(lead_of_wrong))
    return max(lead_of_wrong, 0) + math.log(1 + power)


print(probability(2.0), surprise(2.0, 1), surprise(2.0, 0))
