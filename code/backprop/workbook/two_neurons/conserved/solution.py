"""Half the rate, half the drift: with tiny steps nothing would move.

The slopes of w1, b1 and w2 are d_h * x, d_h and d_o * h with d_h = d_o * w2.
So w1 * (slope of w1) + b1 * (slope of b1) is d_h * h, and w2 * (slope of w2)
is the same: the square of w2 gains what the two other squares gain.

What is left in each step is rate ** 2 times squares of slopes. Half the rate
needs twice the steps, so the drift halves.
"""

from backprop.two_neurons import Weights, train

INPUTS = [0.0, 0.5, 1.0, 1.5, 2.0]
TARGETS = [4.2, 5.3, 7.1, 8.4, 10.0]


def quantity(weights):
    """The number that hardly moves."""
    return weights.w1**2 + weights.b1**2 - weights.w2**2


def drift(rate, epochs):
    """How far w1² + b1² - w2² moves, from all at 0.5, on the points above."""
    start = Weights(0.5, 0.5, 0.5, 0.5)
    end, _ = train(start, INPUTS, TARGETS, rate, epochs)
    return quantity(end) - quantity(start)


print("rate 0.02,  400 epochs:", drift(0.02, 400))
print("rate 0.01,  800 epochs:", drift(0.01, 800))
print("rate 0.005, 1600 epochs:", drift(0.005, 1600))
