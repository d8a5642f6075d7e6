"""Tall or wide? Count walks before you take one.

A walk goes once through all that was computed: forward with one direction of
the inputs, or back with one weight for each output.
"""

# For (inputs, outputs): the way that takes fewer walks, "forward" or "back",
# and how many it takes for all slopes.
JACOBIANS = {
    (1, 1000): (..., ...),
    (2410, 1): (..., ...),
    (64, 10): (..., ...),
    (10, 64): (..., ...),
}


def hessian_walks(n):
    """For the Hessian of one number of n inputs, with the first walk."""
    return ...


def hvp_walks(n):
    """For the Hessian times a direction, with the first walk."""
    return ...
