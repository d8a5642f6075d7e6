"""The factors multiply, because the slopes do.

For small s, (1 + s) ** 2 is almost 1 + 2 * s: an error that is made in each
of n factors is n times as large in the product. From 16 on the
gaps between numbers are so wide that 1e-12 is rounded to 281 of them, which
is too short by 0.17 percent.
"""

TOO_LONG = ((2.0 + 1e-12) - 2.0) / 1e-12 - 1


def printed(true_slope, factors):
    """What it prints for a product of so many measured slopes.

    Each of them is too large by the factor 1 + TOO_LONG.
    """
    return true_slope * (1 + TOO_LONG) ** factors


print(printed(192, 1), printed(192, 2), printed(192, 3))
