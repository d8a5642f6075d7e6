"""Mend a gradient that moves the point it is given."""


def gradient(f, x, h=1e-5):
    """The slopes of `f` at `x`, by forward differences; x is unchanged."""
    slopes = []
    for i in range(len(x)):
        before = f(x)
        moved = x
        moved[i] += h
        slopes.append((f(moved) - before) / h)
    return slopes


weights = [0.5, 0.1]
print(gradient(lambda w: w[0] * w[1], weights))
print("the weights, afterwards:", weights)
