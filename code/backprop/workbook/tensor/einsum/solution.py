"""Each product a * b * g has three factors, and any two lead to the third.

The loss along the output is the sum, over all letters, of a * b * g. The slope
along a is what stands beside it: b * g, added up over the letters that a does
not have. So the letters of the output and of a change places. For a product of
matrices, "ik,kj->ij" becomes "ij,kj->ik", which is G B^T.

A letter that stands in a alone was summed away before it met b or g. All
numbers along it have the same slope, so it is stretched: to be summed and to
be stretched are each other's way back.
"""

import numpy as np


def slopes(subscripts, a, b, g):
    """The slopes along a and b, from g along np.einsum(subscripts, a, b).

    `subscripts` is like "bik,bkj->bij": two operands, each with different
    letters, and the output.
    """
    inputs, of_output = subscripts.split("->")
    of_a, of_b = inputs.split(",")
    return (
        along(of_a, a.shape, f"{of_output},{of_b}", g, b),
        along(of_b, b.shape, f"{of_output},{of_a}", g, a),
    )


def along(own, shape, others, g, other):
    """The slopes along the operand with the letters `own`."""
    known = "".join(letter for letter in own if letter in others)
    found = np.einsum(f"{others}->{known}", g, other)
    sizes = [n if x in known else 1 for x, n in zip(own, shape)]
    return np.broadcast_to(found.reshape(sizes), shape)


rng = np.random.default_rng(0)
a, b = rng.normal(size=(2, 3)), rng.normal(size=(3, 4))
print(slopes("ij,jk->ik", a, b, np.ones((2, 4))))
