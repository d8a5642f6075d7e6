"""multiply by w3"""


def backward(weights, x, target):
    w1, b1, w2, b2, w3, b3 = weights
    g = w1 * x + b1
    h = w2 * g + b2
    d_o = 2 * (w3 * h + b3 - target)
    d_h = d_o * w2
    d_g = d_h * w1
    return d_g * x, d_g, d_h * g, d_h, d_o * h, d_o
