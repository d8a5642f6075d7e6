"""In which lines of the backward pass has the square left a trace?
Draw |o - t| against o: how steep is it to the left of t, and to the right?
"""

import math
from dataclasses import astuple, fields, replace

from backprop.derivatives import central_difference
from backprop.two_neurons import Weights, forward
from backprop.workbook import diagnosis


def check_worked_network(you):
    """the slopes of the network of the chapter"""
    got = you.backward(Weights(0.5, 0.5, 0.5, 0.5), 1.0, 7.0)
    assert got is not ..., "backward still returns `...`: walk back."
    assert got is not None, "backward gave None: is its `return` missing?"
    assert astuple(got) != (-6.0, -6.0, -12.0, -12.0), (
        "these are the slopes of the square: 2 * (o - t) is its `d_output`. "
        "How fast does |o - t| grow with o?"
    )
    assert astuple(got) != (0.5, 0.5, 1.0, 1.0), (
        "the sign is missing: o is below t here, so |o - t| falls as o grows."
    )
    expected = -0.5, -0.5, -1.0, -1.0
    assert astuple(got) == expected, (
        f"expected {expected}, but came {got!r}."
        + diagnosis(astuple(got), expected)
    )


def check_by_nudging(you):
    """nudging agrees, above the target and below it"""
    for target in (-9.0, 9.0):
        weights = Weights(1.5, -0.5, -2.0, 0.25)
        got = you.backward(weights, 0.8, target)
        for field in fields(weights):

            def error(value, name=field.name):
                output = forward(replace(weights, **{name: value}), 0.8)[1]
                return abs(output - target)

            name = field.name
            slope = central_difference(error, getattr(weights, name))
            assert math.isclose(getattr(got, name), slope, abs_tol=1e-6), (
                f"with a target of {target} the slope along {name} is "
                f"{slope:.4f}, but came {getattr(got, name)!r}."
            )


def check_at_the_target(you):
    """where the output is the target, all slopes are zero"""
    got = you.backward(Weights(1.0, 0.0, 1.0, 0.0), 2.0, 2.0)
    assert astuple(got) == (0.0, 0.0, 0.0, 0.0), (
        f"o is t, and no direction is down: expected zeros, but came {got!r}."
    )
