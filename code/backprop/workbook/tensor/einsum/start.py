"""einsum, and back: the same letters in other places.

np.einsum("bik,bkj->bij", a, b) multiplies two numbers for each b, i, k and j,
and adds up over the letters that the output does not have: here k.
"""

import numpy as np


def slopes(subscripts, a, b, g):
    """The slopes along a and b, from g along np.einsum(subscripts, a, b).

    `subscripts` is like "bik,bkj->bij": two operands, each with different
    letters, and the output.
    """
    inputs, of_output = subscripts.split("->")
    of_a, of_b = inputs.split(",")
    return ..., ...


rng = np.random.default_rng(0)
a, b = rng.normal(size=(2, 3)), rng.normal(size=(3, 4))
print(slopes("ij,jk->ik", a, b, np.ones((2, 4))))
