"""Repair the step: it uses a weight that it has changed already."""


def step(w1, b1, w2, b2, x, target, rate):
    """The four numbers after one step downhill on one point."""
    h = w1 * x + b1
    o = w2 * h + b2
    d_output = 2 * (o - target)
    w2 = w2 - rate * d_output * h
    b2 = b2 - rate * d_output
    d_hidden = d_output * w2
    w1 = w1 - rate * d_hidden * x
    b1 = b1 - rate * d_hidden
    return w1, b1, w2, b2


print(step(0.5, 0.5, 0.5, 0.5, x=1.0, target=7.0, rate=0.05))
