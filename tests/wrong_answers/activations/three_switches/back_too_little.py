"""what must its slope do at 1"""

HIDDEN = [[1, 1, 1, 0], [1, 1, 1, -1], [1, 1, 1, -2]]
OUTPUT = [1, -1, 1, 0]
