"""Walks through graphs of single numbers: functions of Values.

What is wrong is worked out from the graph that is right: another operation in
a box, another local derivative on an arrow, a path that is left out. An
operation that is new needs a formula in `FORMULAS`, and its own mistakes in
`value_slips` and `slope_slips`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from backprop.figures.walks_boxes import Box
from backprop.scalar import Value
from backprop.workbook.drawn import places

FEW = 3  # blanks in the first stage
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
    stages: tuple = ("A few blanks", "All gradients", "All numbers")

    def graphs(self):
        return [Graph(self, numbers) for numbers in self.numbers]


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


class Graph:
    """A walk with one of its sets of numbers, walked through."""

    room = (
        "There is room for a value above each box, and for a gradient below "
        "it."
    )

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
        self.held = walk.held
        knobs = [n for n in self.back if n not in walk.held]
        self.boxes = [
            self.box(n, "value", self.value_slips(n), 2)
            for n in self.there
            if n not in walk.told
        ] + [
            self.box(n, "gradient", self.gradient_slips(n), int(count >= FEW))
            for count, n in enumerate(knobs)
        ]

    def box(self, name, side, slips, stage):
        right, hint = self.number(name, side), self.hint(name, side)
        return Box(name, side, right, [*slips], stage, hint=hint)

    def number(self, name, side):
        """A value or a gradient, or None where nobody asks for it."""
        node = self.named[name]
        if side == "value":
            return node.data
        return None if name in self.held else node.grad

    def inputs(self, name):
        return [self.names[each] for each in self.named[name].inputs]

    def partials(self, name):
        return self.named[name].partials

    def shape(self, name):
        """None: a number has none to ask for."""

    def hint(self, name, side):
        """What to say of a number that nobody foresaw."""
        if side == "value":
            return "Put in the numbers that the arrows bring."
        users = [self.names[user] for user in dict(self.arrows(name))]
        if not users:
            return "How fast does the end grow with itself?"
        came = ", and that of ".join(users)
        return (
            f"Multiply the gradient of {came} by the local derivative"
            f"{', and add.' if users[1:] else '.'}"
        )

    def formula(self, name):
        """What a box computes, in the names of its inputs."""
        operation = self.named[name].operation
        return FORMULAS[operation].format(*self.inputs(name))

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
            yield (
                came[-1],
                (
                    f"That is what came back last, through {last}, alone. "
                    "Add it to what came before."
                ),
            )
            for (user, _), one in zip(arrows, came):
                yield (
                    node.grad - one,
                    (
                        f"A path is forgotten: {name} goes into "
                        f"{self.names[user]} too."
                    ),
                )
            yield (
                math.prod(came),
                ("Multiply along a path, but add over the paths."),
            )
        for arrow, one in zip(arrows, came):
            for wrong, sentence in self.arrow_slips(name, *arrow):
                yield node.grad - one + wrong, sentence
        if len(came) > 1:
            yield (
                sum(user.grad for user, _ in arrows),
                (
                    "The gradients that came back are added as they are. "
                    "Multiply each by its local derivative first."
                ),
            )
            yield (
                sum(user.partials[i] for user, i in arrows),
                (
                    "Those are the local derivatives alone. Multiply each by "
                    "the gradient that comes back to it."
                ),
            )
        yield -node.grad, "Only the sign is wrong."
        yield (
            node.data,
            (
                f"That is the value of {name}. Below it belongs how fast {end} "
                "grows with it."
            ),
        )

    def arrow_slips(self, name, user, index):
        """What may come back along one arrow instead of what does."""
        upstream, partial = user.grad, user.partials[index]
        u = self.names[user]
        for wrong, sentence in self.slope_slips(name, user, index):
            yield upstream * wrong, sentence
        yield (
            upstream,
            (
                f"The local derivative is left out: how fast {u} grows with "
                f"{name}."
            ),
        )
        yield (
            partial,
            (
                f"That is the local derivative alone. Multiply it by the "
                f"gradient of {u}, which comes from the right."
            ),
        )
        yield (
            upstream + partial,
            (
                f"The gradient of {u} and the local derivative are added. "
                "Along a path one multiplies."
            ),
        )
        yield (
            upstream * user.data,
            (
                f"That multiplies by {u}, which came out of the box. The local "
                "derivative looks at what went in."
            ),
        )
        yield (
            -upstream * partial,
            (f"The sign of what comes back through {u} is wrong."),
        )

    def slope_slips(self, name, user, index):
        """Wrong local derivatives of a box along one of its inputs."""
        x, y = [each.data for each in user.inputs], user.data
        u, own = self.names[user], x[index]
        match user.operation, index:
            case "−", 1:
                yield (
                    1.0,
                    (
                        f"{name} is subtracted in {u}: there the local "
                        "derivative is −1."
                    ),
                )
            case ("×", _) | ("neuron", 0 | 1):
                other = self.names[user.inputs[1 - index]]
                yield (
                    own,
                    (
                        f"That multiplies by {name} itself. Along {name} the "
                        f"local derivative of {u} is the other factor, {other}."
                    ),
                )
            case "** 2", _:
                yield (
                    2 * y,
                    (
                        f"The slope of the square is taken at {u}, which came "
                        f"out of it. Take it at {name}, which went in."
                    ),
                )
                yield own, f"The slope of a square has a 2: 2 · {name}."
                yield y, f"That is the square; its slope is 2 · {name}."
            case "error", 0:
                target = self.names[user.inputs[1]]
                yield own - x[1], "The slope of a square has a 2."
                yield (
                    2 * own,
                    (f"What is squared is {name} − {target}, and not {name}."),
                )
                yield (
                    2 * y,
                    (
                        f"The slope of the square is taken at {u}, which came "
                        f"out. Take it at {name} − {target}, which went in."
                    ),
                )
            case "tanh", _:
                yield (
                    1 - own**2,
                    (
                        f"That is 1 − {name}². The slope of tanh is "
                        f"1 − {u}², with what came out of it."
                    ),
                )
                yield (
                    1 - math.tanh(y) ** 2,
                    (
                        f"The slope of tanh is taken at {u}, which came out "
                        f"of it. At {name}, which went in, it is 1 − {u}²."
                    ),
                )
                yield 1 - y, f"The square is forgotten: 1 − {u}²."
                yield y**2, f"That is {u}² alone: the slope is 1 − {u}²."
