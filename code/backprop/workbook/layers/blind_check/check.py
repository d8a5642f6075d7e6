"""Write beside each wrong line what it should be, and ask what the numbers
must be like for both to agree.
Which batches does the chapter choose for its own checks?
"""

import numpy as np
from backprop import layers


def chosen(you):
    arrays = you.choose()
    assert isinstance(arrays, tuple) and len(arrays) == 3, (
        "choose must return three arrays: X, W and d_outputs."
    )
    X, W, d_outputs = (np.array(array, dtype=float) for array in arrays)
    assert X.ndim == W.ndim == d_outputs.ndim == 2, (
        "X, W and d_outputs must have two axes each; yours have "
        f"{X.ndim}, {W.ndim} and {d_outputs.ndim}."
    )
    assert X.shape[1] == W.shape[0], (
        f"X has the shape {X.shape} and W {W.shape}: the inputs, the last of "
        "X and the first of W, must be as many."
    )
    assert d_outputs.shape == (X.shape[0], W.shape[1]), (
        f"d_outputs has the shape {d_outputs.shape}, but the outputs have "
        f"{(X.shape[0], W.shape[1])}."
    )
    assert 0 < max(X.size, W.size) <= 200, (
        "take at least one number, and at most 200: small checks are quick."
    )
    return X, W, d_outputs


def is_noticed(f, x, slopes):
    try:
        layers.check_gradients(f, x, slopes())
    except (AssertionError, ValueError):
        return True
    return False


def check_bias(you):
    """the wrong `d_bias` fails: the mean instead of the sum"""
    X, W, d = chosen(you)
    assert is_noticed(
        lambda b: ((X @ W + b) * d).sum(),
        np.zeros(W.shape[1]),
        lambda: d.mean(axis=0),
    ), (
        "d_outputs.mean(axis=0) still passes as d_bias. When is a mean the "
        "same as a sum?"
    )


def check_inputs(you):
    """the wrong `d_inputs` fails: `W`, not transposed"""
    X, W, d = chosen(you)
    assert is_noticed(lambda x: ((x @ W) * d).sum(), X, lambda: d @ W), (
        "d_outputs @ W still passes as d_inputs. Which matrices do not "
        "change when they are transposed?"
    )


def check_weights(you):
    """the first wrong `d_weights` fails: a relu on the batch"""
    X, W, d = chosen(you)
    assert is_noticed(
        lambda w: ((X @ w) * d).sum(), W, lambda: np.maximum(X, 0).T @ d
    ), (
        "np.maximum(X, 0).T @ d_outputs still passes as d_weights. Which "
        "inputs does it change?"
    )


def check_upstream(you):
    """the second one fails: without the upstream gradient"""
    X, W, d = chosen(you)
    assert is_noticed(
        lambda w: ((X @ w) * d).sum(), W, lambda: X.T @ np.ones_like(d)
    ), (
        "X.T @ np.ones_like(d_outputs) still passes as d_weights. For which "
        "d_outputs is it right?"
    )
