"""with the switches at (1, 1, 1) the lamp should be 1"""

HIDDEN = [[1, 1, 1, 0], [1, 1, 1, -1], [1, 1, 1, -2]]
OUTPUT = [1, -2, 0, 0]
