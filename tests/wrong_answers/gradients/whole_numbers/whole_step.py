"""is what a step of 1 gives"""


def gradient(f, x, h=1):
    slopes = []
    for i in range(len(x)):
        moved = type(x)(x)
        moved[i] = x[i] + h
        right = f(moved)
        moved[i] = x[i] - h
        left = f(moved)
        slopes.append((right - left) / (2 * h))
    return slopes
