"""right is what stands on the diagonal"""


def accuracy_of(matrix):
    return sum(r[i] / sum(r) for i, r in enumerate(matrix)) / len(matrix)


def found(matrix):
    return [row[at] / sum(row) for at, row in enumerate(matrix)]


HARDEST = 2
