"""Count first, then visit, and count down.

Each arrow is seen twice, once in either loop, so the cost grows with the
graph and not with its paths. `backward` could use this order as it comes,
without reversing it. HIPS autograd, an engine for arrays, does so.
"""

from backprop.scalar import Value


def end_first(end):
    """All that led to `end`, each after all of its users.

    First count, for each node, the arrows that leave it: walk from the end,
    and follow the inputs of each node once. Then visit what is ready.
    """
    waiting, found = {end: 0}, [end]
    while found:
        for source in found.pop().inputs:
            if source not in waiting:
                waiting[source] = 0
                found.append(source)
            waiting[source] += 1
    order, ready = [], [end]
    while ready:
        node = ready.pop()
        order.append(node)
        for source in node.inputs:
            waiting[source] -= 1
            if waiting[source] == 0:
                ready.append(source)
    return order


a = Value(1.0)
b = a.relu()
y = b + b.relu()
order = end_first(y)
if order is not ...:
    print([node.operation or "leaf" for node in order])
