"""right for another base of the logarithm"""

import math


def first_loss(classes):
    return math.log10(classes)


def as_unsure_as(loss):
    return 10**loss
