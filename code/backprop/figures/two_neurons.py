"""Drawings of the chapter "Backpropagation, by hand"."""

from backprop.figures.graph import Edge, Node, draw_graph
from backprop.figures.style import BLUE, GREY, INK, new_figure
from backprop.two_neurons import backward, forward, squared_error

PLACES = {
    "x": (0, 1),
    "w1": (0, 2),
    "b1": (0, 0),
    "hidden": (1, 1),
    "w2": (1, 2),
    "b2": (1, 0),
    "output": (2, 1),
    "target": (2, 0),
    "error": (3, 1),
}
LABELS = {
    "x": "$x$",
    "w1": "$w_1$",
    "b1": "$b_1$",
    "hidden": "$h$",
    "w2": "$w_2$",
    "b2": "$b_2$",
    "output": "$o$",
    "target": "$t$",
    "error": "$E$",
}
ARROWS = (
    ("x", "hidden"),
    ("w1", "hidden"),
    ("b1", "hidden"),
    ("hidden", "output"),
    ("w2", "output"),
    ("b2", "output"),
    ("output", "error"),
    ("target", "error"),
)


def network(weights, x, target, gradients=False):
    """Draw the two neurons with their values and, if asked, the gradients.

    The gradients of the weights come from `backward`; those of what is
    computed on the way are the products that `backward` keeps to itself.
    """
    hidden, output = forward(weights, x)
    values = vars(weights) | {"x": x, "hidden": hidden, "output": output}
    values |= {"target": target, "error": squared_error(output, target)}
    slopes = {}
    if gradients:
        found = backward(weights, x, target)
        slopes = vars(found) | {"output": found.b2, "hidden": found.b1}
        slopes["error"] = 1.0
    nodes = {
        name: Node(LABELS[name], at, values[name], slopes.get(name))
        for name, at in PLACES.items()
    }
    return draw_graph(nodes, [Edge(*arrow) for arrow in ARROWS], gradients)


def two_trainings(nudging, backpropagation, least):
    """Draw the errors of two trainings, and the least error there can be."""
    figure, axes = new_figure()
    axes.semilogy(nudging, color=GREY, linewidth=4.5, label="nudging")
    axes.semilogy(backpropagation, "--", color=BLUE, label="backpropagation")
    axes.axhline(
        least, color=INK, linestyle=":", linewidth=1, label="least squares"
    )
    axes.set(xlabel="epoch", ylabel="mean squared error")
    axes.legend()
    return figure
