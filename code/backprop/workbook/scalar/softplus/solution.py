"""Its slope is the sigmoid, e ** x / (1 + e ** x).

For large x, e ** x is too large for a float. Taking the larger of x and 0
out of the logarithm leaves e to a power that is never above 0: the same
number, without the overflow. `log1p` is log(1 + e) that keeps its digits
where e is small. The local derivative is of this node alone: what comes
from upstream is multiplied by `backward`.
"""

import math

from backprop.scalar import Value


def softplus(x):
    """softplus of a Value, as one node."""
    e = math.exp(-abs(x.data))
    y = max(x.data, 0.0) + math.log1p(e)
    slope = (1 if x.data >= 0 else e) / (1 + e)
    return Value(y, (x,), (slope,), "softplus")


x = Value(1.0)
y = softplus(x)
if isinstance(y, Value):
    y.backward()
    print(y.data, x.grad)
