"""Any layer on any batch: against three loops and nudging."""

import numpy as np
import pytest
from backprop.derivatives import complex_step
from backprop.layers import Linear, check_gradients
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hn
from layers_tools import linear, rng


@st.composite
def walks(draw):
    """A layer, a batch for it, and slopes along its outputs."""
    rows, inputs, outputs = (draw(st.integers(1, 5)) for _ in range(3))
    numbers = st.floats(0.1, 3) | st.floats(-3, -0.1)
    layer = linear(inputs, outputs)
    for parameter in layer.parameters():
        parameter[:] = draw(
            hn.arrays(float, parameter.shape, elements=numbers)
        )
    batch = draw(hn.arrays(float, (rows, inputs), elements=numbers))
    return (
        layer,
        batch,
        draw(hn.arrays(float, (rows, outputs), elements=numbers)),
    )


@given(walks())
def test_all_of_it_is_what_three_loops_give(walk):
    layer, batch, d_outputs = walk
    outputs = layer.forward(batch)
    d_inputs = layer.backward(d_outputs)
    expected = [
        np.zeros_like(a) for a in (outputs, *layer.parameters(), batch)
    ]
    z, d_weights, d_bias, d_x = expected
    for n, j in np.ndindex(z.shape):
        z[n, j] = layer.bias[j]
        d_bias[j] += d_outputs[n, j]
        for i in range(batch.shape[1]):
            z[n, j] += batch[n, i] * layer.weights[i, j]
            d_weights[i, j] += batch[n, i] * d_outputs[n, j]
            d_x[n, i] += layer.weights[i, j] * d_outputs[n, j]
    got = outputs, layer.d_weights, layer.d_bias, d_inputs
    for one, other in zip(got, expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize("measure", ["nudging", "complex_step"])
@given(walk=walks())
def test_slopes_of_a_square_agree(measure, walk):
    """With a square behind it; sums that cancel count by their parts."""
    layer, batch, targets = walk
    options = {} if measure == "nudging" else {"measure": complex_step}

    def error(inputs=batch, weights=layer.weights, bias=layer.bias):
        other = Linear(*layer.weights.shape, rng())
        other.weights, other.bias = weights, bias
        return ((other.forward(inputs) - targets) ** 2).sum()

    d_inputs = layer.backward(2 * (layer.forward(batch) - targets))
    for name, place, slopes in (
        ("weights", layer.weights, layer.d_weights),
        ("bias", layer.bias, layer.d_bias),
        ("inputs", batch, d_inputs),
    ):
        check_gradients(
            lambda values, name=name: error(**{name: values}),
            place,
            slopes,
            tolerance=1e-6 if measure == "nudging" else 1e-10,
            **options,
        )
