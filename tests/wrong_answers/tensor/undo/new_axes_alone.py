"""on which did it have the length 1?"""


def undo_broadcasting(g, shape):
    return g.sum(axis=tuple(range(g.ndim - len(shape))))
