"""d_bias: slopes have shape (4, 4), but x has (4,): add them up over the rows"""


def backward(x, weights, d_outputs):
    return x.T @ d_outputs, d_outputs, d_outputs @ weights.T
