"""One scale for all inputs, and the way back."""


def standardise(xs):
    """(scaled, middle, spread): `scaled` has mean 0 and mean square 1.

    `middle` is the mean of xs, and `spread` the root of the mean of
    (x - middle)**2.
    """
    return ..., ..., ...


def translate(m, c, middle, spread):
    """Slope and intercept for x, from those for (x - middle) / spread."""
    return ..., ...


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
