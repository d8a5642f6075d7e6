"""Walks: graphs whose numbers the reader fills in, there and back.

A walk is a function, and several sets of numbers to begin with: of Values
(`walks_values`), or of arrays (`walks_arrays`), which have shapes too. For
each thing to fill in, values from left to right and gradients from right to
left, stands there what else could come out of it, and in words why: a path is
forgotten, a factor is left out, a sum over the batch is missing. So the page
can name a mistake and computes nothing. What is wrong is worked out from the
same graph as what is right, hence for other numbers too.

A mistake that gives the right answer in each graph of a walk, such as leaving
out a factor that is always 1, is none, and is left out. If it does in one of
them by chance, or two mistakes look alike there, its numbers are not generic:
`faults` says so, and the build refuses them.

`data` is what book/_live/walk.js reads: a box has a node, a side, a part of
it if that is an array, and a right answer, a number or the list of a shape.
`blank` and `answers` are for paper.
"""

import re

from backprop.figures.graph import Edge, Node, draw_graph
from backprop.figures.style import with_minus
from backprop.figures.walks_arrays import Arrays
from backprop.figures.walks_boxes import APART, NEAR, mistakes
from backprop.figures.walks_layer import layer
from backprop.figures.walks_losses import three_classes
from backprop.figures.walks_values import (
    Walk,
    two_neurons,
    two_paths,
    used_twice,
)

__all__ = ["APART", "NEAR", "WALKS", "answers", "blank", "data", "faults"]

BLANK = "____"
SIDES = "value", "gradient"

WALKS = {
    "two_paths": Walk(
        "Two paths",
        two_paths,
        [{"a": 8, "b": 3}, {"a": 4, "b": -3}, {"a": -2, "b": 4}],
    ),
    "two_neurons": Walk(
        "Other weights",
        two_neurons,
        [
            {"x": 2, "w1": 0.5, "b1": 3, "w2": 1.5, "b2": -4, "t": -5},
            {"x": 3, "w1": -2, "b1": 2, "w2": 1.5, "b2": 9, "t": 8},
            {"x": -2, "w1": 0.5, "b1": 4, "w2": 2, "b2": 6, "t": 7},
        ],
        at={
            "x": (0, 1), "w1": (0, 2), "b1": (0, 0), "h": (1, 1),
            "w2": (1, 2), "b2": (1, 0), "o": (2, 1), "t": (2, 0),
            "E": (3, 1),
        },
        held=("x", "t"),
    ),
    "used_twice": Walk(
        "A number that is used twice",
        used_twice,
        [
            {"a": 0.5, "b": 3, "c": -0.9},
            {"a": -2, "b": 0.7, "c": 1.9},
            {"a": 1.5, "b": 0.8, "c": -0.4},
        ],
        at={
            "a": (0, 1.5), "b": (0, 0.5), "c": (1, 2), "u": (1, 1),
            "v": (2, 2), "h": (3, 2), "e": (4, 1),
        },
        told=("h",),
    ),
    "layer": Arrays(
        "A layer, with its shapes",
        layer,
        [
            {
                "X": [[4, 7], [-9, 4], [2, 9]],
                "W": [[8, 7, -1, 9], [7, -1, -9, -7]],
                "b": [4, -3, -8, -3],
                "dZ": [[-6, 6, 6, 8], [9, 7, 9, 7], [-8, -8, -3, 4]],
            },
            {
                "X": [[-7, -4], [-2, -9], [7, -5]],
                "W": [[-8, 8, 7, 8], [-5, 4, 8, -4]],
                "b": [8, -3, -7, -8],
                "dZ": [[-5, -5, -3, 2], [-6, 9, 9, 4], [2, 7, -4, 7]],
            },
            {
                "X": [[-4, 7], [5, 4], [4, 5]],
                "W": [[-7, -5, -6, -3], [-8, -6, -9, 9]],
                "b": [-9, -2, -2, 9],
                "dZ": [[6, -6, -4, -7], [-3, 8, 6, -2], [4, -9, -3, -8]],
            },
        ],
        at={"X": (0, 0.8), "W": (1.3, 1.8), "b": (1.3, 0), "Z": (3.1, 0.8)},
        blanks={
            ("Z", "value"): {(1, 2): 1},
            ("W", "gradient"): {(0, 1): 1, (1, 0): 1},
            ("b", "gradient"): {(1,): 1},
            ("X", "gradient"): {(1, 0): 1},
        },
        stages=("The shapes", "A few numbers", "All numbers"),
        shapes=True,
    ),
    "three_classes": Arrays(
        "Three classes",
        three_classes,
        [
            {"z": [-0.3, 1.3, 0.6]},
            {"z": [-0.3, -1.1, 0.4]},
            {"z": [-0.8, 0.6, -1.0]},
        ],
        at={"z": (0, 0), "e": (1, 0), "s": (2, 0.6), "p": (3, 0), "E": (4, 0)},
        blanks={
            ("e", "value"): 2, ("s", "value"): 2, ("p", "value"): 1,
            ("E", "value"): 1, ("z", "gradient"): 0,
        },
        stages=("The gradient", "Probabilities too", "All numbers"),
        upright=True,
    ),
}  # fmt: skip


def faults(name):
    """Why the numbers of a walk are not generic, in words."""
    walk = WALKS[name]
    found = [] if len(walk.numbers) > 2 else ["it has fewer than 3"]
    made = walk.graphs()
    for name in made[0].named:
        shape = made[0].shape(name) or ()
        if len(set(shape)) < len(shape):
            found.append(f"{name} is square: transposed, it has its shape")
    asked = [graph.boxes for graph in made]
    if len({tuple(box.place for box in boxes) for boxes in asked}) > 1:
        return [*found, "its graphs do not ask for the same"]
    for boxes in zip(*asked):
        place = boxes[0].place
        if not all(each.right for each in boxes):
            found.append(f"{place} is 0")
        found += [f"{place}: {fault}" for fault in mistakes(boxes)[1]]
    return found


def data(name):
    """All that a page has to know of a walk, in lists and dictionaries.

    A node has its name, label and place, `inputs`, the shape if that is asked
    for and, in each graph, its value, gradient and local derivatives, to be
    read; those of an array are rows of numbers. A box has the first of the
    stages in which it is blank, and what to say of each mistake; each graph
    the right answer of each box, and the wrong ones in the same order.
    """
    walk = WALKS[name]
    made = walk.graphs()
    first = made[0]
    keys = list(first.named)
    columns = [*zip(*(graph.boxes for graph in made))]
    slips = [mistakes(column)[0] for column in columns]
    return {
        "title": walk.title,
        "alt": describe(name),
        "near": NEAR,
        "stages": walk.stages,
        "nodes": [
            {
                "name": key,
                "label": first.label(key),
                "at": first.at[key],
                "inputs": [keys.index(each) for each in first.inputs(key)],
                "shape": first.shape(key),
            }
            for key in keys
        ],
        "boxes": [
            {
                "node": keys.index(box.name),
                "side": box.side,
                "part": box.part,
                "stage": box.stage,
                "says": [sentence for sentence, _ in told],
                "hint": box.hint,
            }
            for (box, *_), told in zip(columns, slips)
        ],
        "graphs": [
            {
                "value": [shown(graph.number(key, "value")) for key in keys],
                "gradient": [
                    shown(graph.number(key, "gradient")) for key in keys
                ],
                "partials": [
                    [shown(partial) for partial in graph.partials(key)]
                    for key in keys
                ],
                "right": [packed(column[i].right) for column in columns],
                "wrong": [
                    [packed(answers[i]) for _, answers in told]
                    for told in slips
                ],
            }
            for i, graph in enumerate(made)
        ],
    }


def packed(answer):
    return list(answer) if isinstance(answer, tuple) else round(answer, 9)


def shown(number):
    """A number, or the rows of a table, to be read."""
    if number is None:
        return None
    if isinstance(number, list):
        return [shown(each) for each in number]
    return with_minus(f"{number:.4g}")


def describe(name):
    """What is to be seen: where the numbers come from, and what is blank."""
    graph = WALKS[name].graphs()[0]
    begin = [key for key in graph.named if key not in graph.there]
    boxes = [f"{key} is {graph.formula(key)}" for key in graph.there]
    return (
        f"A graph from left to right. It begins with {listed(begin)}; "
        f"{listed(boxes)}. {graph.room}"
    )


def listed(words):
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def blank(name):
    """Draw the first graph of a walk with lines to write its numbers on."""
    graph = WALKS[name].graphs()[0]
    asked = {(box.name, box.side, box.part) for box in graph.boxes}
    nodes, edges = {}, []
    for key in graph.named:
        sides = (lines(graph, key, side, asked) for side in SIDES)
        label = f"${mathematics(graph.label(key))}$"
        nodes[key] = Node(label, graph.at[key], *sides)
        edges += [Edge(each, key) for each in graph.inputs(key)]
    return draw_graph(nodes, edges, backward=True)


def lines(graph, name, side, asked):
    """What is written above or below a box."""
    number, shape = graph.number(name, side), graph.shape(name)
    if not isinstance(number, list):
        is_asked = (name, side, None) in asked
        return BLANK if is_asked else shown(number)
    rows = [
        [
            BLANK if (name, side, (i, j)) in asked else shown(each)
            for j, each in enumerate(row)
        ]
        for i, row in enumerate(number)
    ]
    if not shape:
        return rows
    line = str(shape)
    if (name, side, "shape") in asked:
        line = f"shape {BLANK}"
    if side == "value":
        return [*rows, [line]]
    return [[f"d{name}: {line}"], *rows]


def mathematics(label):
    """A label as TeX sets it, without spaces, for which a box has no room."""
    label = label.replace(" ", "")
    label = re.sub("tanh|exp|log", r"\\\g<0> ", label)
    return re.sub(r"(?<=[a-z])(\d)", r"_\1", label).replace("²", "^2")


def answers(name):
    """The right numbers of the first graph: name, value and gradient."""
    graph, rows = WALKS[name].graphs()[0], []
    for key in graph.named:
        value, gradient = (shown(graph.number(key, side)) for side in SIDES)
        if not isinstance(value, list):
            rows.append((mathematics(key), value, gradient or ""))
            continue
        if all(len(row) == 1 for row in value):  # a column, in one line
            value, gradient = (
                [[number for [number] in each]] if each else each
                for each in (value, gradient)
            )
        if shape := graph.shape(key):
            rows.append((f"{key}\\text{{, shape}}", str(shape), str(shape)))
        for number, row in enumerate(value, 1):
            back = gradient[number - 1] if gradient else []
            title = rf"{key}\text{{, row {number}}}" if len(value) > 1 else key
            rows.append((title, ", ".join(row), ", ".join(back)))
    return rows
