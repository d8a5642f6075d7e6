"""Boxes and arrows: functions in a row, and graphs of computations.

A node is a number or a function; an arrow says what goes into what. Values stand in blue above,
gradients in rust below, local derivatives on the arrows.
"""

from dataclasses import dataclass

import matplotlib.pyplot as plt
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from backprop.figures.style import BLUE, GREY, INK, RUST, SETTINGS

COLUMN, ROW = 1.35, 0.95  # inches between the middles of neighbouring nodes
HEIGHT = 0.34  # of a box, in inches


@dataclass
class Node:
    """A box at `(column, row)`, row 0 at the bottom; `value` above it, `gradient` below it.

    Numbers are written with four significant digits, texts as they are. `boxed=False` leaves the
    label alone, as for the inputs and the output of a function.
    """

    label: str
    at: tuple[float, float]
    value: float | str | None = None
    gradient: float | str | None = None
    boxed: bool = True

    @property
    def half_width(self):
        return max(0.17, 0.052 * _length(self.label) + 0.11)


@dataclass
class Edge:
    """An arrow between two nodes, named by their keys, with texts above and below its middle."""

    start: str
    end: str
    above: float | str | None = None
    below: float | str | None = None


def draw_graph(
    nodes: dict[str, Node], edges: list[Edge], width: float | None = None
):
    """Draw a graph and return the figure.

    Where both ends of an arrow have a gradient, a dashed rust arrow leads back beside it.
    """
    columns = [node.at[0] for node in nodes.values()]
    rows = [node.at[1] for node in nodes.values()]
    left, right = min(columns) * COLUMN - 0.75, max(columns) * COLUMN + 0.75
    bottom, top = min(rows) * ROW - 0.5, max(rows) * ROW + 0.5
    with plt.rc_context(SETTINGS | {"figure.constrained_layout.use": False}):
        figure = plt.figure(figsize=(right - left, top - bottom))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(left, right), ylim=(bottom, top))
        axes.set_axis_off()
        for edge in edges:
            _draw_edge(axes, nodes[edge.start], nodes[edge.end], edge)
        for node in nodes.values():
            _draw_node(axes, node)
    return figure


def draw_row(
    functions: list[str],
    values: list,
    gradients: list | None = None,
    slopes=None,
):
    """Draw functions as boxes in a row, the `values` that travel between them above the arrows.

    `values` is one longer than `functions`: the input, then what each function gives. `gradients`,
    as long, are written below the arrows; `slopes`, one for each function, below its box.
    """
    nodes, edges = {"in": Node("", (-0.35, 0), boxed=False)}, []
    for number, function in enumerate(functions):
        slope = None if slopes is None else slopes[number]
        nodes[function] = Node(function, (number + 0.5, 0), gradient=slope)
    nodes["out"] = Node("", (len(functions) + 0.35, 0), boxed=False)
    stops = list(nodes)
    for number, (start, end) in enumerate(zip(stops, stops[1:])):
        below = None if gradients is None else gradients[number]
        edges.append(Edge(start, end, above=values[number], below=below))
    return draw_graph(nodes, edges)


def _length(label):
    return len(
        label.replace("$", "")
        .replace("\\", "")
        .replace("_", "")
        .replace("^", "")
    )


def _text(value):
    return (
        value
        if isinstance(value, str)
        else f"{value:.4g}".replace("-", "\N{MINUS SIGN}")
    )


def _middle(node):
    return node.at[0] * COLUMN, node.at[1] * ROW


def _draw_node(axes, node):
    x, y = _middle(node)
    if node.boxed:
        half = node.half_width
        axes.add_patch(
            FancyBboxPatch(
                (x - half, y - HEIGHT / 2), 2 * half, HEIGHT,
                boxstyle="round,pad=0,rounding_size=0.08",
                facecolor="none", edgecolor=INK, linewidth=1.1,
            )
        )  # fmt: skip
    axes.text(x, y, node.label, ha="center", va="center", fontsize=11)
    if node.value is not None:
        axes.text(
            x,
            y + 0.2,
            _text(node.value),
            ha="center",
            va="bottom",
            color=BLUE,
            fontsize=10,
        )
    if node.gradient is not None:
        axes.text(
            x,
            y - 0.2,
            _text(node.gradient),
            ha="center",
            va="top",
            color=RUST,
            fontsize=10,
        )


def _draw_edge(axes, start, end, edge):
    (x0, y0), (x1, y1) = _middle(start), _middle(end)
    run, rise = x1 - x0, y1 - y0
    length = (run**2 + rise**2) ** 0.5

    def leave(node, direction):
        # from the middle of a node to its border, along the arrow
        if not node.boxed and not node.label:
            return 0.0
        horizontal = node.half_width * length / max(abs(run), 1e-9)
        vertical = (HEIGHT / 2) * length / max(abs(rise), 1e-9)
        return min(horizontal, vertical) + 0.04

    a, b = leave(start, 1) / length, 1 - leave(end, -1) / length
    both = start.gradient is not None and end.gradient is not None
    side = 0.035 if both else 0.0
    dx, dy = -rise / length * side, run / length * side

    def arrow(tail, tip, sign, colour, style):
        axes.add_patch(
            FancyArrowPatch(
                (x0 + tail * run + sign * dx, y0 + tail * rise + sign * dy),
                (x0 + tip * run + sign * dx, y0 + tip * rise + sign * dy),
                arrowstyle="-|>,head_length=3.5,head_width=1.8", linestyle=style,
                color=colour, linewidth=1.2, shrinkA=0, shrinkB=0,
            )
        )  # fmt: skip

    arrow(a, b, 1, BLUE, "solid")
    if both:
        arrow(b, a, -1, RUST, (0, (3.5, 2)))
    x, y = x0 + (a + b) / 2 * run, y0 + (a + b) / 2 * rise
    if edge.above is not None:
        axes.text(
            x,
            y + 0.07,
            _text(edge.above),
            ha="center",
            va="bottom",
            color=BLUE,
            fontsize=10,
        )
    if edge.below is not None:
        axes.text(
            x,
            y - 0.07,
            _text(edge.below),
            ha="center",
            va="top",
            color=RUST,
            fontsize=10,
        )
