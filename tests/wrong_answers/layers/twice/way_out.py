"""the weights are used on the way in, too"""


def d_weights(x, weights, d_z):
    return d_z.T @ (x @ weights)
