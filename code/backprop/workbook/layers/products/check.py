"""How often does the innermost line of the three loops in the chapter run?
For the way back, count in the same manner: each matrix product has so many
places, and a sum at each.
"""

import math


def check_forward(you):
    """`forward`, the products of the way there"""
    got = you.forward(5, 4, 3)
    assert got is not ..., "forward still returns `...`: count for one output."
    assert got != 15, (
        "15 is how many outputs there are; each is a sum of 4 products."
    )
    assert got == 60, f"5 rows, 4 inputs, 3 neurons: not {got!r} products."


def check_backward(you):
    """`backward`, with the slopes along the inputs and without"""
    got = you.backward(5, 4, 3)
    assert got is not ..., "backward still returns `...`: which two products?"
    assert got != 60, "that is one of them. Which other slopes are wanted?"
    assert got == 120, (
        f"expected 120 for 5 rows, 4 inputs, 3 neurons: {got!r}."
    )
    alone = you.backward(5, 4, 3, to_inputs=False)
    assert alone == 60, (
        f"without slopes along the inputs one product is left, not {alone!r}."
    )


def check_ratio(you):
    """`ratio`, for all layers of the network"""
    weights = [a * b for a, b in zip(you.SIZES, you.SIZES[1:], strict=False)]
    expected = (2 * sum(weights) - weights[0]) / sum(weights)
    got = you.ratio(64)
    assert got is not ..., "ratio still returns `...`: add up the layers."
    assert not math.isclose(got, 2), (
        "2 it would be if the first layer had someone before it."
    )
    assert math.isclose(got, expected), (
        f"expected {expected:.4f}, but came {got!r}. Add up the products of "
        "all layers first, then divide."
    )
    assert math.isclose(you.ratio(1), got), "the rows should cancel."
