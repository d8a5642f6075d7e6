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


@pytest.mark.parametrize("bend", [activations.sigmoid, tanh])
def test_far_out_the_slopes_keep_their_digits(bend):
    """Where y is rounded to 1, and 1 - y to 0."""
    x = np.concatenate([np.linspace(-350, 350, 7001), [40, 19.5, 3e-9]])
    layer = Activation(bend)
    layer.forward(x)
    np.testing.assert_allclose(
        layer.backward(np.ones_like(x)),
        of_each(DERIVATIVES[bend], x),
        rtol=1e-14,
    )


def test_slopes_far_out_by_hand():
    for bend, x, slope in (
        (activations.sigmoid, 40.0, 4.248354255291589e-18),
        (tanh, 19.5, 4.6192896692063144e-17),
    ):
        layer = Activation(bend)
        layer.forward([x, -x])
        assert layer.backward([1.0, 1.0]) == pytest.approx(slope, rel=1e-12)


@every_bend
def test_what_is_too_small_for_a_float_is_0_and_no_error(bend):
    layer, x = Activation(bend), np.array([-1000.0, -1e-320, 0.0, 1000.0])
    expected = layer.forward(x), layer.backward(np.ones(4))
    with np.errstate(all="raise"):
        assert (layer.forward(x) == expected[0]).all()
        assert (layer.backward(np.ones(4)) == expected[1]).all()


@every_bend
def test_a_single_number_is_bent(bend):
    layer = Activation(bend)
    assert layer.forward(np.array(1.0)) == pytest.approx(bend(1.0))
    slope = layer.backward(np.array(2.0))
    assert slope == pytest.approx(2 * DERIVATIVES[bend](1.0))


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
