"""a surprise is never negative"""

import math


def first_loss(classes):
    return math.log(1 / classes)


def as_unsure_as(loss):
    return math.exp(-loss)
