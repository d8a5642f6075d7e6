"""The first row has ten cats: how many of them were called cats, and in which
place does that number stand?
At which place does it stand in the rows below?
"""

import math

MATRIX = [[8, 2, 0], [1, 5, 0], [0, 4, 0]]
OTHER = [[3, 1], [2, 4]]


def close(got, expected):
    return len(got) == len(expected) and all(
        math.isclose(a, b, abs_tol=1e-9) for a, b in zip(got, expected)
    )


def check_accuracy(you):
    """`accuracy_of` a matrix"""
    for matrix, expected in ((MATRIX, 13 / 20), (OTHER, 7 / 10)):
        got = you.accuracy_of(matrix)
        assert got is not ..., (
            "accuracy_of still returns `...`: add up what was right."
        )
        assert math.isclose(got, expected, abs_tol=1e-9), (
            f"for {matrix} expected {expected}, came {got}: right is what "
            "stands on the diagonal, where what was said is what is."
        )


def check_found(you):
    """`found` gives a part for each row"""
    assert you.found(MATRIX) is not ..., (
        "found still returns `...`: one share for each row."
    )
    for matrix, expected, by_column in (
        (OTHER, [3 / 4, 4 / 6], [3 / 5, 4 / 5]),
        (MATRIX, [8 / 10, 5 / 6, 0], None),
    ):
        got = list(you.found(matrix))
        assert by_column is None or not close(got, by_column), (
            f"for {matrix} came {got}: that divides by the columns, and says "
            "how often it is right when it says so. Divide by the rows."
        )
        assert close(got, expected), (
            f"for {matrix} expected {expected}, came {got}."
        )


def check_hardest(you):
    """`HARDEST` names the one that is found least often"""
    assert you.HARDEST is not ..., (
        "HARDEST is still `...`: put a number in its place."
    )
    assert you.HARDEST == 2, (
        "not one of the cows in the last row was found; a column of zeros "
        "says that the network never says so."
    )
