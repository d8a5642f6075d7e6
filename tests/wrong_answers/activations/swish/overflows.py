"""swish(-1000) overflows"""

from math import exp


def swish(x):
    return x / (1 + exp(-x))
