"""it gives a list"""

PREDICTIONS = {
    "total(1, 2, 3)": 6,
    "total(*[add(1, 2), 4])": 7,
    "apply(square, [1, -2])": 5,
    "compose(cube, square)(2)": 64,
    "compose()(5)": 5,
}
