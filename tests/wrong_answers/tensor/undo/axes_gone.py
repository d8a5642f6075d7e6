"""An axis that had the length 1 has it again"""


def undo_broadcasting(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    for axis in range(len(shape) - 1, -1, -1):
        if shape[axis] == 1:
            g = g.sum(axis=axis)
    return g
