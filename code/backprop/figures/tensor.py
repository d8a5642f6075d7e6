"""Drawings of the chapter "A tape of arrays".

The nodes behind a Tensor, read from the nodes themselves: what stands in the
boxes, the shape above and what is kept below, is what the engine has, under
the names that the chapter gave. `youngest_first` gives the order of the row,
which is that of the walk. And a stretched row and column: numbers that
NumPy repeats, and the same cells added up on the way back.
"""

import numpy as np
from matplotlib.patches import FancyArrowPatch, Rectangle

from backprop.figures.graph import Edge, Node, draw_graph
from backprop.figures.style import BLUE, RUST, new_figure
from backprop.tensor import youngest_first


def tape(end, leaves, others):
    """Draw the nodes behind a Tensor in a row, leaves above it.

    `leaves` and `others` name Tensors, as in `{"w": w}`. Above each box
    stands the shape of what it gives, below it what it keeps.
    """
    names = {id(x.data): name for name, x in {**leaves, **others}.items()}
    order = youngest_first(end.node)[::-1]
    titles = {x.node: f"${name}$" for name, x in leaves.items()}
    keys, nodes, edges = {}, {}, []
    for column, node in enumerate(order):
        keys[node] = f"node {column}"
        nodes[keys[node]] = Node(
            node.operation.replace("_", " "),
            (1.2 * column, 0),
            _shape(node.shape),
            _kept(node, names),
        )
        for source in dict.fromkeys(node.inputs):
            if source is None:
                continue
            if source not in keys:  # a leaf, up beside its first user
                keys[source] = titles[source]
                place = (1.2 * column - 0.8, 1)
                nodes[titles[source]] = Node(
                    titles[source], place, _shape(source.shape)
                )
            edges.append(Edge(keys[source], keys[node]))
    return draw_graph(nodes, edges)


def _shape(shape):
    return " × ".join(map(str, shape)) if shape else "one number"


def _kept(node, names):
    kept = []
    for array in node.saved[: 1 + len(node.inputs)]:
        if array is not None:
            kept.append(names.get(id(array)) or f"{np.max(array):g}")
    return "keeps " + (", ".join(f"${name}$" for name in kept) or "nothing")


def stretched(rows, columns):
    """Draw a column and a row, the table they are stretched to, and back."""
    figure, axes = new_figure(width=4.0, height=2.9)
    _grid(axes, 0, 0, rows, 1)
    _grid(axes, 3, 0, rows, columns)
    _grid(axes, 3, rows + 1.6, 1, columns)
    row, column = 1, columns - 2  # of one number of each, all its copies
    for x, y, across, down in (
        (0, row, 1, 1),
        (3, row, columns, 1),
        (3 + column, 0, 1, rows),
        (3 + column, rows + 1.6, 1, 1),
    ):
        axes.add_patch(
            Rectangle((x, y), across, down, facecolor=RUST, alpha=0.16, lw=0)
        )
    for start, end, colour, style in (
        ((1.15, row + 0.3), (2.85, row + 0.3), BLUE, "-"),
        ((2.85, row + 0.75), (1.15, row + 0.75), RUST, "--"),
        ((3.3 + column, rows + 1.5), (3.3 + column, rows + 0.1), BLUE, "-"),
        ((3.75 + column, rows + 0.1), (3.75 + column, rows + 1.5), RUST, "--"),
    ):
        axes.add_patch(
            FancyArrowPatch(
                start, end, arrowstyle="-|>", mutation_scale=10,
                color=colour, linestyle=style, linewidth=1.3, shrinkA=0,
                shrinkB=0,
            )
        )  # fmt: skip
    axes.text(2, row - 0.05, "repeat", color=BLUE, ha="center", va="bottom")
    axes.text(2, row + 1.0, "add up", color=RUST, ha="center", va="top")
    axes.set(xlim=(-0.2, 3.2 + columns), ylim=(rows + 2.8, -0.2), aspect="equal")
    axes.set_axis_off()
    return figure


def _grid(axes, x, y, rows, columns):
    for row in range(rows):
        for column in range(columns):
            axes.add_patch(
                Rectangle(
                    (x + column, y + row), 1, 1, facecolor="none",
                    edgecolor=BLUE, linewidth=1.1,
                )
            )  # fmt: skip
