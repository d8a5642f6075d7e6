"""all others in the row shrink"""


def softmax_rule(g, y):
    return g * y * (1 - y)
