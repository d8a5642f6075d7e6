"""The valley is lowest at 3; at 5 the slope is 2, and at 1 it is -2.
Which sign before the slope leads to 3 from both places?
"""

import math


def check_step(you):
    """one step from 5, where the slope is 2, with a rate of 0.5"""
    new = you.step_down(lambda w: w - 3, 5.0, 0.5)
    assert new is not ..., "step_down still returns `...`: put the step there."
    assert new is not None, "step_down gave None: is its `return` missing?"
    assert not math.isclose(new, 6), (
        "6 is uphill: the slope at 5 is +2, so f grows to the right, and the "
        "way down is to the left. Which sign turns you round?"
    )
    assert not math.isclose(new, 3), (
        "3 is a step of the whole slope: multiply it by the rate."
    )
    assert math.isclose(new, 4), f"expected 4, but came {new!r}."


def check_other_side(you):
    """a step from the other side of the valley"""
    new = you.step_down(lambda w: w - 3, 1.0, 0.5)
    assert math.isclose(new, 2), (
        f"from 1 expected 2, but came {new!r}: the sign of the slope itself "
        "decides the direction, so leave it as it is."
    )


def check_walk(you):
    """fifty steps lead to the lowest point"""
    w = 5.0
    for _ in range(50):
        w = you.step_down(lambda w: w - 3, w, 0.5)
    assert math.isclose(w, 3), f"after 50 steps expected 3, but came {w!r}."
