"""Drawings of the chapter "Functions you can poke"."""

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
