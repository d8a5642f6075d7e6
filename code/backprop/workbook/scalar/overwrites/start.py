"""One sign too few: an engine with `=` where `+=` belongs.

Its author tried a * b, a + b and (a + b).tanh(), and all was well.
"""

from backprop.scalar import Value


def walk_back(end):
    """The backward pass, with a mistake in it: leave it as it is."""
    order = end.inputs_first()
    for node in order:
        node.grad = 0.0
    end.grad = 1.0
    for node in reversed(order):
        for source, partial in zip(node.inputs, node.partials):
            source.grad = node.grad * partial


def shows(a, b):
    """An expression of a and b for which the mistake gives wrong slopes."""
    return ...


def hides(a, b):
    """Another one, of at least three operations, for which it does not."""
    return ...


for expression in (shows, hides):
    a, b = Value(2.0), Value(3.0)
    end = expression(a, b)
    if isinstance(end, Value):
        walk_back(end)
        print(expression.__name__, "gives", a.grad, b.grad)
