"""First the axes that are new, then those that were 1.

NumPy aligns shapes from the right, so new axes are always in front. Adding up
the first one, as often as there are too many, leaves an array whose axes stand
where those of `shape` stand. An axis that was 1 has to be 1 again, and
`keepdims=True` keeps it. The version of the chapter adds up over all of them
at once, and lets `reshape` put the ones back.
"""

import numpy as np


def undo_broadcasting(g, shape):
    """Add g up along all axes on which NumPy had repeated numbers.

    `shape` is what the array had before NumPy stretched it to the shape of g.
    """
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.sum(axis=axis, keepdims=True)
    return g


g = np.ones((5, 3, 4))
for shape in ((4,), (3, 1), (5, 3, 4)):
    print(shape, undo_broadcasting(g, shape))
