"""The largest stable rate, for the mean of squared errors and their sum.

The line goes through zero: it predicts w * x, with one knob.
"""


def stable_rate_of_mean(xs):
    """For E = the mean of (w * x - y)**2 over all data."""
    return ...


def stable_rate_of_sum(xs):
    """For E = the sum of (w * x - y)**2 over all data."""
    return ...


xs = [0.5, 1.0, 1.5, 2.0]
print(stable_rate_of_mean(xs), stable_rate_of_sum(xs))
