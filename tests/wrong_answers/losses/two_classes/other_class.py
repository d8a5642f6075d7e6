"""that is the probability of class 0"""

import math


def probability(lead):
    return 1 / (1 + math.exp(lead))


def surprise(lead, label):
    return math.log(1 + math.exp(lead if label == 1 else -lead))
