"""Call it with five rows, four inputs and three neurons, and note all shapes.
Which line gives a wrong one, and which cannot be computed at all?
"""

import numpy as np
from backprop import layers


def slopes_of(you, rows, inputs, neurons):
    rng = np.random.default_rng(rows)
    x = rng.normal(size=(rows, inputs))
    weights = rng.normal(size=(inputs, neurons))
    d_outputs = rng.normal(size=(rows, neurons))
    try:
        got = you.backward(x.copy(), weights.copy(), d_outputs.copy())
    except ValueError as error:
        raise AssertionError(
            f"with {rows} rows, {inputs} inputs and {neurons} neurons two "
            f"shapes do not fit: {error}"
        ) from None
    assert got is not None, "backward gave None: is its `return` missing?"

    def error(x=x, weights=weights, bias=np.zeros(neurons)):
        return (d_outputs * (x @ weights + bias)).sum()

    return x, weights, got, error


def check_square(you):
    """on a square, each slope agrees with nudging"""
    compare(*slopes_of(you, 4, 4, 4))


def check_other_sizes(you):
    """with other numbers of rows, inputs and neurons, too"""
    compare(*slopes_of(you, 5, 4, 3))


def compare(x, weights, got, error):
    bias = np.zeros(weights.shape[1])
    asked = (
        ("d_weights", weights, lambda w: error(weights=w)),
        ("d_bias", bias, lambda b: error(bias=b)),
        ("d_inputs", x, lambda inputs: error(x=inputs)),
    )
    for (name, place, f), slopes in zip(asked, got, strict=True):
        try:
            layers.check_gradients(f, place, slopes)
        except (ValueError, AssertionError) as report:
            raise AssertionError(f"{name}: {report}") from None
