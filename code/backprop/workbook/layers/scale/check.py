"""With five rows, by how many paths does one factor reach the error, and by
how many does one input?
What stands on each path, and who has to remember it?
"""

import numpy as np
from backprop import layers
from backprop.workbook import diagnosis


def example(you):
    rng = np.random.default_rng(0)
    layer = you.Scale(3)
    layer.factors = rng.normal(size=3)
    return layer, rng.normal(size=(5, 3)), rng.normal(size=(5, 3))


def check_forward(you):
    """each column is multiplied by its factor"""
    layer, batch, _ = example(you)
    got = layer.forward(batch.copy())
    assert got is not ..., "forward still returns `...`: inputs * factors."
    assert np.allclose(got, batch * layer.factors), (
        "forward should give inputs * factors, a factor for each column."
    )


def check_backward(you):
    """the slopes along factors and inputs agree with nudging"""
    layer, batch, d_outputs = example(you)
    layer.forward(batch.copy())
    d_inputs = layer.backward(d_outputs.copy())
    assert d_inputs is not ..., "backward still returns `...`: which slopes?"
    assert layer.d_factors is not None, (
        "after backward, self.d_factors is still None: who keeps the slopes "
        "along the factors?"
    )
    factors = layer.factors
    for name, place, slopes, right, f in (
        (
            "d_factors",
            factors,
            layer.d_factors,
            (d_outputs * batch).sum(axis=0),
            lambda factors: (d_outputs * batch * factors).sum(),
        ),
        (
            "d_inputs",
            batch,
            d_inputs,
            d_outputs * factors,
            lambda batch: (d_outputs * batch * factors).sum(),
        ),
    ):
        try:
            layers.check_gradients(f, place, slopes)
        except (ValueError, TypeError) as report:
            raise AssertionError(f"{name}: {report}") from None
        except AssertionError as report:
            known = {"the factors": factors}
            said = diagnosis(slopes, right, str(report), factors=known)
            raise AssertionError(f"{name}: {report}{said}") from None
    other = np.ones((2, 3))
    layer.forward(other)
    layer.backward(other)
    assert np.allclose(layer.d_factors, [2, 2, 2]), (
        "a second batch must not remember the first: `=`, not `+=`."
    )
