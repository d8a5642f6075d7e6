"""With a pencil, do one row of four classes: how much of the shared tenth does
each get, and do the four numbers add up to 1?
For the slopes, read the list of conditions under which p - y holds.
"""

import numpy as np
from backprop.gradients import gradient
from backprop.losses import cross_entropy_gradient, log_softmax
from backprop.workbook import diagnosis

LOGITS = np.array([[2.0, 1.0, 0.0, -1.0], [0.5, 3.0, -2.0, 1.0]])
LABELS = np.array([1, 3])
TRUTH = np.array([[0.025, 0.925, 0.025, 0.025], [0.025, 0.025, 0.025, 0.925]])


def near(came, expected):
    return np.shape(came) == np.shape(expected) and np.allclose(
        came, expected, rtol=1e-6, atol=1e-8
    )


def check_rows(you):
    """`smooth` gives the rows of y"""
    y = you.smooth(LABELS, 4)
    assert y is not ... and y is not None, (
        "smooth gives no rows yet: begin with np.eye(classes)[labels], the "
        "one-hot rows."
    )
    assert np.shape(y) == (2, 4), (
        f"expected a row of 4 for each of 2 labels, but the shape is "
        f"{np.shape(y)}."
    )
    sums = np.sum(y, axis=1)
    assert np.allclose(sums, 1), (
        f"the rows add up to {sums.round(4)}, but p - y holds only where y "
        "adds up to 1: the label gives away the tenth that all share."
    )
    assert not np.allclose(np.max(y, axis=1), 0.9), (
        "the label has 0.9, so the tenth was shared by the others alone: here "
        "all classes share it, the label too."
    )
    assert near(y, TRUTH), f"expected\n{TRUTH}\nbut came\n{y}."


def check_loss(you):
    """`loss` of a batch of two"""
    loss = you.loss(LOGITS, LABELS)
    assert loss is not ... and loss is not None, "loss gives no number yet."
    expected = -(TRUTH * log_softmax(LOGITS)).sum() / 2
    assert not near(loss, 2 * expected), (
        "that is the sum over the rows: the loss is their mean."
    )
    assert not near(loss, expected / 4), (
        "that is the mean over all numbers: sum over the classes, and take "
        "the mean over the rows."
    )
    assert near(loss, expected), f"expected {expected:.6f}, but came {loss!r}."


def check_slopes(you):
    """`slopes` of that loss, against nudging"""
    slopes = you.slopes(LOGITS, LABELS)
    assert slopes is not ... and slopes is not None, (
        "slopes gives no array yet: is p - y still valid?"
    )
    assert not near(slopes, cross_entropy_gradient(LOGITS, LABELS)), (
        "these are the slopes for labels that are quite sure: y is no longer "
        "one-hot."
    )
    expected = gradient(lambda z: -(TRUTH * log_softmax(z)).sum() / 2, LOGITS)
    assert not near(slopes, 2 * expected), (
        "twice too large: for the mean over two rows, divide by two."
    )
    assert near(slopes, expected), (
        f"nudging gives\n{expected.round(4)}\nbut came\n{slopes}."
        + diagnosis(slopes, expected)
    )
