"""c is computed, and begins anew with each backward"""

GRADIENTS = {1: (4, 3, 1), 2: (8, 6, 2), 3: (13, 9, 3), 4: (0, 0, 0)}
