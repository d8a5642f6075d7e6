"""The curvature is the slope of the slope, and the limit is 2 / curvature.

The slope of the sum is 2 * x * (w * x - y), added over the data, so its
curvature is 2 * x * x, added. The mean divides it by n. Four times the data,
and the sum wants a rate four times smaller; the mean does not notice.
"""


def stable_rate_of_mean(xs):
    """For E = the mean of (w * x - y)**2 over all data."""
    return len(xs) / sum(x * x for x in xs)


def stable_rate_of_sum(xs):
    """For E = the sum of (w * x - y)**2 over all data."""
    return 1 / sum(x * x for x in xs)


xs = [0.5, 1.0, 1.5, 2.0]
print(stable_rate_of_mean(xs), stable_rate_of_sum(xs))
