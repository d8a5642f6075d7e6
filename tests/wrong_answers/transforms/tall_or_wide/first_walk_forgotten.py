"""and that was a walk, too"""

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
    return n


def hvp_walks(n):
    """For the Hessian times a direction, with the first walk."""
    return 2
