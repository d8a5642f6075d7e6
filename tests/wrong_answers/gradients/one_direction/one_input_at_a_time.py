"""move all inputs at once"""

import math


def slope_along(f, x, direction, h=2**-17):
    total = 0
    for i, part in enumerate(direction):
        right, left = list(x), list(x)
        right[i] += h
        left[i] -= h
        total += (f(right) - f(left)) / (2 * h) * part
    return total / math.hypot(*direction)
