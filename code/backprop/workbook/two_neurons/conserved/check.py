"""Write a function for the number itself, and ask it before and after `train`.
For the why: a small step changes a square by about twice its number times
the step, and each step is -rate times a slope of the backward pass.
"""

import math

from backprop.two_neurons import Weights, train


def check_drift(you):
    """`drift(0.02, 400)`, from start to end"""
    drift = you.drift(0.02, 400)
    assert drift is not ..., "drift still returns `...`: train and compare."
    assert drift is not None, "drift gave None: is its `return` missing?"
    start = Weights(0.5, 0.5, 0.5, 0.5)
    end, _ = train(start, you.INPUTS, you.TARGETS, 0.02, 400)
    assert not math.isclose(drift, end.w1**2 + end.b1**2 - end.w2**2), (
        "that is the number at the end; it started at 0.25. Subtract."
    )
    plus = end.w1**2 + end.b1**2 + end.w2**2 - 0.75
    assert not math.isclose(drift, plus), (
        f"{plus:.1f} is how far the sum of the three squares moves: the "
        "square of w2 has a minus before it."
    )
    assert math.isclose(drift, -0.0816, abs_tol=1e-3), (
        f"expected about -0.0816, but came {drift!r}."
    )


def check_half_the_rate(you):
    """half the rate and twice the epochs: how the drift changes"""
    ratio = you.drift(0.01, 800) / you.drift(0.02, 400)
    assert 0.4 < ratio < 0.6, (
        f"the drift went down to {ratio:.2f} of itself instead of about half: "
        "does `drift` hand on both its arguments?"
    )
