"""A walk forward gives a column, one back a row; take what there is less of.

The gradient is one walk back from one number. It has n numbers, so its own
Jacobian is square and takes n walks, either way. The gradient times a
direction is one number again, and one more walk back has all its slopes:
two walks, for 2,410 weights as for two.
"""

# For (inputs, outputs): the way that takes fewer walks, "forward" or "back",
# and how many it takes for all slopes.
JACOBIANS = {
    (1, 1000): ("forward", 1),
    (2410, 1): ("back", 1),
    (64, 10): ("back", 10),
    (10, 64): ("forward", 10),
}


def hessian_walks(n):
    """For the Hessian of one number of n inputs, with the first walk."""
    return 1 + n


def hvp_walks(n):
    """For the Hessian times a direction, with the first walk."""
    return 2
