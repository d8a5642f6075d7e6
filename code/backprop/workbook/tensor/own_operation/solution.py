"""One line for the numbers, one for the rule.

The slope is the sigmoid, e ** x / (1 + e ** x). The denominator is e ** y, so
the slope is e ** (x - y), and as y is never below x, nothing overflows. It is
made of `-` and `np.exp`, which a Tensor understands, and of y, which brings
its own rule along when the slope gets a slope. The sigmoid written as
1 / (1 + e ** -x) has the same numbers, but at -1000 its own slope is infinity
times 0.
"""

import numpy as np
from backprop.tensor import RULES, Tensor, record

# One rule for each input: from g at the output, the output y and the input x.
RULES["softplus"] = (lambda g, y, x: g * np.exp(x - y),)


def softplus(x):
    """softplus of a Tensor, as one node."""
    largest = np.maximum(x.data, 0)
    y = largest + np.log1p(np.exp(-abs(x.data)))
    return record(y, "softplus", (x.node,), (y, x.data))


x = Tensor([-1.0, 0.0, 1.0], requires_grad=True)
y = softplus(x)
if isinstance(y, Tensor):
    print(y)
