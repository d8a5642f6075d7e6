"""Ask the box for its slope before the number goes through it.

The two lines of the loop must not change places: after `x = function(x)` the
number has left the box, and its derivative is asked at the wrong place.
"""

import math


def slope_of_row(functions, derivatives, x):
    """The slope at `x` of the functions, one after the other."""
    slope = 1.0
    for function, derivative in zip(functions, derivatives):
        slope = slope * derivative(x)
        x = function(x)
    return slope


print(slope_of_row([math.sin, math.exp], [math.cos, math.exp], 1.0))
