"""change a copy"""


def forward_gradient(f, x, h=2**-26):
    before = f(x)
    slopes = []
    for i in range(len(x)):
        x[i] += h
        slopes.append((f(x) - before) / h)
    return slopes
