"""Broadcasting, undone by you."""

import numpy as np


def undo_broadcasting(g, shape):
    """Add g up along all axes on which NumPy had repeated numbers.

    `shape` is what the array had before NumPy stretched it to the shape of g.
    """
    return ...


g = np.ones((5, 3, 4))
for shape in ((4,), (3, 1), (5, 3, 4)):
    print(shape, undo_broadcasting(g, shape))
