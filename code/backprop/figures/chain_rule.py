"""Drawings of the chapter "Multiply along a path, add over paths".

The row of the chapter on functions with its measured slopes below, and the
fork that the chapter is about. The fork has x² and x³, whose slopes anybody
can check in the head; how they add up at x is what `chain` says. Here rust
numbers appear for the first time.
"""

from backprop.chain_rule import chain, local_derivatives
from backprop.figures.functions import row
from backprop.figures.graph import Edge, Node, draw_graph


def row_with_slopes(functions, x):
    """Draw functions in a row, with values above and slopes below."""
    slopes = local_derivatives(functions, x)
    return row(functions, x, [f"× {slope:g}" for slope in slopes])


def fork(x):
    """Draw y = a + b with a = x² and b = x³.

    Local derivatives stand on the arrows; below each box stands how fast
    y grows with it.
    """
    along_a, along_b = 2 * x, 3 * x**2
    nodes = {
        "x": Node("$x$", (0, 0.5), x, chain([along_a, 1], [along_b, 1])),
        "a": Node("$a = x^2$", (1.2, 1), x**2, 1),
        "b": Node("$b = x^3$", (1.2, 0), x**3, 1),
        "y": Node("$y = a + b$", (2.6, 0.5), x**2 + x**3, 1),
    }
    edges = [
        Edge("x", "a", below=f"× {along_a:g}"),
        Edge("x", "b", below=f"× {along_b:g}"),
        Edge("a", "y", below="× 1"),
        Edge("b", "y", below="× 1"),
    ]
    return draw_graph(nodes, edges)
