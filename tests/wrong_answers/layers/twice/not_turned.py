"""slopes have shape (2, 4), but x has (4, 2): transpose them"""


def d_weights(x, weights, d_z):
    return (x @ weights).T @ d_z
