"""both factors are too large"""

TOO_LONG = ((2.0 + 1e-12) - 2.0) / 1e-12 - 1


def printed(true_slope, factors):
    return true_slope * (1 + TOO_LONG)
