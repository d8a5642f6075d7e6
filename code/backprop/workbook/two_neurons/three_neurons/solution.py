"""Each neuron does the same three things with the slope that reaches it.

Times its input: the slope of its weight. As it is: the slope of its bias.
Times its weight: what it hands on to the left. This is a loop already, and
that loop is the "Network" of step 11.
"""


def forward(weights, x):
    """The hidden numbers g and h, and the output o, of three neurons."""
    w1, b1, w2, b2, w3, b3 = weights
    g = w1 * x + b1
    h = w2 * g + b2
    o = w3 * h + b3
    return g, h, o


def backward(weights, x, target):
    """The slopes of (o - target) ** 2 along w1, b1, w2, b2, w3 and b3."""
    w1, b1, w2, b2, w3, b3 = weights
    g, h, o = forward(weights, x)
    d_o = 2 * (o - target)
    d_h = d_o * w3
    d_g = d_h * w2
    return d_g * x, d_g, d_h * g, d_h, d_o * h, d_o


print(backward((0.5, 0.5, 0.5, 0.5, 0.5, 0.5), x=1.0, target=7.0))
