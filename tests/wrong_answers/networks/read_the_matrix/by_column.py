"""that divides by the columns"""


def accuracy_of(matrix):
    return sum(r[i] for i, r in enumerate(matrix)) / sum(map(sum, matrix))


def found(matrix):
    totals = [max(1, sum(column)) for column in zip(*matrix)]
    return [matrix[i][i] / total for i, total in enumerate(totals)]


HARDEST = 2
