"""Memory for time: how many states must be held at once?

A run of n steps is cut into pieces of k; the last piece may be shorter. What
stands before each piece is kept until the end. On the way back a piece is run
again, and then the k states that it computes are held as well.
"""


def most_held(n, k):
    """The most states at once: those that are kept, and those of a piece."""
    return ...


def best(n):
    """The k, from 1 to n, for which that is least."""
    return ...


for n in (16, 64, 100, 400):
    k = best(n)
    print(n, "steps in pieces of", k, "hold", most_held(n, k))
