"""Boxes and arrows: functions in a row, and graphs of computations.

A node is a number or a function; an arrow says what goes into what. Values
stand in blue above, gradients and local derivatives in rust below.

The caller says in which column and row a box stands; nothing is laid out
here, because a reader compares one drawing with the next, and a box that
moved would have to be found again. The size of the figure follows from the
columns and rows, so boxes and letters are equally large in all of them.
With `backward` each arrow is a pair, there and back.
"""

from dataclasses import dataclass
from math import hypot
from operator import add, sub

import matplotlib.pyplot as plt
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from backprop.figures.style import BLUE, INK, RUST, SETTINGS, with_minus

COLUMN, ROW = 1.35, 0.95  # inches between neighbouring nodes
HEIGHT = 0.34  # of a box, in inches
CELL, LINE = 0.42, 0.2  # of a number in a table


@dataclass
class Node:
    """A box at `(column, row)`, row 0 at the bottom.

    `value` is written above it and `gradient` below it: a number with four
    significant digits, a text as it is, and of a table the rows, in which a
    text alone is in the middle. Without a label there is no box, and arrows
    begin or end there in the open.
    """

    label: str
    at: tuple[float, float]
    value: float | str | list | None = None
    gradient: float | str | list | None = None

    @property
    def middle(self):
        return self.at[0] * COLUMN, self.at[1] * ROW

    @property
    def half_width(self):
        letters = sum(letter not in "$\\_^" for letter in self.label)
        columns = max(map(len, self.value)) if self.is_table else 0
        return max(0.17, 0.052 * letters + 0.11, columns * CELL / 2)

    @property
    def is_table(self):
        return isinstance(self.value, list)

    @property
    def half_height(self):
        """With what stands above it or below it."""
        return 0.3 + LINE * (len(self.value) if self.is_table else 1)

    def border(self, run, rise):
        """How far it is from the middle to just outside the box."""
        if not self.label:
            return 0.0
        length = hypot(run, rise)
        sideways = self.half_width / max(abs(run), 1e-9)
        upwards = HEIGHT / 2 / max(abs(rise), 1e-9)
        return min(sideways, upwards) * length + 0.04


@dataclass
class Edge:
    """An arrow between two nodes, named by their keys.

    `above` and `below` are written at its middle, in blue and in rust.
    """

    start: str
    end: str
    above: float | str | None = None
    below: float | str | None = None


def draw_graph(nodes, edges, backward=False):
    """Draw a dictionary of nodes and a list of edges; return the figure.

    With `backward`, a dashed rust arrow leads back beside each arrow between
    two nodes that have a gradient.
    """
    x, y = zip(*(node.middle for node in nodes.values()), strict=True)
    reach = max(0.75, *(node.half_width + 0.05 for node in nodes.values()))
    left, right = min(x) - reach, max(x) + reach
    high = [node.half_height for node in nodes.values()]
    bottom = min(map(sub, y, high))
    top = max(map(add, y, high))
    with plt.rc_context(SETTINGS):
        figure = plt.figure(figsize=(right - left, top - bottom))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(left, right), ylim=(bottom, top))
        axes.set_axis_off()
        for edge in edges:
            start, end = nodes[edge.start], nodes[edge.end]
            gradients = start.gradient, end.gradient
            _draw_edge(
                axes, start, end, edge, backward and None not in gradients
            )
        for node in nodes.values():
            _draw_node(axes, node)
    return figure


def draw_row(functions, values, slopes=None):
    """Draw functions, given by their names, as boxes in a row.

    `values` stand above the arrows: the input, then what each function
    gives. `slopes`, one for each function, stand below its box.
    """
    last = len(functions)
    places = [-0.35, *(number + 0.5 for number in range(last)), last + 0.35]
    labels = ["", *functions, ""]
    below = [None, *(slopes or [None] * last), None]
    nodes = {
        number: Node(label, (place, 0), gradient=slope)
        for number, (label, place, slope) in enumerate(
            zip(labels, places, below, strict=True)
        )
    }
    edges = [
        Edge(number, number + 1, above=value)
        for number, value in enumerate(values)
    ]
    return draw_graph(nodes, edges)


def _draw_node(axes, node):
    x, y = node.middle
    if node.label:
        corner = x - node.half_width, y - HEIGHT / 2
        axes.add_patch(
            FancyBboxPatch(
                corner, 2 * node.half_width, HEIGHT,
                boxstyle="round,pad=0,rounding_size=0.08",
                facecolor="none", edgecolor=INK, linewidth=1.1,
            )
        )  # fmt: skip
        axes.text(x, y, node.label, ha="center", va="center", fontsize=11)
    _write(axes, x, y + 0.2, node.value, BLUE, "bottom")
    _write(axes, x, y - 0.2, node.gradient, RUST, "top")


def _draw_edge(axes, start, end, edge, both_ways):
    (x0, y0), (x1, y1) = start.middle, end.middle
    run, rise = x1 - x0, y1 - y0
    length = hypot(run, rise)
    a = start.border(run, rise) / length
    b = 1 - end.border(run, rise) / length
    aside = 0.035 / length if both_ways else 0.0

    def arrow(tail, tip, side, colour, style):
        x, y = x0 - side * rise, y0 + side * run
        axes.add_patch(
            FancyArrowPatch(
                (x + tail * run, y + tail * rise),
                (x + tip * run, y + tip * rise),
                arrowstyle="-|>,head_length=3.5,head_width=1.8",
                color=colour, linestyle=style,
                linewidth=1.2, shrinkA=0, shrinkB=0,
            )
        )  # fmt: skip

    arrow(a, b, aside, BLUE, "solid")
    if both_ways:
        arrow(b, a, -aside, RUST, (0, (3.5, 2)))
    x, y = x0 + (a + b) / 2 * run, y0 + (a + b) / 2 * rise
    _write(axes, x, y + 0.07, edge.above, BLUE, "bottom")
    _write(axes, x, y - 0.07, edge.below, RUST, "top")


def _write(axes, x, y, what, colour, align):
    if what is None:
        return
    if isinstance(what, list):
        sign = 1 if align == "bottom" else -1
        for line, row in enumerate(what[::-sign]):
            for column, each in enumerate(row):
                aside = CELL * (column - (len(row) - 1) / 2)
                _write(
                    axes,
                    x + aside,
                    y + sign * LINE * line,
                    each,
                    colour,
                    align,
                )
        return
    if not isinstance(what, str):
        what = with_minus(f"{what:.4g}")
    axes.text(x, y, what, ha="center", va=align, color=colour, fontsize=10)
