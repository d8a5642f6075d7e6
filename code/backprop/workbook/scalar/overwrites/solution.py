"""It shows where a node has two users, and nowhere else.

Then the second path overwrites the first. In an expression that uses each
node once there is one path to each, and `=` does what `+=` does; so tests
with a * b and the like pass for ever. A fork belongs among the first tests
of any engine. Even a * a will do.
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
    return a * b + a


def hides(a, b):
    """Another one, of at least three operations, for which it does not."""
    return (2 * a + b).tanh()


for expression in (shows, hides):
    a, b = Value(2.0), Value(3.0)
    end = expression(a, b)
    if isinstance(end, Value):
        walk_back(end)
        print(expression.__name__, "gives", a.grad, b.grad)
