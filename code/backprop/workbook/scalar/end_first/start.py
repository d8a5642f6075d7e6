"""Another good order: by counting users.

A node whose users have all been visited is ready.
"""

from backprop.scalar import Value


def end_first(end):
    """All that led to `end`, each after all of its users.

    First count, for each node, the arrows that leave it: walk from the end,
    and follow the inputs of each node once. Then visit what is ready.
    """
    return ...


a = Value(1.0)
b = a.relu()
y = b + b.relu()
order = end_first(y)
if order is not ...:
    print([node.operation or "leaf" for node in order])
