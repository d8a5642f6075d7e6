"""The last one is a row without boxes: what goes in comes out.

In `total(*[add(1, 2), 4])` the inner call comes first and gives 3, then the
star hands over 3 and 4.
"""

from backprop.functions import add, apply, compose, cube, square, total

PREDICTIONS = {
    "total(1, 2, 3)": 6,
    "total(*[add(1, 2), 4])": 7,
    "apply(square, [1, -2])": [1, 4],
    "compose(cube, square)(2)": 64,
    "compose()(5)": 5,
}
