"""Two operations that Dual lacks: tanh and division.

The value of a Dual can be a Dual in turn, when a derivative is taken inside
another one, and then each of the two has its own tag.
"""

import math

from backprop.transforms import Dual, derivative


def tanh(x):
    """The hyperbolic tangent of a Dual or of a plain number."""
    return ...


def divide(a, b):
    """a / b, of which each is a Dual or a plain number."""
    return ...


print(tanh(Dual(0.5, 1.0)), divide(1.0, Dual(2.0, 1.0)))
