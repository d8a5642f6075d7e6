"""it was listed when it was found"""


def end_first(end):
    order, seen, stack = [], set(), [end]
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            order.append(node)
            stack.extend(reversed(node.inputs))
    return order
