"""e ** 1000 is too large for a float"""

import math

from backprop.scalar import Value


def softplus(x):
    e = math.exp(x.data)
    return Value(math.log(1 + e), (x,), (e / (1 + e),), "softplus")
