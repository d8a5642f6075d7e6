"""with all switches down it gives 1, and should give 0"""

HIDDEN = [[1, 1, 1, 0], [1, 1, 1, -1], [1, 1, 1, -2]]
OUTPUT = [1, -2, 2, 1]
