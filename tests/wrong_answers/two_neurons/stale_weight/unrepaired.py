"""its slope came through the new w2"""


def step(w1, b1, w2, b2, x, target, rate):
    h = w1 * x + b1
    d_output = 2 * (w2 * h + b2 - target)
    w2, b2 = w2 - rate * d_output * h, b2 - rate * d_output
    return w1 - rate * d_output * w2 * x, b1 - rate * d_output * w2, w2, b2
