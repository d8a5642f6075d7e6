"""n steps multiply the distance by factor**n: take logarithms and divide.

The sign of the factor does not matter, because the other side of the valley
is as far away. A factor of 1 or more in size never arrives, and one of 0
arrives at once.
"""

import math


def steps_needed(rate, curvature, shrink=1e-6):
    """The steps until the distance is at most `shrink` times the first.

    Each step multiplies it by 1 - rate * curvature. Give `math.inf` where the
    walk never gets there.
    """
    factor = abs(1 - rate * curvature)
    if factor >= 1:
        return math.inf
    if factor == 0:
        return 1
    return math.ceil(math.log(shrink) / math.log(factor))


print(steps_needed(rate=0.1, curvature=0.304), math.inf)
