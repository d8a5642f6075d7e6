"""Walks: graphs whose numbers the reader fills in, there and back.

A walk is a function of Values, and several sets of numbers to begin with. For
each of its numbers, values from left to right and gradients from right to
left, stands here what else could come out of it, and in words why: a path is
forgotten, a factor is left out, an output is taken for an input. So the page
can name a mistake and computes nothing. What is wrong is worked out from the
same graph as what is right, hence for other numbers too.

A mistake that gives the right number in each graph of a walk, such as leaving
out a factor that is always 1, is none, and is left out. If it does in one of
them by chance, or two mistakes look alike there, its numbers are not generic:
`faults` says so, and the build refuses them.

`data` is what book/_live/walk.js reads. A box has a node, a side and a right
answer, and the answers of a graph are a list, so that an answer could be a
shape as well as a number. `blank` and `answers` are for paper.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from backprop.figures.graph import Edge, Node, draw_graph
from backprop.figures.style import with_minus
from backprop.scalar import Value
from backprop.workbook.drawn import places

NEAR = 0.01  # of the right number: as good as right, as it may be rounded
APART = 0.02  # at least so far from it is each mistake
FEW = 3  # blanks in the first stage
BLANK = "____"
FORMULAS = {
    "+": "{} + {}",
    "−": "{} − {}",
    "×": "{} · {}",
    "** 2": "{}²",
    "tanh": "tanh {}",
    "neuron": "{} · {} + {}",
    "error": "({} − {})²",
}
DOUBLED = "That doubles. A square is a number times itself."
SHORT = "neuron", "error"  # whose boxes have no room for a formula


@dataclass
class Walk:
    """A graph to walk through.

    Parameters
    ----------
    title : str
        What the page calls it.
    compute : callable
        Takes Values and returns those that it computes, by their names; the
        last is the end.
    numbers : list of dict
        What each graph begins with.
    at : dict
        Column and row of each box, where `places` does not do.
    told : tuple of str
        Whose values are told in each stage: nobody knows a tanh by heart.
    held : tuple of str
        What is no knob, so that nobody asks for its gradient.
    """

    title: str
    compute: Callable
    numbers: list
    at: dict = field(default_factory=dict)
    told: tuple = ()
    held: tuple = ()


def two_paths(a, b):
    c = a - b
    d = b**2
    return {"c": c, "d": d, "e": c * d}


def two_neurons(x, w1, b1, w2, b2, t):
    h = neuron(w1, x, b1)
    o = neuron(w2, h, b2)
    error = (o.data - t.data) ** 2
    slope = 2 * (o.data - t.data)
    return {
        "h": h, "o": o, "E": Value(error, (o, t), (slope, -slope), "error")
    }  # fmt: skip


def neuron(w, x, b):
    """As one box, because the chapter has no smaller ones."""
    partials = x.data, w.data, 1.0
    return Value(w.data * x.data + b.data, (w, x, b), partials, "neuron")


def used_twice(a, b, c):
    u = a * b
    v = u + c
    h = v.tanh()
    return {"u": u, "v": v, "h": h, "e": h * u}


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
}  # fmt: skip


@dataclass
class Box:
    """A number to fill in, and what else may be written there."""

    name: str
    side: str
    right: float
    slips: list


class Graph:
    """A walk with one of its sets of numbers, walked through."""

    def __init__(self, walk, numbers):
        leaves = {name: Value(number) for name, number in numbers.items()}
        self.named = leaves | walk.compute(**leaves)
        self.names = {node: name for name, node in self.named.items()}
        *_, self.end = self.named.values()
        self.end.backward()
        order = self.end.inputs_first()
        found = places(order)
        self.at = {
            name: walk.at.get(name) or found[node]
            for name, node in self.named.items()
        }
        # users are in columns further right
        self.back = sorted(
            self.named, key=lambda n: (-self.at[n][0], -self.at[n][1])
        )
        self.there = sorted(
            (n for n in self.named if self.named[n].inputs),
            key=lambda n: (self.at[n][0], -self.at[n][1]),
        )
        self.boxes = [
            Box(n, "value", self.named[n].data, [*self.value_slips(n)])
            for n in self.there
            if n not in walk.told
        ] + [
            Box(n, "gradient", self.named[n].grad, [*self.gradient_slips(n)])
            for n in self.back
            if n not in walk.held
        ]

    def formula(self, name):
        """What a box computes, in the names of its inputs."""
        node = self.named[name]
        inputs = (self.names[each] for each in node.inputs)
        return FORMULAS[node.operation].format(*inputs)

    def label(self, name):
        node = self.named[name]
        if not node.inputs or node.operation in SHORT:
            return name
        return f"{name} = {self.formula(name)}"

    def arrows(self, name):
        """Each arrow that leaves a box: its user, and which input it is."""
        return [
            (self.named[user], index)
            for user in self.back
            for index, node in enumerate(self.named[user].inputs)
            if node is self.named[name]
        ]

    def value_slips(self, name):
        """What may come out of a box if one does something else in it."""
        node = self.named[name]
        x = [each.data for each in node.inputs]
        match node.operation:
            case "+":
                yield x[0] * x[1], "That multiplies, and this box adds."
                yield x[0] - x[1], "That subtracts, and this box adds."
            case "−":
                yield x[1] - x[0], "That is the other way round."
                yield x[0] + x[1], "That adds, and this box subtracts."
            case "×":
                yield x[0] + x[1], "That adds, and this box multiplies."
            case "** 2":
                yield 2 * x[0], DOUBLED
            case "neuron":
                w, inner, b = x
                yield w * inner, "The bias is missing."
                yield w * (inner + b), "Multiply first, and then add the bias."
                yield w + inner + b, "The weight multiplies what flows in."
            case "error":
                yield x[0] - x[1], "The difference is to be squared."
                yield 2 * (x[0] - x[1]), DOUBLED
                yield (x[0] + x[1]) ** 2, "The target is subtracted."
        yield -node.data, "Only the sign is wrong."

    def gradient_slips(self, name):
        """What may be written below a box instead of its gradient."""
        node, arrows = self.named[name], self.arrows(name)
        came = [user.grad * user.partials[i] for user, i in arrows]
        end = self.names[self.end]
        if node is self.end:
            yield 0.0, "A number grows exactly as fast as itself: 1."
        if len(came) > 1:
            last = self.names[arrows[-1][0]]
            yield came[-1], (
                f"That is what came back last, through {last}, alone. "
                "Add it to what came before: += and not =."
            )
            for (user, _), one in zip(arrows, came):
                yield node.grad - one, (
                    f"A path is forgotten: {name} goes into "
                    f"{self.names[user]} too."
                )
            yield math.prod(came), (
                "Multiply along a path, but add over the paths."
            )
        for arrow, one in zip(arrows, came):
            for wrong, sentence in self.arrow_slips(name, *arrow):
                yield node.grad - one + wrong, sentence
        if len(came) > 1:
            yield sum(user.grad for user, _ in arrows), (
                "The gradients that came back are added as they are. "
                "Multiply each by its local derivative first."
            )
            yield sum(user.partials[i] for user, i in arrows), (
                "Those are the local derivatives alone. Multiply each by "
                "the gradient that comes back to it."
            )
        yield -node.grad, "Only the sign is wrong."
        yield node.data, (
            f"That is the value of {name}. Below it belongs how fast {end} "
            "grows with it."
        )

    def arrow_slips(self, name, user, index):
        """What may come back along one arrow instead of what does."""
        upstream, partial = user.grad, user.partials[index]
        u = self.names[user]
        for wrong, sentence in self.slope_slips(name, user, index):
            yield upstream * wrong, sentence
        yield upstream, (
            f"The local derivative is left out: how fast {u} grows with "
            f"{name}."
        )
        yield partial, (
            f"That is the local derivative alone. Multiply it by the "
            f"gradient of {u}, which comes from the right."
        )
        yield upstream + partial, (
            f"The gradient of {u} and the local derivative are added. "
            "Along a path one multiplies."
        )
        yield upstream * user.data, (
            f"That multiplies by {u}, which came out of the box. The local "
            "derivative looks at what went in."
        )
        yield -upstream * partial, (
            f"The sign of what comes back through {u} is wrong."
        )

    def slope_slips(self, name, user, index):
        """Wrong local derivatives of a box along one of its inputs."""
        x, y = [each.data for each in user.inputs], user.data
        u, own = self.names[user], x[index]
        match user.operation, index:
            case "−", 1:
                yield 1.0, (
                    f"{name} is subtracted in {u}: there the local "
                    "derivative is −1."
                )
            case ("×", _) | ("neuron", 0 | 1):
                other = self.names[user.inputs[1 - index]]
                yield own, (
                    f"That multiplies by {name} itself. Along {name} the "
                    f"local derivative of {u} is the other factor, {other}."
                )
            case "** 2", _:
                yield 2 * y, (
                    f"The slope of the square is taken at {u}, which came "
                    f"out of it. Take it at {name}, which went in."
                )
                yield own, f"The slope of a square has a 2: 2 · {name}."
                yield y, f"That is the square; its slope is 2 · {name}."
            case "error", 0:
                target = self.names[user.inputs[1]]
                yield own - x[1], "The slope of a square has a 2."
                yield 2 * own, (
                    f"What is squared is {name} − {target}, and not {name}."
                )
                yield 2 * y, (
                    f"The slope of the square is taken at {u}, which came "
                    f"out. Take it at {name} − {target}, which went in."
                )
            case "tanh", _:
                yield 1 - own**2, (
                    f"That is 1 − {name}². The slope of tanh is "
                    f"1 − {u}², with what came out of it."
                )
                yield 1 - math.tanh(y) ** 2, (
                    f"The slope of tanh is taken at {u}, which came out "
                    f"of it. At {name}, which went in, it is 1 − {u}²."
                )
                yield 1 - y, f"The square is forgotten: 1 − {u}²."
                yield y**2, f"That is {u}² alone: the slope is 1 − {u}²."


def graphs(name):
    """All graphs of a walk."""
    walk = WALKS[name]
    return [Graph(walk, numbers) for numbers in walk.numbers]


def alike(ones, others):
    """Of two lists of numbers, which are the same, but for rounding."""
    return [math.isclose(a, b, rel_tol=1e-9) for a, b in zip(ones, others)]


def mistakes(boxes):
    """What is wrong in a box, given as it is in each graph of a walk.

    Returns
    -------
    list of tuple
        The sentences, each with its wrong numbers, one for each graph.
    list of str
        Where a mistake cannot be told, in one of the graphs alone.
    """
    right = [box.right for box in boxes]
    kept, faults = [], []
    for slips in zip(*(box.slips for box in boxes)):
        wrong, sentence = [number for number, _ in slips], slips[0][1]
        known = [right, *(numbers for _, numbers in kept)]
        if any(all(alike(wrong, numbers)) for numbers in known):
            continue  # in each graph: so it is none, or said already
        for number, true in zip(wrong, right):
            if abs(number - true) <= APART * abs(true):
                faults.append(f"{number:g} is right, and yet: {sentence}")
        for said, numbers in kept:
            for number, same in zip(wrong, alike(wrong, numbers)):
                if same:
                    faults.append(
                        f"{number:g} is two things: {said} {sentence}"
                    )
        kept.append((sentence, wrong))
    return kept, faults


def faults(name):
    """Why the numbers of a walk are not generic, in words."""
    found = [] if len(WALKS[name].numbers) > 2 else ["it has fewer than 3"]
    for boxes in zip(*(graph.boxes for graph in graphs(name))):
        box = boxes[0]
        if not all(each.right for each in boxes):
            found.append(f"the {box.side} of {box.name} is 0")
        found += [
            f"the {box.side} of {box.name}: {fault}"
            for fault in mistakes(boxes)[1]
        ]
    return found


def data(name):
    """All that a page has to know of a walk, in lists and dictionaries.

    A node has its name, label and place, `inputs` and, in each graph, its
    value, gradient and local derivatives, to be read. A box has the first of
    the stages in which it is blank, and what to say of each mistake; each
    graph the right number of each box, and the wrong ones in the same order.
    """
    made = graphs(name)
    first = made[0]
    keys = list(first.named)
    few = [box for box in first.boxes if box.side == "gradient"][:FEW]
    boxes, columns = [], []
    for column in zip(*(graph.boxes for graph in made)):
        box, (slips, _) = column[0], mistakes(column)
        stage = 0 if box in few else 1 if box.side == "gradient" else 2
        boxes.append({
            "node": keys.index(box.name), "side": box.side, "stage": stage,
            "says": [sentence for sentence, _ in slips],
        })  # fmt: skip
        columns.append((column, slips))
    return {
        "title": WALKS[name].title,
        "alt": describe(name),
        "near": NEAR,
        "nodes": [
            {
                "name": key,
                "label": first.label(key),
                "at": first.at[key],
                "inputs": [
                    keys.index(first.names[each]) for each in node.inputs
                ],
            }
            for key, node in first.named.items()
        ],
        "boxes": boxes,
        "graphs": [
            {
                "value": [shown(node.data) for node in graph.named.values()],
                "gradient": [
                    shown(node.grad) for node in graph.named.values()
                ],
                "partials": [
                    [shown(partial) for partial in node.partials]
                    for node in graph.named.values()
                ],
                "right": [round(column[i].right, 9) for column, _ in columns],
                "wrong": [
                    [round(numbers[i], 9) for _, numbers in slips]
                    for _, slips in columns
                ],
            }
            for i, graph in enumerate(made)
        ],
    }


def shown(number):
    return with_minus(f"{number:.4g}")


def describe(name):
    """What is to be seen: where the numbers come from, and what is blank."""
    graph = graphs(name)[0]
    begin = [key for key in graph.named if key not in graph.there]
    boxes = [f"{key} is {graph.formula(key)}" for key in graph.there]
    return (
        f"A graph from left to right. It begins with {listed(begin)}; "
        f"{listed(boxes)}. There is room for a value above each box, and "
        "for a gradient below it."
    )


def listed(words):
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def blank(name):
    """Draw the first graph of a walk with lines to write its numbers on."""
    graph = graphs(name)[0]
    asked = {(box.name, box.side) for box in graph.boxes}
    nodes, edges = {}, []
    for key, node in graph.named.items():
        value = BLANK if (key, "value") in asked else shown(node.data)
        gradient = BLANK if (key, "gradient") in asked else None
        label = f"${mathematics(graph.label(key))}$"
        nodes[key] = Node(label, graph.at[key], value, gradient)
        edges += [Edge(graph.names[each], key) for each in node.inputs]
    return draw_graph(nodes, edges, backward=True)


def mathematics(label):
    """A label as TeX sets it, without spaces, for which a box has no room."""
    label = label.replace(" ", "").replace("tanh", r"\tanh ")
    return re.sub(r"(?<=[a-z])(\d)", r"_\1", label).replace("²", "^2")


def answers(name):
    """The right numbers of the first graph: name, value and gradient."""
    walk, graph = WALKS[name], graphs(name)[0]
    return [
        (
            mathematics(key),
            shown(node.data),
            "" if key in walk.held else shown(node.grad),
        )
        for key, node in graph.named.items()
    ]
