"""Subtract the middle, divide by the spread; both curvatures become 2.

Then every direction is as steep as every other, the rate 0.5 arrives in one
step, and 0.4 takes a few. The line m * (x - middle) / spread + c has the
slope m / spread, and at x = 0 the height c - m * middle / spread.
"""


def standardise(xs):
    """(scaled, middle, spread): `scaled` has mean 0 and mean square 1.

    `middle` is the mean of xs, and `spread` the root of the mean of
    (x - middle)**2.
    """
    middle = sum(xs) / len(xs)
    spread = (sum((x - middle) ** 2 for x in xs) / len(xs)) ** 0.5
    return [(x - middle) / spread for x in xs], middle, spread


def translate(m, c, middle, spread):
    """Slope and intercept for x, from those for (x - middle) / spread."""
    return m / spread, c - m * middle / spread


def fit(xs, ys, rate, steps):
    m = c = 0.0
    for _ in range(steps):
        off = [m * x + c - y for x, y in zip(xs, ys)]
        m -= rate * 2 * sum(o * x for o, x in zip(off, xs)) / len(xs)
        c -= rate * 2 * sum(off) / len(xs)
    return m, c


centimetres = [20.0, 60.0, 110.0, 130.0, 190.0]
heights = [4 + 0.03 * x for x in centimetres]
scaled, middle, spread = standardise(centimetres)
if scaled is not ...:
    m, c = fit(scaled, heights, rate=0.4, steps=100)
    print(translate(m, c, middle, spread))
