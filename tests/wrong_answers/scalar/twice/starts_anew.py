"""a is a leaf, and adds to what it has"""

GRADIENTS = {1: (4, 3, 1), 2: (4, 3, 1), 3: (5, 3, 1), 4: (0, 0, 0)}
