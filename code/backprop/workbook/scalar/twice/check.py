"""Read "Twice, and from zero" again: which of a, b and c add up?
For each line, find the slopes of that walk alone first.
"""

from backprop.scalar import Value


def truth():
    a, b = Value(3), Value(4)
    c = a * b
    d = c + a
    found = {}
    for line, call in enumerate(
        (c.backward, c.backward, d.backward, d.zero_grad), start=1
    ):
        call()
        found[line] = a.grad, b.grad, c.grad
    return found


def check_filled(you):
    """three numbers for each line"""
    assert set(you.GRADIENTS) == {1, 2, 3, 4}, (
        "GRADIENTS must have the keys 1, 2, 3 and 4."
    )
    for line, guess in you.GRADIENTS.items():
        assert ... not in guess and len(guess) == 3, (
            f"line {line} needs three numbers: a.grad, b.grad and c.grad."
        )


def check_lines(you):
    """each line leaves the gradients that you predicted"""
    for line, expected in truth().items():
        for name, is_so, guess in zip(
            "abc", expected, you.GRADIENTS[line], strict=True
        ):
            hint = "walk back, and multiply"
            if line in (2, 3):
                hint = "a is a leaf, and adds to what it has"
            if name == "b":
                hint = hint.replace("a is", "b is")
            if name == "c" and line < 4:
                hint = "c is computed, and begins anew with each backward"
            if line == 4:
                hint = "all that led to d is set to 0"
            assert abs(guess - is_so) < 1e-9, (
                f"after line {line} {name}.grad is not {guess}: {hint}."
            )
