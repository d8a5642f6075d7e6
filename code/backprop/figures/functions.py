"""Drawings of the chapter "Functions you can poke"."""

from backprop.figures.graph import draw_row


def row(functions, x):
    """Draw functions in a row, and the numbers that travel from `x` on."""
    values = [x]
    for function in functions:
        values.append(function(values[-1]))
    return draw_row([function.__name__ for function in functions], values)
