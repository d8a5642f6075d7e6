"""Let your function call itself on x.value"""

import math

from backprop.transforms import Dual, derivative


def tanh(x):
    """The hyperbolic tangent of a Dual or of a plain number."""
    if not isinstance(x, Dual):
        return math.tanh(x)
    y = math.tanh(x.value)
    return Dual(y, (1.0 - y * y) * x.slope, x.tag)


def divide(a, b):
    """a / b, of which each is a Dual or a plain number."""
    if not isinstance(b, Dual):
        return a * (1 / b)
    return a * Dual(1 / b.value, -1 / b.value**2 * b.slope, b.tag)


print(tanh(Dual(0.5, 1.0)), divide(1.0, Dual(2.0, 1.0)))
