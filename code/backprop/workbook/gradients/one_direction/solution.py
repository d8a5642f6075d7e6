"""Walk h along the direction, h against it, and divide the rise by 2h.

The slope is (5·3 + 40·4) / 5 = 35: each part of the gradient times that part
of the direction, added. One such number cannot be taken apart into n slopes:
for those, n directions must be tried. So the two evaluations of this
function become 2n again.
"""

import math


def slope_along(f, x, direction, h=2**-17):
    """How fast `f` rises per unit of way, from `x` in `direction`.

    `x` and `direction` are lists of the same length. Only the direction of
    `direction` counts: [1, 1] and [10, 10] have the same slope.
    """
    length = math.hypot(*direction)
    step = [h * part / length for part in direction]
    right = [a + b for a, b in zip(x, step)]
    left = [a - b for a, b in zip(x, step)]
    return (f(right) - f(left)) / (2 * h)


def height(x):
    return 5 * x[0] + x[1] ** 2


print(slope_along(height, [10.0, 20.0], [3.0, 4.0]))
