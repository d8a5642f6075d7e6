"""Do it for two classes: which probability do equal logits give each of them,
and how large is the surprise?
The second function asks the same from the other end, with the loss given
and the number of classes wanted.
"""

import math


def near(came, expected):
    return isinstance(came, int | float) and math.isclose(
        came, expected, rel_tol=1e-6, abs_tol=1e-9
    )


def check_thousand(you):
    """`first_loss(1000)`"""
    loss = you.first_loss(1000)
    assert loss is not ..., (
        "first_loss still returns `...`: put your formula there."
    )
    assert loss is not None, "first_loss gave None: is its `return` missing?"
    assert not near(loss, 1 / 1000), (
        "1/1000 is the probability of each class; the loss is the surprise "
        "at it, -log of the probability."
    )
    assert not near(loss, -math.log(1000)), (
        "a surprise is never negative: the logarithm of 1/1000 is, and that "
        "is what the minus is for."
    )
    assert not (near(loss, 3) or near(loss, math.log2(1000))), (
        f"{loss:.4g} is right for another base of the logarithm: here it is "
        "the natural one, math.log."
    )
    assert near(loss, math.log(1000)), (
        f"expected log(1000), about 6.91, but came {loss!r}."
    )


def check_other_numbers(you):
    """the first loss of one, two and ten classes"""
    for classes in (1, 2, 10):
        loss = you.first_loss(classes)
        assert near(loss, math.log(classes)), (
            f"for {classes} classes expected {math.log(classes):.4f}, but "
            f"came {loss!r}: which probability does each of them get?"
        )


def check_read(you):
    """`as_unsure_as` takes a loss back to a number of classes"""
    classes = you.as_unsure_as(2.0)
    assert classes is not ... and classes is not None, (
        "as_unsure_as gives no number yet: turn first_loss round."
    )
    assert not near(classes, 100), (
        "10 to the power of 2 undoes a logarithm to the base 10; the natural "
        "one is undone by math.exp."
    )
    assert near(classes, math.exp(2)), (
        f"expected the number whose natural logarithm is 2, about 7.39, but "
        f"came {classes!r}."
    )
