"""that is uphill"""


def step(w1, b1, w2, b2, x, target, rate):
    h = w1 * x + b1
    d = 2 * (w2 * h + b2 - target)
    return (
        w1 + rate * d * w2 * x,
        b1 + rate * d * w2,
        w2 + rate * d * h,
        b2 + rate * d,
    )
