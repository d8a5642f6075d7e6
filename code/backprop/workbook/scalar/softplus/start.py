"""An operation of your own: softplus, the logarithm of 1 + e ** x."""

import math

from backprop.scalar import Value


def softplus(x):
    """softplus of a Value, as one node."""
    return ...


x = Value(1.0)
y = softplus(x)
if isinstance(y, Value):
    y.backward()
    print(y.data, x.grad)
