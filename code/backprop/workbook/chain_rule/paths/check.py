"""Call the two brackets c and d, and draw an arrow for each use of a name.
What are the values of c and d here, and which line of the table of local
derivatives belongs to c * d?
"""

from math import prod


def check_filled_in(you):
    """both lists of paths are filled in"""
    for paths in (you.FROM_A, you.FROM_B):
        assert all(... not in path for path in paths), (
            "there is still a `...` in a path: put a local derivative there."
        )


def check_from_a(you):
    """`FROM_A` has every path from a to e"""
    assert len(you.FROM_A) == 1, "a is written once: one path starts from it."
    assert prod(you.FROM_A[0]) == 2, (
        "the path from a goes through the sum, slope 1, and through the "
        "product, whose slope is the value of the other bracket."
    )


def check_from_b(you):
    """`FROM_B` has every path from b to e"""
    assert len(you.FROM_B) == 2, (
        f"b is written twice, so two paths start from it, not "
        f"{len(you.FROM_B)}."
    )
    slopes = sorted(prod(path) for path in you.FROM_B)
    assert slopes == [2, 3], (
        f"the two paths should have the slopes 2 and 3, not {slopes}: in the "
        "product each bracket gets the value of the other."
    )
