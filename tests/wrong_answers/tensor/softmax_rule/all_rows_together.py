"""Each row is an example of its own"""


def softmax_rule(g, y):
    return y * (g - (g * y).sum())
