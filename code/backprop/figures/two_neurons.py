"""Drawings of the chapter "Backpropagation, by hand".

One graph, drawn again and again: `PLACES`, `LABELS` and `ARROWS` say where
its boxes stand, and `_numbers` computes what is written at them, with the
`forward` and `backward` of the step. The walk is a flipbook in which one
number after the other appears, first the blue ones and then the rust ones.
Two trainings are drawn with the least error there can be, to say how far
they got.
"""

from backprop.figures.flipbook import Flipbook
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
    """Draw the two neurons with their values and, if asked, the gradients."""
    values, slopes = _numbers(weights, x, target)
    return _draw(values, slopes if gradients else {})


def walk(weights, x, target):
    """Both passes through the two neurons, one number after the other."""
    values, slopes = _numbers(weights, x, target)
    v = {name: f"{value:.4g}" for name, value in values.items()}
    g = {name: f"{slope:.4g}" for name, slope in slopes.items()}
    given = ["x", "w1", "b1", "w2", "b2", "target"]
    steps = [  # what is new, and how it is found
        (given, f"Given are x = {v['x']}, t = {v['target']}, and the weights."),
        (["hidden"], f"h = w1 · x + b1 = {v['w1']} · {v['x']} + {v['b1']} = {v['hidden']}."),
        (["output"], f"o = w2 · h + b2 = {v['w2']} · {v['hidden']} + {v['b2']} = {v['output']}."),
        (["error"], f"E = (o - t)² = ({v['output']} - {v['target']})² = {v['error']}."),
        (["error"], "Now back: E grows as fast as itself, 1."),
        (["output"], f"∂E/∂o = 2 (o - t) = 2 ({v['output']} - {v['target']}) = {g['output']}."),
        (["w2", "b2"], f"∂E/∂w2 = ∂E/∂o · h = {g['output']} · {v['hidden']} = {g['w2']}, and ∂E/∂b2 = {g['b2']}."),
        (["hidden"], f"∂E/∂h = ∂E/∂o · w2 = {g['output']} · {v['w2']} = {g['hidden']}."),
        (["w1", "b1"], f"∂E/∂w1 = ∂E/∂h · x = {g['hidden']} · {v['x']} = {g['w1']}, and ∂E/∂b1 = {g['b1']}."),
    ]  # fmt: skip

    def draw(step):
        forward = sum((new for new, _ in steps[: min(step, 3) + 1]), [])
        back = sum((new for new, _ in steps[4 : step + 1]), [])
        figure = _draw(
            {name: values[name] for name in forward},
            {name: slopes[name] for name in back},
        )
        return figure, steps[step][1]

    return Flipbook(
        draw,
        {"step": range(len(steps))},
        alt="The graph of two neurons: x, w1 and b1 lead to h; h, w2 and b2 "
        "to o; o and t to E. Step by step a blue value appears above each, "
        "from left to right, and then a rust gradient below each, from right "
        "to left, with a dashed arrow.",
    )


def _numbers(weights, x, target):
    """The values and the gradients of all that the drawing shows.

    The gradients of the weights come from `backward`; those of what is
    computed on the way are the products that `backward` keeps to itself.
    """
    hidden, output = forward(weights, x)
    values = vars(weights) | {"x": x, "hidden": hidden, "output": output}
    values |= {"target": target, "error": squared_error(output, target)}
    found = backward(weights, x, target)
    slopes = vars(found) | {"output": found.b2, "hidden": found.b1}
    return values, slopes | {"error": 1.0}


def _draw(values, slopes):
    nodes = {
        name: Node(LABELS[name], at, values.get(name), slopes.get(name))
        for name, at in PLACES.items()
    }
    edges = [Edge(*arrow) for arrow in ARROWS]
    return draw_graph(nodes, edges, bool(slopes))


def two_trainings(nudging, backpropagation, least):
    """Draw the errors of two trainings, and the least error there can be."""
    figure, axes = new_figure()
    axes.semilogy(nudging, color=GREY, linewidth=4.5, label="nudging")
    axes.semilogy(backpropagation, "--", color=BLUE, label="backpropagation")
    axes.axhline(
        least, color=INK, linestyle=":", linewidth=1, label="least squares"
    )
    axes.set(xlabel="epoch", ylabel="mean squared error")
    axes.legend(loc="best")
    return figure
