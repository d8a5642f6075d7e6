"""inside the loop"""


def gradient(f, x, h=1e-5):
    moved = list(x)
    slopes = []
    for i in range(len(x)):
        before = f(moved)
        moved[i] += h
        slopes.append((f(moved) - before) / h)
    return slopes
