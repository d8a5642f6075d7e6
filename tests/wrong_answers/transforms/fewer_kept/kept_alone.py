"""its own states are held as well"""

import math


def most_held(n, k):
    """The most states at once: those that are kept, and those of a piece."""
    return math.ceil(n / k)


def best(n):
    """The k, from 1 to n, for which that is least."""
    return n


for n in (16, 64, 100, 400):
    k = best(n)
    print(n, "steps in pieces of", k, "hold", most_held(n, k))
