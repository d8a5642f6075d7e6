"""Turn the numbers of x into floats first"""


def gradient(f, x, h=1e-4):
    slopes = [0.0] * len(x)
    for i in range(len(x)):
        moved = type(x)(x)
        moved[i] = float(x[i]) + h
        right = f(moved)
        moved[i] = float(x[i]) - h
        left = f(moved)
        slopes[i] = float((right - left) / (2 * h))
    return slopes
