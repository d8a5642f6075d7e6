"""Draw 10 steps in pieces of 4: how many pieces are there, and how many states
does a full one compute?
When k grows, which of the two numbers grows and which shrinks?
"""


def truth(n, k):
    """Go through it, with lists of what is held."""
    pieces = [range(i, min(i + k, n)) for i in range(0, n, k)]
    kept = [piece[0] for piece in pieces]
    return max(len(kept) + len(piece) for piece in pieces)


def check_most_held(you):
    """`most_held`, also where the last piece is shorter"""
    for n, k in ((16, 4), (100, 10), (100, 100), (100, 1), (10, 4), (7, 2)):
        got = you.most_held(n, k)
        expected = truth(n, k)
        case = f"{n} steps in pieces of {k}"
        assert got is not ..., (
            "most_held still gives `...`: how many pieces are there?"
        )
        assert n % k == 0 or got != n // k + k, (
            f"{case}: what is left over at the end is a piece, too, and its "
            "beginning is kept."
        )
        assert got != -(-n // k), (
            f"{case}: {got} are kept, but while a piece is walked back "
            "through, its own states are held as well."
        )
        assert n % k == 0 or got != n / k + k, (
            f"{case}: there is no fraction of a state. Round the number of "
            "pieces up."
        )
        assert got == expected, f"{case}: expected {expected}, came {got}."


def check_best(you):
    """`best`, the k for which no other holds less"""
    for n in (16, 64, 100, 400, 1, 2, 3, 10, 90, 1000):
        k = you.best(n)
        assert k is not ..., "best still gives `...`: try every k from 1 to n."
        assert isinstance(k, int) and 1 <= k <= n, (
            f"best({n}) must be a whole number from 1 to {n}, but it is {k!r}."
        )
        least = min(truth(n, k) for k in range(1, n + 1))
        assert truth(n, k) == least, (
            f"{n} steps in pieces of {k} hold {truth(n, k)} states, and "
            f"{least} are possible."
        )
