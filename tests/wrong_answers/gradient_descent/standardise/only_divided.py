"""Subtract the middle first"""


def standardise(xs):
    middle = sum(xs) / len(xs)
    spread = (sum((x - middle) ** 2 for x in xs) / len(xs)) ** 0.5
    return [x / spread for x in xs], middle, spread


def translate(m, c, middle, spread):
    return m / spread, c
