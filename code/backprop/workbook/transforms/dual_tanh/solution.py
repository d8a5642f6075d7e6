"""Each calls itself on the value, until that is a plain number.

The operators of Dual know whose slope is whose, so an operation of one number
needs nothing but the tag of that number. Division has two, and would have to
sort their slopes; the inverse has one, and the product after it sorts.
"""

import math

from backprop.transforms import Dual, derivative


def tanh(x):
    """The hyperbolic tangent of a Dual or of a plain number."""
    if not isinstance(x, Dual):
        return math.tanh(x)
    y = tanh(x.value)  # of what may be a Dual itself
    return Dual(y, (1.0 - y * y) * x.slope, x.tag)


def divide(a, b):
    """a / b, of which each is a Dual or a plain number."""
    return a * inverse(b)


def inverse(x):
    """1 / x."""
    if not isinstance(x, Dual):
        return 1 / x
    y = inverse(x.value)
    return Dual(y, -1.0 * y * y * x.slope, x.tag)


print(tanh(Dual(0.5, 1.0)), divide(1.0, Dual(2.0, 1.0)))
