"""Where n / k and k are equal, their sum is least: k is the root of n.

One piece of n holds n + 1 states, and n pieces of 1 hold as many: in the first
all are computed at once, in the others all are kept. At the root the two
shares are equal. What it costs is always the same, one more run of the n
steps.

Pieces within pieces take less memory and more time, until the logarithm of n
is enough.
"""

import math


def most_held(n, k):
    """The most states at once: those that are kept, and those of a piece."""
    return math.ceil(n / k) + k


def best(n):
    """The k, from 1 to n, for which that is least."""
    return min(range(1, n + 1), key=lambda k: most_held(n, k))


for n in (16, 64, 100, 400):
    k = best(n)
    print(n, "steps in pieces of", k, "hold", most_held(n, k))
