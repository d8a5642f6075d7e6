"""What an answer made, for the page to draw: a graph of Values, a list of numbers.

`drawn` looks at the names that an answer has defined, and gives dictionaries:
all that is to be seen, with its place. A Value is what has numbers `data` and
`grad` and inputs, be it ours, micrograd's, or of a class that the reader
wrote. So each object is read once, with care, and is a `Node` from then on;
what cannot be read is no Value. Nothing is longer than MOST, and the order is
found without recursion, so an endless graph ends here, and a circle is none.
"""

import math
from collections import defaultdict
from numbers import Real
from statistics import fmean

INPUTS = "inputs", "_prev", "_children", "prev"
OPERATION = "operation", "_op", "op"
ROOM = 60  # nodes in a drawing
POINTS = 400  # of a curve, or a few more
MOST = 20_000  # nodes or numbers to look at
LONGEST = 16  # letters of a label


def drawn(names):
    """Return what can be drawn of the names of an answer, or None.

    `graph` has nodes, each behind its inputs, or says how many are too many; `curve` has points
    between 0 and 1, and what to write beside them. One of them may be None.
    """
    things = {
        name: thing
        for name, thing in names.items()
        if type(name) is str and not name.startswith("__")
    }
    found = {"graph": graph(things), "curve": curve(things)}
    return found if any(found.values()) else None


class Node:
    """A Value, as it was read."""

    def __init__(self, source):
        self.source = source  # kept, so that nothing else gets its id
        self.value, grad = number(source.data), source.grad
        self.gradient = None if grad is None else number(grad)
        inputs = [getattr(source, name, None) for name in INPUTS]
        several = tuple, list, set, frozenset
        self.sources = (*next(i for i in inputs if type(i) in several),)
        operations = [getattr(source, name, None) for name in OPERATION]
        self.operation = next((o for o in operations if type(o) is str), "")
        self.name, self.inputs = "", []

    @classmethod
    def of(cls, thing):
        """None for what is no Value; its attributes may do anything."""
        try:
            return None if isinstance(thing, type) else cls(thing)
        except BaseException:  # sys.exit() among them
            return None

    @property
    def label(self):
        parts = [self.name, self.operation if self.inputs else ""]
        words = ": ".join(filter(None, parts)) or shown(self.value)
        return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"


def graph(things):
    """The largest graph, which flows into no other; of several, the last."""
    nodes = {id(thing): Node.of(thing) for thing in things.values()}
    named = [node for node in nodes.values() if node]
    waiting = [*named]
    while waiting:
        node = waiting.pop()
        for source in node.sources:
            if id(source) not in nodes:
                nodes[id(source)] = Node.of(source)
                if nodes[id(source)]:
                    waiting.append(nodes[id(source)])
            node.inputs.append(nodes[id(source)])
            if len(nodes) > MOST:
                return {"many": f"more than {MOST:,}"}
    ends = [node for node in reversed(named) if node.inputs]
    order = max(map(inputs_first, ends), key=len, default=[])
    if len(order) > ROOM:
        return {"many": f"{len(order):,}"}
    if not order:
        return None
    for name, thing in labelled(things):
        if node := nodes.get(id(thing)):
            node.name = node.name or name
    place = places(order)
    return {
        "nodes": [
            {
                "label": node.label,
                "value": shown(node.value) if node.inputs or node.name else "",
                "gradient": shown(node.gradient),
                "inputs": sorted({order.index(n) for n in node.inputs}),
                "at": place[node],
            }
            for node in order
        ],
        "backward": any(node.gradient for node in order),
    }


def labelled(things):
    """Each by its name, and then what stands in lists, as weights[0]."""
    yield from things.items()
    for name, thing in things.items():
        if type(thing) in (list, tuple):
            for i, one in enumerate(thing[:ROOM]):
                yield f"{name}[{i}]", one


def inputs_first(end):
    """All that led to a node, each behind its inputs; none of a circle."""
    order, seen, path, stack = [], set(), set(), [(end, False)]
    while stack:
        node, is_done = stack.pop()
        if is_done:
            order.append(node)
            path.remove(node)
        elif node is None or node in path:  # it cannot be read, or a circle
            return []
        elif node not in seen:
            seen.add(node)
            path.add(node)
            stack += [(node, True), *((each, False) for each in node.inputs)]
    return order


def places(order):
    """Column and row of each node; each is near the rows of its users."""
    users = defaultdict(list)
    for node in order:
        for source in node.inputs:
            users[source].append(node)
    column = {}
    for node in order:
        column[node] = 1 + max((column[n] for n in node.inputs), default=-1)
    for node in order:
        if not node.inputs and users[node]:
            column[node] = min(column[user] for user in users[node]) - 1
    place = {}
    for number in reversed(range(max(column.values()) + 1)):
        stack = [node for node in reversed(order) if column[node] == number]
        wanted = {
            node: fmean([place[user][1] for user in users[node]] or [0])
            for node in stack
        }
        stack.sort(key=wanted.get, reverse=True)  # the first on top
        top = fmean(wanted.values()) + (len(stack) - 1) / 2
        for row, node in enumerate(stack):
            place[node] = number, top - row
    return place


def curve(things):
    """The last of the lists that hold three finite numbers or more."""
    every = ((n, numbers_of(thing)) for n, thing in reversed(things.items()))
    name, numbers = next((pair for pair in every if pair[1]), (None, None))
    if numbers is None:
        return None
    least, largest, last = min(numbers), max(numbers), len(numbers) - 1
    scale = (largest / 2 - least / 2) or 1.0  # half, as twice could be inf
    piece = math.ceil(2 * len(numbers) / POINTS) if last >= POINTS else 1
    kept = {0, last}
    for begin in range(0, len(numbers), piece):
        some = range(begin, min(begin + piece, len(numbers)))
        kept |= {f(some, key=numbers.__getitem__) for f in (min, max)}
    return {
        "name": name[:LONGEST],
        "count": f"{len(numbers):,}",
        "points": [
            [
                round(i / last, 4),
                round((numbers[i] / 2 - least / 2) / scale, 4),
            ]
            for i in sorted(kept)
        ],
        "first": shown(numbers[0]),
        "last": shown(numbers[-1]),
        "least": shown(least),
        "largest": shown(largest),
    }


def numbers_of(thing):
    """The finite numbers of a list, a tuple or an array; or None."""
    try:
        if type(thing).__module__ in ("numpy", "array") and len(thing) <= MOST:
            thing = thing.tolist()
        if type(thing) in (list, tuple) and 3 <= len(thing) <= MOST:
            numbers = [number(each) for each in thing]
            return numbers if all(map(math.isfinite, numbers)) else None
    except BaseException:
        return None


def number(value):
    """As a float, which may be nan."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError("no number")
    return float(value)


def shown(number):
    return "" if number is None else f"{number:.4g}".replace("-", "\N{MINUS SIGN}")
