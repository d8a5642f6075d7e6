"""Drawings of the chapter "Fifty lines that differentiate anything".

A graph of any `Value` is laid out here, where the step knows the order: a
column for each length of the longest path, and rows near those of the users.
The walks are flipbooks that repeat `backward` one node at a time and keep
each gradient on the way, and show beside it what eager recursion would do.
And a count of the lines of `Value`, for the chapter to state: those that
its listings show, without blank ones and docstrings.
"""

import ast
import inspect
from collections import defaultdict
from textwrap import dedent

import numpy as np

from backprop.figures.flipbook import Flipbook
from backprop.figures.graph import Edge, Node, draw_graph
from backprop.figures.style import BLUE, GREY, INK, new_figure, with_minus
from backprop.workbook.drawn import places


def graph(end, names):
    """Draw how a Value was computed, from left to right.

    `names` are those of Values, as in `{"a": a}`. A node stands in the column
    of its longest path from a leaf, and a leaf before the first node that
    uses it. Values stand above, gradients and local derivatives below.
    """
    return draw_graph(*_parts(end, names))


def walk(end, names):
    """Both passes through a graph, as `graph` draws it, a node at a time."""
    order = end.inputs_first()
    computed = [node for node in order if node.inputs]
    called = _called(names)
    leaves = ", ".join(
        f"{name} = {_short(node.data)}"
        for node, name in called.items()
        if not node.inputs
    )
    steps = [(set(), {}, f"The leaves have their numbers: {leaves}.")]
    known = set()
    for node in computed:
        known = known | {node}
        inputs = " and ".join(_short(each.data) for each in node.inputs)
        gives = f"Forward: {node.operation} takes {inputs} and gives"
        steps.append((known, {}, f"{gives} {_short(node.data)}."))
    grads = {end: 1.0}
    steps.append((known, grads, "Back: at the end the gradient is 1."))
    for node in reversed(computed):
        grads = _handed_on(node, grads)
        steps.append((known, grads, _sentence(node, grads, called)))

    def draw(step):
        known, grads, sentence = steps[step]
        return _frame(end, names, known, grads), sentence

    return Flipbook(
        draw,
        {"step": range(len(steps))},
        alt="A graph from left to right, from the leaves to its end. First "
        "the values appear above the boxes, inputs before their users; then "
        "the gradients below them, from the end, users before their inputs.",
    )


def two_walks(end, names):
    """Eager recursion and inputs first, side by side in two controls."""
    called, order = _called(names), end.inputs_first()
    computed = [node for node in order if node.inputs]

    def eagerly(node):
        yield node
        for source in node.inputs:
            if source.inputs:
                yield from eagerly(source)

    visits = {
        "eager recursion": list(eagerly(end)),
        "inputs first": computed[::-1],
    }

    def draw(walk, step):
        grads, sentence = {end: 1.0}, "At the end the gradient is 1."
        for node in visits[walk][:step]:
            grads = _handed_on(node, grads)
            sentence = _sentence(node, grads, called)
        if step >= len(visits[walk]):
            leaf = next(node for node in called if not node.inputs)
            sentence += (
                f" Nothing is left to do: {called[leaf]} has "
                f"{_short(grads[leaf])}."
            )
        return _frame(end, names, set(computed), grads), sentence

    longest = max(map(len, visits.values()))
    return Flipbook(
        draw,
        {"walk": list(visits), "step": range(longest + 1)},
        alt="Three boxes in a row, a, b as a plus a, and c as b plus b. "
        "Below each its gradient so far, which grows as nodes hand on what "
        "they have.",
        still=[0, longest],
    )


def _called(names):
    return {node: name for name, node in names.items()}


def _short(number):
    return f"{number:.4g}"


def _handed_on(node, grads):
    """The gradients, after a node has handed on what it has."""
    grads = dict(grads)
    for source, partial in zip(node.inputs, node.partials, strict=True):
        grads[source] = grads.get(source, 0.0) + grads[node] * partial
    return grads


def _sentence(node, grads, called):
    def name_of(one):
        kind = f"{one.operation} of value " if one.inputs else ""
        return called.get(one, f"the {kind}{_short(one.data)}")

    parts = [
        f"{_short(grads[node])} · {_short(partial)} to {name_of(source)}"
        for source, partial in zip(node.inputs, node.partials, strict=True)
    ]
    return f"Back: {name_of(node)} hands on {' and '.join(parts)}."


def _frame(end, names, known, grads):
    """The graph with the values that are known, and these gradients."""
    nodes, edges = _parts(end, names)
    for node, drawn in zip(end.inputs_first(), nodes.values(), strict=True):
        drawn.gradient = grads.get(node)
        if node.inputs and node not in known:
            drawn.value = None
    return draw_graph(nodes, edges)


def _parts(end, names):
    """The nodes, inputs first, and edges of a drawing."""
    order = end.inputs_first()
    keys = {node: f"node {number}" for number, node in enumerate(order)}
    titles = {node: f"${name}$" for name, node in names.items()}
    nodes, edges, place = {}, [], places(order)
    for node in order:
        label, value = titles.get(node, ""), node.data
        if node.inputs:
            label = f"{label}: {node.operation}" if label else node.operation
        elif not label:  # a plain number is its own name
            label, value = f"{node.data:g}", None
        nodes[keys[node]] = Node(label, place[node], value, node.grad)
        along = defaultdict(list)
        for source, partial in zip(node.inputs, node.partials, strict=True):
            along[keys[source]].append(f"× {partial:.3g}")
        for source, partials in along.items():
            text = with_minus(", ".join(partials))
            edges.append(Edge(source, keys[node], below=text))
    return nodes, edges


def decision(points, labels, score):
    """Draw two kinds of points on a plane that is parted where `score` is 0.

    `score` takes a point, a pair of numbers, and gives a number.
    """
    figure, axes = new_figure(height=3.4)
    points, labels = np.asarray(points), np.asarray(labels)
    margin = 0.4
    (left, bottom), (right, top) = (
        points.min(0) - margin,
        points.max(0) + margin,
    )
    x, y = np.linspace(left, right, 60), np.linspace(bottom, top, 45)
    heights = np.array([[score((a, b)) for a in x] for b in y])
    far = abs(heights).max() + 1
    axes.contourf(x, y, heights, levels=[0, far], colors=[BLUE], alpha=0.14)
    axes.contour(x, y, heights, levels=[0], colors=BLUE, linewidths=1.8)
    axes.contour(
        x, y, heights, levels=[-1, 1], colors=BLUE, linewidths=0.9,
        linestyles="dotted",
    )  # fmt: skip
    for label, marker, face in ((1, "o", INK), (-1, "^", "none")):
        axes.plot(
            *points[labels == label].T, linestyle="none", marker=marker,
            markersize=4.5, markerfacecolor=face,
            markeredgecolor=INK if face == INK else GREY,
            label=with_minus(f"target {label}"),
        )  # fmt: skip
    axes.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
    axes.legend(
        loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2, handletextpad=0.2
    )
    return figure


def code_lines(thing, members=None):
    """Lines of the idea: none that are blank, comment, docstring or edge.

    Of a class, `members` are the methods that count, with what stands in it
    besides methods.
    """
    source, left_out = dedent(inspect.getsource(thing)), set()
    for node in ast.walk(ast.parse(source)):
        others = list(getattr(node, "decorator_list", []))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            others.append(node)
        if isinstance(node, ast.FunctionDef) and members:
            others += [node] * (node.name not in members)
        for other in others:
            left_out |= set(range(other.lineno, other.end_lineno + 1))
    return sum(
        bool(text.split("#")[0].strip()) and number not in left_out
        for number, text in enumerate(source.splitlines(), 1)
    )
