"""Two of the three change what comes out of the old loss, and one changes what
goes into it.
For each, draw the box that was added, and write its slope on the arrow.
"""

import numpy as np
from backprop.gradients import gradient
from backprop.losses import cross_entropy, cross_entropy_gradient
from backprop.workbook import diagnosis

LOGITS = np.array([[2.0, 1.0, 0.0, -1.0], [0.5, 3.0, -2.0, 1.0]])
LABELS = np.array([1, 3])


def near(slopes, expected):
    return np.shape(slopes) == np.shape(expected) and np.allclose(
        slopes, expected, rtol=1e-6, atol=1e-8
    )


def nudged(loss):
    return gradient(loss, LOGITS)


def check_sum(you):
    """`slopes_of_sum`, against nudging"""
    slopes = you.slopes_of_sum(LOGITS, LABELS)
    assert slopes is not None, (
        "slopes_of_sum gave None: is its `return` missing?"
    )
    assert not near(slopes, cross_entropy_gradient(LOGITS, LABELS)), (
        "for the sum: these are the slopes of the mean. With two rows the sum "
        "is twice as large as the mean, wherever the logits are."
    )
    expected = nudged(lambda z: 2 * cross_entropy(z, LABELS))
    assert near(slopes, expected), (
        f"for the sum: nudging gives\n{expected.round(4)}\nbut came\n{slopes}."
        + diagnosis(slopes, expected)
    )


def check_bits(you):
    """`slopes_in_bits`, against nudging"""
    slopes = you.slopes_in_bits(LOGITS, LABELS)
    natural = cross_entropy_gradient(LOGITS, LABELS)
    assert not near(slopes, natural), (
        "in bits: these are the slopes for the natural logarithm. log2 p is "
        "log p, divided by a number."
    )
    assert not near(slopes, natural * np.log(2)), (
        "in bits: log2 p = log p / log 2, and you multiplied by log 2. A coin "
        "is a surprise of one bit, and of only 0.69 in natural units."
    )
    expected = nudged(lambda z: cross_entropy(z, LABELS) / np.log(2))
    assert near(slopes, expected), (
        f"in bits: nudging gives\n{expected.round(4)}\nbut came\n{slopes}."
        + diagnosis(slopes, expected)
    )


def check_warm(you):
    """`slopes_when_warm`, against nudging"""
    slopes = you.slopes_when_warm(LOGITS, LABELS)
    assert not near(slopes, cross_entropy_gradient(LOGITS, LABELS)), (
        "halved logits: these are the slopes without the halving. Which "
        "logits arrive at the softmax?"
    )
    assert not near(slopes, cross_entropy_gradient(LOGITS / 2, LABELS)), (
        "halved logits: p is right now, but a nudge of z moves z / 2 by half "
        "of it only. A local derivative is missing."
    )
    assert not near(slopes, cross_entropy_gradient(LOGITS, LABELS) / 2), (
        "halved logits: the factor is right, but p is the softmax of what "
        "arrives there, logits / 2."
    )
    expected = nudged(lambda z: cross_entropy(z / 2, LABELS))
    assert near(slopes, expected), (
        f"halved logits: nudging gives\n{expected.round(4)}\nbut came\n"
        f"{slopes}." + diagnosis(slopes, expected)
    )
