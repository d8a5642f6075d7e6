"""`moved = x` gives the same list a second name; `list(x)` makes a new one.

To add h and to subtract it again is not enough: the sum was rounded, and
subtracting does not undo that.
"""


def gradient(f, x, h=1e-5):
    """The slopes of `f` at `x`, by forward differences; x is unchanged."""
    slopes = []
    for i in range(len(x)):
        before = f(x)
        moved = list(x)
        moved[i] += h
        slopes.append((f(moved) - before) / h)
    return slopes


weights = [0.5, 0.1]
print(gradient(lambda w: w[0] * w[1], weights))
print("the weights, afterwards:", weights)
