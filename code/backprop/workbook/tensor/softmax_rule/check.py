"""Along logit j, the slope of y_i is -y_i y_j, and for i = j there is y_j on
top. Multiply with g_i, add up over i, and take out of the sum what has no i.
For batches: along which axis is that sum, and what shape must it keep?
"""

import tracemalloc

import numpy as np
from backprop import layers
from backprop.tensor import Tensor
from backprop.workbook import diagnosis


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def compare(you, *shape):
    rng = np.random.default_rng(0)
    x, g = rng.normal(size=shape), rng.normal(size=shape)
    y = softmax(x)
    got = you.softmax_rule(g.copy(), y.copy())
    assert got is not ..., "softmax_rule still returns `...`: which slopes?"
    assert got is not None, "softmax_rule gave None: is its `return` missing?"
    assert np.shape(got) == shape, (
        f"for the shape {shape} came slopes in the shape {np.shape(got)}: "
        "there is one for each logit."
    )
    assert not np.allclose(got, g * y * (1 - y)), (
        "that is the rule of the sigmoid. When one logit grows, its own "
        "probability does, but all others in the row shrink: those are paths, "
        "too."
    )
    assert len(shape) == 1 or not np.allclose(got, y * (g - (g * y).sum())), (
        f"for the shape {shape} the sum goes over all rows together. Each row "
        "is an example of its own, and gets a sum of its own."
    )
    try:
        layers.check_gradients(lambda x: (g * softmax(x)).sum(), x, got)
    except AssertionError as report:
        right = y * (g - (g * y).sum(axis=-1, keepdims=True))
        said = diagnosis(got, right, str(report))
        raise AssertionError(
            f"for the shape {shape}: {report}{said}"
        ) from None


def check_one_row(you):
    """one row, against nudging"""
    compare(you, 4)


def check_batches(you):
    """the rows of a batch, and batches of batches"""
    compare(you, 5, 3)
    compare(you, 3, 3)
    compare(you, 2, 5, 3)


def check_no_table(you):
    """a thousand logits, without a table of a million slopes"""
    y = softmax(np.random.default_rng(0).normal(size=(2, 1000)))
    g = np.ones_like(y)
    tracemalloc.start()
    you.softmax_rule(g, y)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 50 * y.nbytes, (
        f"for two rows of 1000 logits it took {most / y.nbytes:.0f} times the "
        "memory of y. You need the table of all slopes only multiplied with "
        "g: write that as a sum, and look what can be taken out of it."
    )


def check_slopes_of_slopes(you):
    """given Tensors, it gives slopes that have slopes"""
    rng = np.random.default_rng(1)
    start, g, v = rng.normal(size=(3, 4, 3))
    x = Tensor(start, requires_grad=True)
    try:
        slopes = you.softmax_rule(Tensor(g), x.softmax())
    except TypeError as error:
        raise AssertionError(
            f"it cannot be handed Tensors: {error}. Use operators and "
            "methods, which arrays and Tensors share."
        ) from None
    assert isinstance(slopes, Tensor) and slopes.requires_grad, (
        "handed Tensors, it should give a Tensor that remembers how it was "
        f"computed, but it gave {slopes!r}."
    )
    (slopes * v).sum().backward()
    layers.check_gradients(
        lambda x: (v * you.softmax_rule(g, softmax(x))).sum(), start, x.grad
    )
