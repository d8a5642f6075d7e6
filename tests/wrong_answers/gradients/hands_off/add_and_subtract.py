"""does not come back to the same number"""


def gradient(f, x, h=1e-5):
    slopes = []
    for i in range(len(x)):
        before = f(x)
        x[i] += h
        slopes.append((f(x) - before) / h)
        x[i] -= h
    return slopes
