"""Predict five calls: put the value that each gives in place of the dots."""

from backprop.functions import add, apply, compose, cube, square, total

PREDICTIONS = {
    "total(1, 2, 3)": ...,
    "total(*[add(1, 2), 4])": ...,
    "apply(square, [1, -2])": ...,
    "compose(cube, square)(2)": ...,
    "compose()(5)": ...,
}
