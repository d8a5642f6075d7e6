"""Beside each number on the right of a `=`, write whether it is old or new.
Which slope has to be known before any of the four moves?
"""

import math
from dataclasses import astuple

from backprop.two_neurons import Weights, train


def check_worked_network(you):
    """one step of the network of the chapter"""
    got = you.step(0.5, 0.5, 0.5, 0.5, x=1.0, target=7.0, rate=0.05)
    assert got is not None, "step gave None: is its `return` missing?"
    w1, b1, w2, b2 = got
    assert not math.isclose(w1, 1.16), (
        "w1 went to 1.16: its slope came through the new w2, which is 1.1. "
        "It has to come through the old one, which made the output."
    )
    assert not math.isclose(w1, 0.2), (
        "w1 went to 0.2: that is uphill. Subtract rate times slope."
    )
    expected = 0.8, 0.8, 1.1, 1.1
    assert all(map(math.isclose, got, expected)), (
        f"expected {expected}, but came {got!r}."
    )


def check_other_networks(you):
    """other networks move as `train` moves them"""
    for numbers in ((1.0, -2.0, 0.5, 3.0), (-1.5, 0.5, 2.0, -1.0)):
        got = you.step(*numbers, x=0.7, target=2.0, rate=0.1)
        expected, _ = train(Weights(*numbers), [0.7], [2.0], 0.1, 1)
        assert all(
            math.isclose(a, b, abs_tol=1e-9)
            for a, b in zip(got, astuple(expected))
        ), f"from {numbers} expected {astuple(expected)}, but came {got!r}."
