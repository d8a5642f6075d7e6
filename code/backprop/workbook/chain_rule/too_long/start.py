"""Predict what the first version would have printed."""

TOO_LONG = ((2.0 + 1e-12) - 2.0) / 1e-12 - 1


def printed(true_slope, factors):
    """What it prints for a product of so many measured slopes.

    Each of them is too large by the factor 1 + TOO_LONG.
    """
    return ...


print(printed(192, 1), printed(192, 2), printed(192, 3))
