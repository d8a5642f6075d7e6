"""what is left over at the end is a piece, too"""


def most_held(n, k):
    """The most states at once: those that are kept, and those of a piece."""
    return n // k + k


def best(n):
    """The k, from 1 to n, for which that is least."""
    return min(range(1, n + 1), key=lambda k: most_held(n, k))


for n in (16, 64, 100, 400):
    k = best(n)
    print(n, "steps in pieces of", k, "hold", most_held(n, k))
