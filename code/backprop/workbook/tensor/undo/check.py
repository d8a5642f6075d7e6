"""Take shape (4,) and g of shape (3, 4): which axis is new? Then take (3, 1):
which is stretched?
`sum` takes away the axis that it adds up, unless keepdims=True is given.
"""

import numpy as np
from backprop.workbook import diagnosis


def truth(g, shape):
    """How fast (g * copies).sum() grows with each number that was copied."""
    found = np.zeros(shape)
    for index in np.ndindex(*shape):
        one = np.zeros(shape)
        one[index] = 1
        found[index] = (g * np.broadcast_to(one, g.shape)).sum()
    return found


def compare(you, shape_of_g, shape):
    g = np.random.default_rng(0).normal(size=shape_of_g)
    got = you.undo_broadcasting(g.copy(), shape)
    case = f"from {shape_of_g} back to {shape}"
    assert got is not ..., (
        "undo_broadcasting still returns `...`: over which axes do you add up?"
    )
    assert got is not None, (
        "undo_broadcasting gave None: is its `return` missing?"
    )
    got, expected = np.asarray(got), truth(g, shape)
    assert np.shape(got) == shape or np.size(got) != expected.size, (
        f"{case}: there are as many numbers as there should be, but in the "
        f"shape {np.shape(got)}. An axis that had the length 1 has it again "
        "in the end, with keepdims=True."
    )
    assert np.shape(got) == shape, (
        f"{case}: came the shape {np.shape(got)}. Which axes of g did the "
        "array not have, and on which did it have the length 1?"
    )
    copies = g.size // expected.size
    assert copies == 1 or not np.allclose(got * copies, expected), (
        f"{case}: that is the mean of the {copies} slopes of each number. "
        "Each copy is a path, and slopes of paths are added."
    )
    assert np.allclose(got, expected), (
        f"{case}: the shape is right, but the numbers are not. Each gets the "
        "sum of the slopes of all its copies." + diagnosis(got, expected)
    )


def check_new_axes(you):
    """axes that NumPy had put in front"""
    compare(you, (5, 3), (3,))
    compare(you, (2, 5, 3), (3,))
    compare(you, (5, 3), ())


def check_stretched_axes(you):
    """axes that had the length 1"""
    compare(you, (5, 3), (1, 3))
    compare(you, (5, 3), (5, 1))
    compare(you, (5, 3), (1, 1))


def check_all_at_once(you):
    """both kinds at once, and an array that was not stretched"""
    compare(you, (2, 5, 3), (5, 1))
    compare(you, (2, 5, 3), (1, 5, 1))
    compare(you, (4, 2, 5, 3), (1, 5, 1))
    compare(you, (4, 3), (1,))
    compare(you, (4, 3), (4, 3))
    compare(you, (1, 3), (1, 3))
    compare(you, (3, 3), (3,))
