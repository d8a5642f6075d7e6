"""Drawings of the chapter "Multiply along a path, add over paths"."""

from backprop.chain_rule import local_derivatives
from backprop.figures.graph import Edge, Node, draw_graph, draw_row


def row_with_slopes(functions, x):
    """Draw functions in a row, with values above and slopes below."""
    slopes = local_derivatives(functions, x)
    values = [x]
    for function in functions:
        values.append(function(values[-1]))
    return draw_row(
        [function.__name__ for function in functions],
        values,
        slopes=[f"× {slope:g}" for slope in slopes],
    )


def fork(x):
    """Draw y = a + b with a = x² and b = x³, and the slopes on its arrows."""
    nodes = {
        "x": Node("$x$", (0, 0.5), x),
        "a": Node("$a = x^2$", (1.2, 1), x**2),
        "b": Node("$b = x^3$", (1.2, 0), x**3),
        "y": Node("$y = a + b$", (2.6, 0.5), x**2 + x**3),
    }
    edges = [
        Edge("x", "a", below=f"× {2 * x:g}"),
        Edge("x", "b", below=f"× {3 * x**2:g}"),
        Edge("a", "y", below="× 1"),
        Edge("b", "y", below="× 1"),
    ]
    return draw_graph(nodes, edges)
