"""Multiply once; three doublings would be eight times as much."""


def tripled(x):
    """Three times `x`."""
    return 3 * x


print(tripled(3))
