"""Divide by the row for what was found, by the column for what to believe.

Two thirds are right, and yet not a single cow was found: one number hides
what a matrix shows. Of the columns one can ask the other question: when the
network says "cat", how often is it one?
"""

CATS_DOGS_COWS = [
    [8, 2, 0],
    [1, 5, 0],
    [0, 4, 0],
]


def accuracy_of(matrix):
    """Which part of all was read right."""
    right = sum(row[at] for at, row in enumerate(matrix))
    return right / sum(map(sum, matrix))


def found(matrix):
    """For each row, which part of it was read right."""
    return [row[at] / sum(row) for at, row in enumerate(matrix)]


HARDEST = 2  # 0, 1 or 2: which of the three is found least often?

print(accuracy_of(CATS_DOGS_COWS), found(CATS_DOGS_COWS))
