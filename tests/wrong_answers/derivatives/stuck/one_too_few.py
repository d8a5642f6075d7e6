"""8192.0 + 1e-12 still moves"""

import math


def stuck_at(step):
    x = 1.0
    while math.ulp(x) < step:
        x *= 2
    return x
