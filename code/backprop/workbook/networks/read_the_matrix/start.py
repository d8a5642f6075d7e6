"""Read a confusion matrix: rows are what is, columns what was said."""

CATS_DOGS_COWS = [
    [8, 2, 0],
    [1, 5, 0],
    [0, 4, 0],
]


def accuracy_of(matrix):
    """Which part of all was read right."""
    return ...


def found(matrix):
    """For each row, which part of it was read right."""
    return ...


HARDEST = ...  # 0, 1 or 2: which of the three is found least often?

print(accuracy_of(CATS_DOGS_COWS), found(CATS_DOGS_COWS))
