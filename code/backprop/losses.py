"""Softmax and cross-entropy: the error of a network that chooses.

Only differences of logits count, so `minus_largest` shifts each row until
its largest is 0, and no exponential can overflow. The logarithm is taken in
the formula and not of its result, because a probability of 1e-400 is 0 to a
computer and its logarithm is not infinite.

Loss and gradient are functions of their own, to be read beside the equation,
p - y. `cross_entropy_and_gradient` gives both from one softmax, for training.
Labels are whole numbers and not rows of 0 and 1: one number can be checked
against the number of classes, and picks its logit without a product.
Chapter: book/losses.md
"""

import numpy as np

from backprop._checks.arrays import (
    Array,
    Logits,
    Readable,
    check_labels,
    tiny_counts_as_zero,
)
from backprop._checks.edge import checked, checked_with, trusted
from backprop._checks.shapes import are_alike

__all__ = [
    "softmax",
    "log_softmax",
    "cross_entropy",
    "cross_entropy_gradient",
    "cross_entropy_and_gradient",
    "mean_squared_error_gradient",
]


@checked
@tiny_counts_as_zero
def softmax(logits: Logits) -> np.ndarray:
    """Make of each row numbers that are positive and add up to 1.

    Told in book/losses.md, "Only differences count".

    Parameters
    ----------
    logits
        Numbers in the shape (batch, classes), or one row in the shape
        (classes,), of any size up to 1e300. A -inf rules a class out.
        Complex numbers pass, so that `complex_step` can check the slopes.

    Returns
    -------
    ndarray
        The probabilities, in the shape of `logits`; those that are smaller
        than 1e-323 are 0.

    Raises
    ------
    TypeError
        If `logits` holds something else than numbers.
    ValueError
        If it is empty or a single number, or the largest number of a row is
        nan or infinite.

    Examples
    --------
    >>> softmax([0, 0, 0, 0])
    array([0.25, 0.25, 0.25, 0.25])
    >>> softmax([1000, 0, -1000])
    array([1., 0., 0.])
    """
    powers = np.exp(minus_largest(logits))
    powers /= powers.sum(axis=-1, keepdims=True)
    return powers


def minus_largest(logits):
    """The logits, shifted row by row so that the largest is 0."""
    logits = np.asarray(logits)
    return logits - logits.max(axis=-1, keepdims=True)


@checked
@tiny_counts_as_zero
def log_softmax(logits: Logits) -> np.ndarray:
    """The logarithm of `softmax`, also where `softmax` is rounded to 0.

    Takes, gives and raises what `softmax` does. Equation: the section "Only
    differences count" of the chapter.

    Told in book/losses.md, "Only differences count".

    Examples
    --------
    >>> log_softmax([1000, 0, -1000])
    array([    0., -1000., -2000.])
    """
    lowered = minus_largest(logits)
    return lowered - np.log(np.exp(lowered).sum(axis=-1, keepdims=True))


def a_label_for_each_row(labels, logits):
    """A guard: as many labels as rows, and each the number of a class."""
    return check_labels(labels, logits.shape)


@checked_with(a_label_for_each_row)
@tiny_counts_as_zero
@trusted(True)
def cross_entropy(logits: Logits, labels: Readable) -> float:
    """The mean surprise: -log of the probability of the right class.

    Told in book/losses.md, "How surprised are we?".

    Parameters
    ----------
    logits
        Numbers in the shape (batch, classes), as for `softmax`.
    labels
        The number of the right class for each row: whole numbers from 0 to
        classes - 1, in the shape (batch,).

    Returns
    -------
    float
        Zero or more, in units of the natural logarithm; infinite where a
        label was ruled out by a logit of -inf.

    Raises
    ------
    TypeError
        If `logits` holds something else than numbers, or `labels` something
        else than whole numbers.
    ValueError
        If the shapes are others, if a label is out of range, and where
        `softmax` raises one.

    Examples
    --------
    >>> cross_entropy([[1000, 0], [1000, 0]], labels=[0, 1])
    500.0
    """
    log_p = log_softmax(logits)
    picked = log_p[np.arange(len(labels)), labels]
    return (0 - picked.mean()).item()  # 0 - 0.0 is 0.0, and -(0.0) is -0.0


@checked_with(a_label_for_each_row)
@tiny_counts_as_zero
@trusted(True)
def cross_entropy_gradient(logits: Logits, labels: Readable) -> np.ndarray:
    """The slopes of `cross_entropy` along each logit: (p - y) / batch.

    Takes and raises what `cross_entropy` does, and changes none of it.
    Derived in the section "Everything cancels" of the chapter.

    Told in book/losses.md, "Everything cancels".

    Returns
    -------
    ndarray
        The slopes, in the shape of `logits`; each row adds up to zero.

    Examples
    --------
    >>> cross_entropy_gradient([[0, 0, 0, 0]], labels=[2])
    array([[ 0.25,  0.25, -0.75,  0.25]])
    """
    slopes = softmax(logits)
    slopes[np.arange(len(labels)), labels] -= 1
    slopes /= len(labels)
    return slopes


@checked_with(a_label_for_each_row)
@tiny_counts_as_zero
@trusted(True)
def cross_entropy_and_gradient(
    logits: Logits, labels: Readable
) -> tuple[float, np.ndarray]:
    """`cross_entropy` and its gradient, from one softmax: for training.

    Takes and raises what `cross_entropy` does.

    Told in book/networks.md, "A handful at a time".

    Examples
    --------
    >>> cross_entropy_and_gradient([[1000, 0], [1000, 0]], labels=[0, 1])
    (500.0, array([[ 0. ,  0. ],
           [ 0.5, -0.5]]))
    """
    log_p = log_softmax(logits)
    right = np.arange(len(labels)), labels
    loss = (0 - log_p[right].mean()).item()
    slopes = np.exp(log_p)
    slopes[right] -= 1
    slopes /= len(labels)
    return loss, slopes


@checked_with(are_alike)
def mean_squared_error_gradient(
    predictions: Array, targets: Array
) -> np.ndarray:
    """The slopes of `mean_squared_error` along each prediction.

    Told in book/losses.md, "Break: p − y for another loss".

    Raises
    ------
    TypeError
        If one of the two holds something else than numbers.
    ValueError
        If their shapes differ, or a number is not finite.

    Examples
    --------
    >>> mean_squared_error_gradient([1, 2, 6, 0], [1, 2, 3, 2])
    array([ 0. ,  0. ,  1.5, -1. ])
    """
    return 2 * (predictions - targets) / predictions.size
