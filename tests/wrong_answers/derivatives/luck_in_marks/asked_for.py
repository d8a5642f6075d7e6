"""the step you asked for"""

import math


def in_marks(x, h):
    right = x + h
    return h / math.ulp(x), (right * right - x * x) / math.ulp(x * x)
