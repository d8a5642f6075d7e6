"""Python allows about a thousand calls within calls"""


def end_first(end):
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for source in node.inputs:
                visit(source)
            order.append(node)

    visit(end)
    return order[::-1]
