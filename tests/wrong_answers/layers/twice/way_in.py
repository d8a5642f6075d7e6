"""the weights are used on the way out, too"""


def d_weights(x, weights, d_z):
    return x.T @ (d_z @ weights)
