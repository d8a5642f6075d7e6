"""Draw b + b.relu(), and write beside each node how many arrows leave it.
Visit the end, and cross out the arrows into it: whose number is 0 now?
"""

from backprop.scalar import Value


def detour():
    b = Value(1.0).relu()
    return b + b.relu()


def fork():
    a = Value(2.0)
    return (a + 1) * (a * a)


def doublings(count):
    end = Value(1.0)
    for _ in range(count):
        end = end + end
    return end


def check_all_once(you):
    """each node is there, and once"""
    for graph in (detour(), fork(), Value(1.0)):
        order = you.end_first(graph)
        assert order is not ..., (
            "end_first still returns `...`: count, then visit."
        )
        assert order is not None, (
            "end_first gave None: is its `return` missing?"
        )
        assert len(order) == len(set(order)), "some node is there twice."
        assert set(order) == set(graph.inputs_first()), (
            f"expected {len(graph.inputs_first())} nodes, but came "
            f"{len(order)}."
        )


def check_after_all_users(you):
    """each comes after all who use it"""
    for graph in (detour(), fork(), doublings(3)):
        order = you.end_first(graph)
        place = {node: number for number, node in enumerate(order)}
        for node in order:
            for source in node.inputs:
                assert place[node] < place[source], (
                    f"a node comes before one of its users, which is a "
                    f"'{node.operation}': it was listed when it was found, "
                    "and not when the last of its users had been visited."
                )


def check_long_and_forked(you):
    """a long chain of nodes, and forty doublings in a row"""
    chain = Value(0.0)
    for _ in range(2000):
        chain = chain + 1
    for graph in (chain, doublings(40)):
        count = len(graph.inputs_first())
        try:
            order = you.end_first(graph)
        except RecursionError:
            raise AssertionError(
                "Python allows about a thousand calls within calls: keep a "
                "list of what is still to do instead."
            ) from None
        finally:  # or dropping the chain goes too deep for a browser
            for node in graph.inputs_first():
                node.inputs = node.partials = ()
        assert len(order) == count, (
            f"expected {count} nodes, but came {len(order)}."
        )
