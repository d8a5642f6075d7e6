"""in marks of 2"""

import math


def in_marks(x, h):
    right = x + h
    return (right - x) / math.ulp(x), (right * right - x * x) / math.ulp(x)
