"""With a factor of 0.1 it takes six steps, with 0.01 three: what did you do
with the exponents, and what finds the exponent of any factor?
Then look at factors that are negative, 0, or at least 1 in size.
"""

import math


def walk(rate, curvature, shrink):
    distance, steps = 1.0, 0
    while abs(distance) > shrink:
        distance -= rate * curvature * distance
        steps += 1
    return steps


def check_below(you):
    """rates that do not jump over the lowest point"""
    for rate, curvature in ((0.1, 0.304), (0.1, 4.8), (0.25, 2.0)):
        steps = you.steps_needed(rate, curvature)
        assert steps is not ..., (
            "steps_needed still returns `...`: put your prediction there."
        )
        assert steps is not None, (
            "steps_needed gave None: is its `return` missing?"
        )
        truth = walk(rate, curvature, 1e-6)
        assert not (isinstance(steps, float) and steps < truth < steps + 1), (
            f"{steps!r} is no whole number of steps: after fewer than "
            f"{truth} we are not there."
        )
        assert abs(steps - truth) <= 1, (
            f"rate {rate}, curvature {curvature}: a walk needs {truth} steps, "
            f"but you said {steps!r}. After n steps the distance is factor**n."
        )


def check_jumping(you):
    """a rate that jumps from side to side and arrives"""
    try:
        steps = you.steps_needed(0.9, 2.0)
    except ValueError:
        steps = "an error"
    truth = walk(0.9, 2.0, 1e-6)
    assert isinstance(steps, int | float) and abs(steps - truth) <= 1, (
        f"1 - 0.9 * 2 is -0.8: the walk jumps from side to side and needs "
        f"{truth} steps, but came {steps!r}. Only the size of the factor "
        "counts."
    )


def check_never(you):
    """rates with which it never arrives"""
    for rate in (1.0, 1.5):
        try:
            steps = you.steps_needed(rate, 2.0)
        except (ValueError, ZeroDivisionError):
            steps = "an error"
        assert steps == math.inf, (
            f"rate {rate}, curvature 2: the distance does not shrink, so "
            f"expected math.inf, but came {steps!r}."
        )


def check_at_once(you):
    """a rate with which the first step arrives"""
    try:
        steps = you.steps_needed(0.5, 2.0)
    except ValueError:
        steps = "an error"
    assert steps == 1, (
        f"rate 0.5, curvature 2: the factor is 0 and one step arrives, but "
        f"came {steps!r}. The logarithm of 0 does not exist."
    )
