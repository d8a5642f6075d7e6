"""First write the values of all nodes above them, as in the figure.
Then walk from e to the left: what has come down to a box, times what its arrow
carries.
"""

from backprop.scalar import Value


def truth():
    a, b, c, f = Value(2), Value(-3), Value(10), Value(-2)
    product = a * b
    total = product + c
    e = total * f
    e.backward()
    nodes = {"e": e, "a * b + c": total, "f": f, "a * b": product}
    nodes |= {"c": c, "a": a, "b": b}
    return {name: node.grad for name, node in nodes.items()}


def check_filled(you):
    """a number for each of the seven nodes"""
    expected = set(truth())
    assert set(you.GRADIENTS) == expected, (
        f"GRADIENTS must have exactly these keys: {sorted(expected)}."
    )
    for name, guess in you.GRADIENTS.items():
        assert guess is not ..., (
            f"there is still a `...` for {name}: put a number there."
        )


def check_not_local(you):
    """`a` and `b` are slopes of `e`, and not of `a * b`"""
    assert (you.GRADIENTS["a"], you.GRADIENTS["b"]) != (-3, 2), (
        "-3 and 2 are the local derivatives of the product along a and b. "
        "Multiply them by what has come down to the product."
    )


def check_gradients(you):
    """all seven are what `backward` finds"""
    for name, expected in truth().items():
        guess = you.GRADIENTS[name]
        hint = "start with 1 at the end"
        if name in ("a * b + c", "f", "a", "b"):
            hint = "a product hands each input the value of the other"
        if name in ("a * b", "c"):
            hint = "a sum hands on what it got, to both"
        assert abs(guess - expected) < 1e-9, (
            f"the gradient of {name} is not {guess}: {hint}."
        )
