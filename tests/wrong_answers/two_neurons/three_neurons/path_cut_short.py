"""its path leads back through o, h and g"""


def backward(weights, x, target):
    w1, b1, w2, b2, w3, b3 = weights
    g = w1 * x + b1
    h = w2 * g + b2
    d_o = 2 * (w3 * h + b3 - target)
    d_h = d_o * w3
    return d_h * x, d_h, d_h * g, d_h, d_o * h, d_o
