"""divide the direction by its length"""


def slope_along(f, x, direction, h=2**-17):
    right = [a + h * b for a, b in zip(x, direction)]
    left = [a - h * b for a, b in zip(x, direction)]
    return (f(right) - f(left)) / (2 * h)
