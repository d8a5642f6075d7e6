"""hand x.tag on"""

import math

from backprop.transforms import Dual, derivative


def tanh(x):
    """The hyperbolic tangent of a Dual or of a plain number."""
    if not isinstance(x, Dual):
        return math.tanh(x)
    y = tanh(x.value)
    return Dual(y, (1.0 - y * y) * x.slope)


def divide(a, b):
    """a / b, of which each is a Dual or a plain number."""
    return a * inverse(b)


def inverse(x):
    if not isinstance(x, Dual):
        return 1 / x
    y = inverse(x.value)
    return Dual(y, -1.0 * y * y * x.slope)


print(tanh(Dual(0.5, 1.0)), divide(1.0, Dual(2.0, 1.0)))
