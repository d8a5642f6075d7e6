"""the square of w2 has a minus before it"""

from backprop.two_neurons import Weights, train

INPUTS = [0.0, 0.5, 1.0, 1.5, 2.0]
TARGETS = [4.2, 5.3, 7.1, 8.4, 10.0]


def drift(rate, epochs):
    w, _ = train(Weights(0.5, 0.5, 0.5, 0.5), INPUTS, TARGETS, rate, epochs)
    return w.w1**2 + w.b1**2 + w.w2**2 - 0.75
