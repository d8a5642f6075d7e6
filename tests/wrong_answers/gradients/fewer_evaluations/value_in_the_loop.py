"""Ask for it once"""


def forward_gradient(f, x, h=2**-26):
    slopes = []
    for i in range(len(x)):
        moved = list(x)
        moved[i] += h
        slopes.append((f(moved) - f(x)) / h)
    return slopes
