"""What training cannot change, or hardly."""

from backprop.two_neurons import Weights, train

INPUTS = [0.0, 0.5, 1.0, 1.5, 2.0]
TARGETS = [4.2, 5.3, 7.1, 8.4, 10.0]


def drift(rate, epochs):
    """How far w1² + b1² - w2² moves, from all at 0.5, on the points above."""
    return ...


print("rate 0.02,  400 epochs:", drift(0.02, 400))
print("rate 0.01,  800 epochs:", drift(0.01, 800))
print("rate 0.005, 1600 epochs:", drift(0.005, 1600))
