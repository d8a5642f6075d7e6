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

from backprop._checks import describe
from backprop._checks.arrays import as_array, check_array, check_labels
from backprop._checks.shapes import check_same_shape

__all__ = [
    "softmax",
    "log_softmax",
    "cross_entropy",
    "cross_entropy_gradient",
    "cross_entropy_and_gradient",
    "mean_squared_error_gradient",
]


def softmax(logits) -> np.ndarray:
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


def log_softmax(logits) -> np.ndarray:
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


def cross_entropy(logits, labels) -> float:
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
    labels = check_labels(labels, log_p.shape)
    picked = log_p[np.arange(len(labels)), labels]
    return (0 - picked.mean()).item()  # -picked would make -0.0 of 0.0


def cross_entropy_gradient(logits, labels) -> np.ndarray:
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
    labels = check_labels(labels, slopes.shape)
    slopes[np.arange(len(labels)), labels] -= 1
    slopes /= len(labels)
    return slopes


def cross_entropy_and_gradient(logits, labels) -> tuple[float, np.ndarray]:
    """Both of the above at once, from one softmax: for training.

    Takes and raises what `cross_entropy` does.

    Told in book/networks.md, "A handful at a time".

    Examples
    --------
    >>> cross_entropy_and_gradient([[1000, 0], [1000, 0]], labels=[0, 1])
    (500.0, array([[ 0. ,  0. ],
           [ 0.5, -0.5]]))
    """
    log_p = log_softmax(logits)
    labels = check_labels(labels, log_p.shape)
    right = np.arange(len(labels)), labels
    loss = (0 - log_p[right].mean()).item()
    slopes = np.exp(log_p)
    slopes[right] -= 1
    slopes /= len(labels)
    return loss, slopes


def mean_squared_error_gradient(predictions, targets) -> np.ndarray:
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
    predictions = check_array(predictions, "predictions")
    targets = check_array(targets, "targets")
    check_same_shape(predictions, targets, ("predictions", "targets"))
    return 2 * (predictions - targets) / predictions.size


def minus_largest(logits):
    """The logits, shifted row by row so that the largest is 0."""
    logits = _checked_logits(logits)
    largest = logits.max(axis=-1, keepdims=True)
    return logits - _checked_largest(largest)


def _checked_logits(value):
    logits = as_array(value, "logits")
    if logits.dtype.kind not in "fc" or logits.size == 0:
        logits = check_array(value, "logits")
    if logits.ndim == 0:
        raise ValueError(
            "logits must be a row of numbers, or rows of them, but they are "
            f"{describe(value)}"
        )
    wide = np.result_type(logits, np.float64)
    return logits.astype(wide, copy=False)


def _checked_largest(largest):
    finite = np.isfinite(largest)
    if not finite.all():
        row = finite.argmin()
        raise ValueError(
            f"the largest logit of row {row} is {largest.flat[row]}, but it "
            "must be a finite number. If this happens in training: is the "
            "learning rate too large?"
        )
    return largest
