"""their slopes may belong to different tags"""

import math

from backprop.transforms import Dual, derivative


def tanh(x):
    """The hyperbolic tangent of a Dual or of a plain number."""
    if not isinstance(x, Dual):
        return math.tanh(x)
    y = tanh(x.value)
    return Dual(y, (1.0 - y * y) * x.slope, x.tag)


def divide(a, b):
    """a / b, of which each is a Dual or a plain number."""
    if not isinstance(a, Dual) and not isinstance(b, Dual):
        return a / b
    if not isinstance(a, Dual):
        a = Dual(a, 0.0, b.tag)
    if not isinstance(b, Dual):
        b = Dual(b, 0.0, a.tag)
    y = divide(a.value, b.value)
    return Dual(y, divide(a.slope - y * b.slope, b.value), a.tag)


print(tanh(Dual(0.5, 1.0)), divide(1.0, Dual(2.0, 1.0)))
