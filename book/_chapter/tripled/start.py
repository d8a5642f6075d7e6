"""Three times."""


def tripled(x):
    """Three times `x`."""
    return ...


print(tripled(3))
