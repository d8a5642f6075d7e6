"""The sum over n data is n times as steep"""


def stable_rate_of_mean(xs):
    return len(xs) / sum(x * x for x in xs)


stable_rate_of_sum = stable_rate_of_mean
