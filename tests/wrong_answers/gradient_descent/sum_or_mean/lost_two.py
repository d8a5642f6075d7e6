"""the square brings a factor 2"""


def stable_rate_of_mean(xs):
    return 2 * len(xs) / sum(x * x for x in xs)


def stable_rate_of_sum(xs):
    return 2 / sum(x * x for x in xs)
