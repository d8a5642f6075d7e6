"""Do `FORK` with a pencil: write 1 beside y and 0 beside the others, and visit
y, b, a and x.
What stands beside x after b, and what becomes of it when you visit a?
"""

from backprop.workbook import diagnosis

FORK = [
    ("x", []),
    ("a", [("x", 4)]),
    ("b", [("x", 12)]),
    ("y", [("a", 1), ("b", 1)]),
]
ROW = [("x", []), ("t", [("x", 4)]), ("y", [("t", 48)])]
TWICE_THE_SAME = [("x", []), ("y", [("x", 3), ("x", 3)])]
UNUSED = [("x", []), ("z", [("x", 5)]), ("y", [("x", 2)])]


def check_row(you):
    """a row of numbers, one after the other"""
    got = you.walk_back(ROW)
    assert got is not ..., "walk_back still returns `...`: start at the end."
    assert got is not None, "walk_back gave None: is its `return` missing?"
    assert got.get("y") == 1, "the slope of y along itself is 1: start there."
    expected = {"x": 192, "t": 48, "y": 1}
    assert got == expected, (
        f"expected 48 along t and 192 along x, but came {got!r}."
        + diagnosis(got, expected)
    )


def check_fork(you):
    """a fork, as `FORK` is"""
    got = you.walk_back(FORK)
    assert got["x"] not in (4, 12), (
        f"the slope along x came out as {got['x']}: the second path wrote "
        "over the first. Add with += where two paths meet."
    )
    expected = {"x": 16, "a": 1, "b": 1, "y": 1}
    assert got == expected, (
        f"expected 16 along x, but came {got!r}." + diagnosis(got, expected)
    )


def check_one_name_twice(you):
    """`x * x`, where both inputs are the same name"""
    got = you.walk_back(TWICE_THE_SAME)
    assert got["x"] == 6, f"expected 3 + 3 along x, but came {got['x']!r}."


def check_a_dead_end(you):
    """a name that does not lead to the end"""
    got = you.walk_back(UNUSED)
    assert got == {"x": 2, "z": 0, "y": 1}, (
        f"z does not lead to y, so its slope is 0; came {got!r}."
    )


def check_many_paths(you):
    """sixty forks in a row, with more paths than can be walked"""
    graph = [("n0", [])]
    for stage in range(60):
        graph.append((f"n{stage + 1}", [(f"n{stage}", 1), (f"n{stage}", 1)]))
    assert you.walk_back(graph)["n0"] == 2**60, "60 doublings give 2 ** 60."
