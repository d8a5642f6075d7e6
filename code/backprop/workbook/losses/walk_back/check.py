"""For three classes, by how many paths does the first logit reach the loss?
Write out what stands on each: which factor do all of them share?
"""

import tracemalloc

import numpy as np
from backprop.gradients import gradient
from backprop.losses import softmax
from backprop.workbook import diagnosis


def check_one_row(you):
    """one row with three probabilities"""
    p, d_p = np.array([[0.5, 0.25, 0.25]]), np.array([[0.0, 4.0, 0.0]])
    d_z = you.walk_back(p, d_p)
    assert d_z is not ..., (
        "walk_back still returns `...`: multiply d_p by the Jacobian, on "
        "paper, before you write it."
    )
    assert d_z is not None, "walk_back gave None: is its `return` missing?"
    assert not np.allclose(d_z, p * (1 - p) * d_p), (
        "each logit has moved its own probability only. It moves all others "
        "too: the Jacobian has numbers beside its diagonal."
    )
    assert not np.allclose(d_z, p * d_p), (
        "p * d_p is the part from the delta: the part with - p_i * p_j is "
        "missing."
    )
    assert np.allclose(d_z, [[-0.5, 0.75, -0.25]]), (
        f"expected [-0.5, 0.75, -0.25], but came {d_z}."
        + diagnosis(d_z, [[-0.5, 0.75, -0.25]])
    )


def check_batch(you):
    """a batch of three rows, against nudging"""
    rng = np.random.default_rng(5)
    logits, d_p = rng.standard_normal((2, 3, 5))
    p = softmax(logits)
    d_z = you.walk_back(p.copy(), d_p.copy())
    expected = gradient(lambda z: (softmax(z) * d_p).sum(), logits)
    of_rows = -p * (p * d_p).sum(axis=1, keepdims=True)
    paths = {
        "p * d_p": p * d_p,
        "the sum over the row": of_rows,
        "the sums over the other rows": -p * (p * d_p).sum() - of_rows,
    }
    assert np.shape(d_z) == (3, 5), (
        f"expected the shape (3, 5) of the logits, but came {np.shape(d_z)}."
    )
    assert np.allclose(d_z, expected, rtol=1e-6, atol=1e-8), (
        f"nudging gives\n{expected.round(4)}\nbut came\n{d_z.round(4)}\nIs "
        "the sum taken along each row?" + diagnosis(d_z, expected, paths=paths)
    )


def check_no_jacobian(you):
    """a thousand classes, without a table of a million numbers"""
    p = softmax(np.linspace(-1, 1, 1000)[None])
    tracemalloc.start()
    you.walk_back(p, np.ones((1, 1000)))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1e6, (
        f"it took {most / 1e6:.0f} MB for 1000 classes: the Jacobian was "
        "made. Multiply out on paper, and see which sum is the same for a "
        "whole row."
    )
