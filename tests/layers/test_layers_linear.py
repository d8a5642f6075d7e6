"""Linear, and what both kinds of layer refuse."""

import math

import numpy as np
import pytest
from backprop.activations import gelu, relu, sigmoid
from backprop.layers import Activation, Linear
from layers_tools import linear, rng, went


def test_a_batch_by_hand():
    layer = Linear(2, 2, rng())
    layer.weights[:] = [[1, 0], [-1, 2]]
    layer.bias[:] = [10, 20]
    outputs = layer.forward([[1, 2], [3, 4], [0, 1]])
    assert outputs.tolist() == [[9, 24], [9, 28], [9, 22]]
    d_inputs = layer.backward([[1, 0], [2, -1], [0, 3]])
    assert layer.d_weights.tolist() == [[7, -3], [10, -1]]
    assert layer.d_bias.tolist() == [3, 2]
    assert d_inputs.tolist() == [[1, -1], [2, -4], [0, 6]]


def test_two_layers_are_the_two_neurons_of_step_6():
    first, second = Linear(1, 1, rng()), Linear(1, 1, rng())
    for layer in (first, second):
        layer.weights[:] = layer.bias[:] = 0.5
    outputs = second.forward(first.forward([[1.0]]))
    first.backward(second.backward(2 * (outputs - 7.0)))
    slopes = [*first.gradients(), *second.gradients()]
    assert [float(s.item()) for s in slopes] == [-6, -6, -12, -12]


def test_a_known_neuron():
    """sigmoid(2 w0 - 3 w1 - 3), from the CS231n notes of Stanford."""
    layer, bend = Linear(2, 1, rng()), Activation(sigmoid)
    layer.weights[:], layer.bias[:] = [[2], [-3]], -3
    assert bend.forward(layer.forward([[-1, -2]])) == pytest.approx(
        0.7310585786300049, rel=1e-15
    )
    d_inputs = layer.backward(bend.backward([[1]]))
    s = 0.19661193324148185
    assert layer.d_weights == pytest.approx(np.array([[-s], [-2 * s]]))
    assert layer.d_bias == pytest.approx([s], rel=1e-14)
    assert d_inputs == pytest.approx(np.array([[2 * s, -3 * s]]), rel=1e-14)


def test_slopes_along_the_inputs_can_be_left_out():
    layer, asked = linear(), linear()
    for one in (layer, asked):
        one.forward(np.ones((2, 4)))
    assert layer.backward(np.ones((2, 3)), to_inputs=False) is None
    assert asked.backward(np.ones((2, 3))) is not None
    for one, other in zip(layer.gradients(), asked.gradients(), strict=True):
        assert (one == other).all()


def test_each_walk_stands_for_itself():
    layer = linear()
    layer.forward(np.full((5, 4), 100.0))
    layer.backward(np.ones((5, 3)))
    layer.forward(np.ones((2, 4)))
    layer.backward(np.ones((2, 3)))
    assert (layer.d_weights == 2).all() and (layer.d_bias == 2).all()


@pytest.mark.parametrize("kind", [np.float32, np.int64, np.uint8, list])
def test_batches_of_any_numbers(kind):
    batch = [[1, 2, 3, 4], [5, 6, 7, 8]]
    given_batch = batch if kind is list else np.array(batch, kind)
    outputs = linear().forward(given_batch)
    assert outputs.dtype == np.float64
    assert (outputs == linear().forward(np.array(batch, float))).all()


def test_an_empty_batch_is_a_batch():
    layer = linear()
    assert layer.forward(np.zeros((0, 4))).shape == (0, 3)
    assert layer.backward(np.zeros((0, 3))).shape == (0, 4)
    assert (layer.d_weights == 0).all() and (layer.d_bias == 0).all()


def test_nothing_of_the_callers_is_changed():
    layer, batch, d_outputs = (
        linear(),
        rng().normal(size=(2, 4)),
        np.ones((2, 3)),
    )
    kept = batch.copy()
    layer.backward(layer.forward(batch) * 0 + d_outputs)
    layer.backward(d_outputs)
    assert (batch == kept).all() and (d_outputs == 1).all()


def test_parameters_are_the_arrays_themselves():
    layer = linear()
    outputs = layer.forward(np.ones((1, 4)))
    layer.backward(outputs)
    weights, bias = layer.parameters()
    d_weights, d_bias = layer.gradients()
    assert weights is layer.weights and bias is layer.bias
    assert d_weights is layer.d_weights and d_bias is layer.d_bias
    bias += 1
    assert layer.forward(np.ones((1, 4))) == pytest.approx(outputs + 1)


def test_weights_start_random_and_the_bias_at_zero():
    layer = Linear(200, 300, rng(3))
    again = Linear(200, 300, rng(3))
    other = Linear(200, 300, rng(4))
    assert (layer.weights == again.weights).all()
    assert (layer.weights != other.weights).all()
    assert (layer.bias == 0).all() and layer.bias.shape == (300,)
    # 60,000 numbers: their spread is known to about 1 in 350, here 5 times
    assert layer.weights.std() == pytest.approx(math.sqrt(2 / 200), rel=0.015)
    assert abs(layer.weights.mean()) < 5 * layer.weights.std() / 245
    one, more = Linear(8, 2, rng()), Linear(2, 8, rng())
    assert one.weights.ravel() * 2 == pytest.approx(more.weights.ravel())


def test_layers_tell_what_they_are():
    assert repr(linear()) == "Linear(4, 3)"
    assert repr(Activation(relu)) == "Activation(relu)"


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: Linear(0, 3, rng()),
            ValueError,
            "inputs must be one or more, but it is 0",
        ),
        (
            lambda: Linear(4, -1, rng()),
            ValueError,
            "outputs must be zero or more, but it is -1",
        ),
        (
            lambda: Linear(10**10, 10**10, rng()),
            ValueError,
            "10000000000 inputs times 10000000000 outputs are too many: there "
            "is room for 1,000,000,000 numbers",
        ),
        (
            lambda: Linear(10**5000, 1, rng()),
            ValueError,
            "too long to print inputs times 1 outputs are too many",
        ),
        (
            lambda: Linear(4.0, 3, rng()),
            TypeError,
            "inputs must be a whole number, but it is 4.0",
        ),
        (
            lambda: Linear(4, True, rng()),
            TypeError,
            "outputs must be a whole number, but it is True",
        ),
        (
            lambda: Linear(4, 3, 0),
            TypeError,
            "rng must be a Generator, as np.random.default_rng(0) makes one, "
            "but it is 0",
        ),
        (
            lambda: Linear(4, 3, np.random),
            TypeError,
            "rng must be a Generator",
        ),
        (
            lambda: linear(64, 128).forward(np.zeros((32, 10))),
            ValueError,
            "Linear(64, 128) got a batch of shape (32, 10): the last axis "
            "must be 64",
        ),
        (
            lambda: linear().forward(np.zeros(4)),
            ValueError,
            "Linear(4, 3) got a batch of shape (4,): x[None, :] makes a "
            "batch of one row",
        ),
        (
            lambda: linear(1, 3).forward([1, 2, 3]),
            ValueError,
            "shape (3,): x[:, None] makes a column of it",
        ),
        (
            lambda: linear().forward(np.zeros((2, 4, 1))),
            ValueError,
            "it must have two axes, rows and features",
        ),
        (
            lambda: linear().forward(1.0),
            ValueError,
            "shape (): it must have two axes, rows and features",
        ),
        (
            lambda: linear().forward("four"),
            TypeError,
            "the batch of Linear(4, 3) must hold numbers, but it is 'four'",
        ),
        (
            lambda: linear().forward(None),
            TypeError,
            "the batch of Linear(4, 3) must hold numbers, but it is None",
        ),
        (
            lambda: linear().forward([[True] * 4]),
            TypeError,
            "the batch of Linear(4, 3) must hold numbers",
        ),
        (
            lambda: linear().forward([[1, 2, 3, 4], [5]]),
            ValueError,
            "the batch of Linear(4, 3) must have rows of equal length",
        ),
        (
            lambda: linear().forward(np.ma.masked_equal(np.ones((2, 4)), 0)),
            TypeError,
            "the batch of Linear(4, 3) has a mask, which would be forgotten",
        ),
        (
            lambda: went(linear()).backward(np.ma.ones((2, 3))),
            TypeError,
            "the slopes of Linear(4, 3) has a mask",
        ),
        (
            lambda: Activation(relu).forward(np.ma.ones((2, 3))),
            TypeError,
            "the batch of Activation(relu) has a mask",
        ),
        (
            lambda: Activation(gelu).forward(np.array([1j])),
            TypeError,
            "Activation(gelu) takes real numbers only, as erfc does",
        ),
        (
            lambda: linear().backward(np.zeros((2, 3))),
            RuntimeError,
            "Linear(4, 3) has nothing to walk back from: first call forward "
            "with a batch, then backward",
        ),
        (
            lambda: linear().gradients(),
            RuntimeError,
            "Linear(4, 3) has nothing to walk back from",
        ),
        (
            lambda: went(linear()).backward(np.zeros((5, 3))),
            ValueError,
            "Linear(4, 3) gave outputs of shape (2, 3), but backward got "
            "slopes of shape (5, 3): there must be one for each output",
        ),
        (
            lambda: went(linear()).backward(1.0),
            ValueError,
            "backward got slopes of shape ()",
        ),
        (
            lambda: went(linear()).backward([["a"] * 3] * 2),
            TypeError,
            "the slopes of Linear(4, 3) must hold numbers",
        ),
        (
            lambda: Activation(relu).backward([[1.0]]),
            RuntimeError,
            "Activation(relu) has nothing to walk back from",
        ),
        (
            lambda: went(Activation(relu)).backward(np.zeros((2, 3))),
            ValueError,
            "Activation(relu) gave outputs of shape (2, 4), but backward got "
            "slopes of shape (2, 3)",
        ),
        (
            lambda: Activation(relu).forward("ab"),
            TypeError,
            "the batch of Activation(relu) must hold numbers, but it is 'ab'",
        ),
        (
            lambda: Activation("relu"),
            ValueError,
            "Activation knows these functions of backprop.activations: "
            "identity, sigmoid, tanh, relu, leaky_relu, softplus, gelu; but "
            "it got 'relu'",
        ),
        (lambda: Activation(np.tanh), ValueError, "but it got"),
        (lambda: Activation([relu]), ValueError, "but it got"),
    ],
)
def test_bad_input_is_refused_in_plain_words(call, error, message):
    with pytest.raises(error) as raised:
        call()
    assert message in str(raised.value)


def test_what_is_refused_leaves_the_layer_as_it_was():
    layer = went(linear())
    layer.backward(np.ones((2, 3)))
    kept = layer.inputs, layer.d_weights, layer.d_bias
    with pytest.raises(ValueError, match="the last axis must be 4"):
        layer.forward(np.zeros((2, 5)))
    with pytest.raises(ValueError, match="one for each output"):
        layer.backward(np.zeros((2, 5)))
    now = layer.inputs, layer.d_weights, layer.d_bias
    assert all(a is b for a, b in zip(kept, now, strict=True))
