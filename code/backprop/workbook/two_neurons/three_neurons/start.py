"""One more neuron: walk back through three."""


def forward(weights, x):
    """The hidden numbers g and h, and the output o, of three neurons."""
    w1, b1, w2, b2, w3, b3 = weights
    g = w1 * x + b1
    h = w2 * g + b2
    o = w3 * h + b3
    return g, h, o


def backward(weights, x, target):
    """The slopes of (o - target) ** 2 along w1, b1, w2, b2, w3 and b3."""
    return ...


print(backward((0.5, 0.5, 0.5, 0.5, 0.5, 0.5), x=1.0, target=7.0))
