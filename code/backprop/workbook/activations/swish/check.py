"""Draw it as boxes: x goes into a product, directly and through a sigmoid.
There are two paths from x to the end: what is the slope along each of them?
"""

import math

from backprop.activations import sigmoid
from backprop.derivatives import central_difference
from backprop.workbook import diagnosis


def check_values(you):
    """`swish(x)` for x from -1000 to 1000"""
    assert you.swish(1.0) is not ..., (
        "swish still returns `...`: start with that."
    )
    for x in (-1000.0, -5.0, -0.5, 0.0, 2.0, 1000.0):
        try:
            got = you.swish(x)
        except OverflowError:
            raise AssertionError(
                f"swish({x:g}) overflows: `sigmoid` of the chapter does not."
            ) from None
        assert math.isclose(got, x * sigmoid(x), abs_tol=1e-12), (
            f"swish({x:g}) should be {x * sigmoid(x):.6g}, but came {got!r}."
        )


def check_slope(you):
    """`swish_derivative` agrees with nudging"""
    for x in (-3.0, -1.0, 0.0, 0.5, 2.0):
        got = you.swish_derivative(x)
        assert got is not ..., (
            "swish_derivative still returns `...`: two factors move."
        )
        assert not (x and math.isclose(got, sigmoid(x) * sigmoid(-x))), (
            "that is the slope of the sigmoid; x is a factor that moves, too."
        )
        nudged = central_difference(you.swish, x)
        assert math.isclose(got, nudged, rel_tol=1e-7, abs_tol=1e-9), (
            f"at {x:g} nudging gives {nudged:.6f}, but came {got!r}. In a "
            "product, each factor has its turn to move: add the two."
            + diagnosis(got, nudged)
        )
    for x, slope in ((-1000.0, 0.0), (1000.0, 1.0)):
        assert you.swish_derivative(x) == slope, (
            f"at {x:g} the slope should be {slope:g}, but came "
            f"{you.swish_derivative(x)!r}."
        )


def check_lamp(you):
    """`lamp()` gives a network that has learned the lamp"""
    network = you.lamp()
    assert network.bend is you.swish, (
        "the network should bend with your swish, but bends with "
        f"{network.bend.__name__}."
    )
    error = network.error([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0])
    assert error < 0.01, (
        f"its error is still {error:.3f}: train longer, or start elsewhere."
    )
