"""Draw the three expressions of the author: how many arrows leave a, and b?
What must a graph look like for one `grad` to be set twice?
"""

from backprop.scalar import Value


def walk(expression):
    """Slopes with the mistake, slopes without it, and all nodes."""
    both = []
    for right in (False, True):
        a, b = Value(2.0), Value(3.0)
        end = expression(a, b)
        name = expression.__name__
        assert end is not ..., (
            f"{name} still returns `...`: put an expression there."
        )
        assert isinstance(end, Value), (
            f"{name} must return a Value, made of a and b; it gave {end!r}."
        )
        nodes = end.inputs_first()
        for leaf in (a, b):
            assert any(node is leaf for node in nodes), (
                f"{name} must use both a and b."
            )
        if right:
            end.backward()
        else:
            with_the_mistake(end)
        both.append((a.grad, b.grad))
    return *both, nodes


def with_the_mistake(end):
    order = end.inputs_first()
    for node in order:
        node.grad = 0.0
    end.grad = 1.0
    for node in reversed(order):
        for source, partial in zip(node.inputs, node.partials, strict=True):
            source.grad = node.grad * partial


def check_shows(you):
    """`shows` gets wrong slopes from the engine with the mistake"""
    wrong, right, _ = walk(you.shows)
    assert wrong != right, (
        f"at a = 2 and b = 3 the engine with the mistake finds {wrong} for "
        "`shows`, and that is right. Where would a second gradient overwrite "
        "a first one?"
    )


def check_hides(you):
    """`hides`, of three operations or more, gets right ones"""
    wrong, right, nodes = walk(you.hides)
    assert wrong == right, (
        f"for `hides` it finds {wrong} instead of {right}: some node in it "
        "has two users. Use each once."
    )
    operations = sum(bool(node.inputs) for node in nodes)
    assert operations >= 3, (
        f"`hides` has only {operations} operations: make it three at least."
    )
