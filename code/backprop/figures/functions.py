"""Drawings of the chapter "Functions you can poke".

The row of boxes, with the numbers that really travel through it: the names
are those of the functions, the values are computed by calling them one after
the other. Slopes are handed in by the chapter on the chain rule, which draws
the same row again with rust numbers below.
"""

from backprop.figures.graph import draw_row


def row(functions, x, slopes=None):
    """Draw functions in a row, and the numbers that travel from `x` on.

    `slopes`, where given, stand below the boxes.
    """
    values = [x]
    for function in functions:
        values.append(function(values[-1]))
    names = [function.__name__ for function in functions]
    return draw_row(names, values, slopes)
