"""d_inputs: 16 of 16 slopes wrong"""


def backward(x, weights, d_outputs):
    return x.T @ d_outputs, d_outputs.sum(axis=0), d_outputs @ weights
