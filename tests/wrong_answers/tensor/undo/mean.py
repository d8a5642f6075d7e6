"""Each copy is a path"""


def undo_broadcasting(g, shape):
    new = g.ndim - len(shape)
    axes = [i for i, n in enumerate(shape, new) if n == 1]
    return g.mean(axis=(*range(new), *axes)).reshape(shape)
