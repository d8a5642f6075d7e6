"""The hint: the function of the chapter multiplies by 2. What would have to
stand there instead?
"""


def check_three(you):
    """`tripled(3)` is 9"""
    got = you.tripled(3)
    assert got is not ..., "tripled still returns `...`: write the product."
    assert got is not None, "tripled gave None: is its `return` missing?"
    assert got != 24, (
        "tripled(3) gave 24: that is three doublings. Multiply by 3 once."
    )
    assert got == 9, f"expected 9, but came {got!r}."
