"""Follow the loop of `total` in the chapter with a pencil, for 2, 3 and 4.
Which two things in it belong to adding, and have to change?
"""

def check_three(you):
    """`product(2, 3, 4)`, three factors"""
    got = you.product(2, 3, 4)
    assert got is not ..., "product still returns `...`: write the loop."
    assert got is not None, "product gave None: is its `return` missing?"
    assert got != 0, (
        "product(2, 3, 4) gave 0: a loop that starts from 0 stays there, "
        "because 0 times anything is 0."
    )
    assert got != 2, (
        "product(2, 3, 4) gave 2: it returned inside the loop, after the "
        "first number. Move `return` to the left."
    )
    assert got == 24, f"expected 24, but came {got!r}."


def check_one(you):
    """`product(7)`, a single factor"""
    assert you.product(7) == 7, f"expected 7, but came {you.product(7)!r}."


def check_none(you):
    """`product()`, which leaves a product as it is"""
    got = you.product()
    assert got == 1, (
        f"product() gave {got!r}. product(2, 3) times product() should be "
        "product(2, 3): what number changes nothing when you multiply by it?"
    )
