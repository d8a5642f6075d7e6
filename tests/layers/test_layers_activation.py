"""Activation: the bends of step 7 on arrays."""

import numpy as np
import pytest
from backprop import activations
from backprop.activations import DERIVATIVES, LEAK, gelu, relu, tanh
from backprop.derivatives import complex_step
from backprop.layers import ARRAYS, Activation, check_gradients
from hypothesis import given
from hypothesis import strategies as st
from layers_tools import every_bend, rng, went

PLACES = [0.0, 1e-300, 1e-8, 0.3, 1.0, 5.0, 19.0, 37.0, 200.0, 700.0, 1000.0]
PLACES = np.array([PLACES, [-x for x in PLACES]])


def of_each(function, array):
    return np.vectorize(function, otypes=[float])(array)


@every_bend
def test_arrays_are_bent_like_single_numbers(bend):
    layer = Activation(bend)
    tiny = 5e-324
    np.testing.assert_allclose(
        layer.forward(PLACES), of_each(bend, PLACES), rtol=1e-15, atol=tiny
    )
    d_outputs = rng().normal(size=PLACES.shape)
    np.testing.assert_allclose(
        layer.backward(d_outputs) / d_outputs,
        of_each(DERIVATIVES[bend], PLACES),
        rtol=0,
        atol=6e-16,  # 3e-16, twice: a division more
    )


@every_bend
@given(x=st.floats(-6, 6))
def test_slopes_of_arrays_are_those_of_step_7(bend, x):
    layer = Activation(bend)
    layer.forward([[x]])
    slope = layer.backward([[1.0]]).item()
    assert slope == pytest.approx(DERIVATIVES[bend](x), rel=1e-15, abs=3e-16)


def test_at_a_kink_the_slope_is_that_of_step_7():
    for bend, slope in ((relu, 0.0), (activations.leaky_relu, LEAK)):
        layer = Activation(bend)
        layer.forward([[0.0, -0.0]])
        assert layer.backward([[1.0, 1.0]]).tolist() == [[slope, slope]]


def test_every_bend_of_step_7_is_there():
    assert list(ARRAYS) == list(DERIVATIVES)


@pytest.mark.parametrize("shape", [(4,), (2, 3), (2, 3, 4)])
def test_activations_take_any_shape(shape):
    layer = Activation(tanh)
    x = rng().normal(size=shape)
    assert (
        layer.forward(x).shape == layer.backward(np.ones(shape)).shape == shape
    )


def test_what_an_activation_gave_is_locked():
    for bend in DERIVATIVES:
        batch = np.ones((2, 2))
        outputs = Activation(bend).forward(batch)
        with pytest.raises(ValueError, match="read-only"):
            outputs += 1
        batch += 1  # the caller's own


def test_an_activation_has_nothing_to_train():
    layer = went(Activation(gelu))
    layer.backward(np.ones((2, 4)))
    assert (layer.parameters(), layer.gradients()) == ([], [])


def test_a_complex_step_passes_through():
    """All that take complex numbers, and relu, which picks one side."""
    x = np.array([[-1.5, -0.3, 0.4, 2.0]])
    for bend in (activations.identity, tanh, relu, activations.leaky_relu):
        layer = Activation(bend)
        layer.forward(x)
        check_gradients(
            lambda z, bend=bend: Activation(bend).forward(z).sum(),
            x,
            layer.backward(np.ones((1, 4))),
            measure=complex_step,
            tolerance=1e-14,
        )
