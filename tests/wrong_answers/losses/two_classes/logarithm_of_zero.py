"""takes the logarithm of 0"""

import math


def probability(lead):
    power = math.exp(-abs(lead))
    return (1 if lead >= 0 else power) / (1 + power)


def surprise(lead, label):
    return -math.log(probability(lead if label == 1 else -lead))
