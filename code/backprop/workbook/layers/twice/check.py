"""Call the second one V, so that Z is X W V^T, and find the slopes along W and
along V as if they were different matrices.
What becomes of the two when V is W?
"""

import numpy as np
from backprop import layers
from backprop.workbook import diagnosis


def check_slopes(you):
    """`d_weights` agrees with nudging"""
    rng = np.random.default_rng(1)
    x, weights = rng.normal(size=(5, 4)), rng.normal(size=(4, 2))
    d_z = rng.normal(size=(5, 4))
    got = you.d_weights(x.copy(), weights.copy(), d_z.copy())
    assert got is not ..., "d_weights still returns `...`: how many paths?"
    assert got is not None, "d_weights gave None: is its `return` missing?"
    way_in, way_out = x.T @ d_z @ weights, d_z.T @ x @ weights
    for way, other in ((way_in, "out"), (way_out, "in")):
        assert np.shape(got) != way.shape or not np.allclose(got, way), (
            "these are the slopes of one path alone; the weights are used "
            f"on the way {other}, too."
        )
    try:
        layers.check_gradients(
            lambda w: (d_z * (x @ w @ w.T)).sum(), weights, got
        )
    except ValueError as report:
        raise AssertionError(str(report)) from None
    except AssertionError as report:
        paths = {"the way in": way_in, "the way out": way_out}
        said = diagnosis(got, way_in + way_out, str(report), paths=paths)
        raise AssertionError(f"{report}{said}") from None
