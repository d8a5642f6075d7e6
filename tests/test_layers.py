"""Step 9: layers for whole batches, and the check of gradients."""

import math

import numpy as np
import pytest
from backprop import activations
from backprop.activations import DERIVATIVES, LEAK, gelu, relu, sigmoid, tanh
from backprop.derivatives import complex_step
from backprop.layers import ARRAYS, Activation, Linear, check_gradients
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hn

NAN, INF = math.nan, math.inf
NAMES = {bend: bend.__name__ for bend in DERIVATIVES}
every_bend = pytest.mark.parametrize("bend", DERIVATIVES, ids=NAMES.get)


def rng(seed=0):
    return np.random.default_rng(seed)


def linear(inputs=4, outputs=3, seed=0):
    """A layer whose bias is not zero either."""
    layer = Linear(inputs, outputs, rng(seed))
    layer.bias[:] = rng(seed + 1).normal(size=outputs)
    return layer


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


# Linear


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


def went(layer):
    """The layer, after it has seen a batch of two."""
    layer.forward(np.zeros((2, 4)))
    return layer


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


# Activation

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


# check_gradients


def cubes(x):
    return (x**3).sum()


X = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.0]])
RIGHT = 3 * X**2


def test_right_slopes_pass():
    assert check_gradients(cubes, X, RIGHT) < 1e-9
    assert check_gradients(cubes, X, RIGHT, measure=complex_step) < 1e-15
    assert check_gradients(cubes, X, RIGHT, directions=4, rng=rng()) < 1e-9
    assert check_gradients(lambda x: x**2, 3.0, 6.0) < 1e-9  # no axis at all


def test_what_is_given_back_is_the_largest_difference():
    slopes = RIGHT.copy()
    slopes[1, 1] *= 1 + 1e-4
    apart = check_gradients(
        cubes, X, slopes, measure=complex_step, tolerance=1e-3
    )
    assert apart == pytest.approx(1e-4, rel=1e-3)


@pytest.mark.parametrize("factor", [1 + 3e-6, 1 - 3e-6, 0.0, -1.0, NAN, INF])
@pytest.mark.parametrize("index", list(np.ndindex(X.shape)))
def test_one_slope_that_is_a_little_wrong_is_found(factor, index):
    slopes = RIGHT.copy()
    slopes[index] *= factor
    with pytest.raises(AssertionError, match="1 of 6 slopes wrong") as report:
        check_gradients(cubes, X, slopes)
    assert f"the first at {list(index)}" in str(report.value)


@pytest.mark.parametrize("factor", [0.9, 0.0, -1.0, NAN, INF])
@pytest.mark.parametrize("index", list(np.ndindex(X.shape)))
def test_one_wrong_slope_is_found_along_a_direction(factor, index):
    slopes = RIGHT.copy()
    slopes[index] *= factor
    with pytest.raises(AssertionError, match="2 of 2 slopes wrong"):
        check_gradients(cubes, X, slopes, directions=2, rng=rng())


def test_a_slope_of_zero_may_not_be_a_little_more():
    x = np.array([1.0, 0.0])
    assert check_gradients(cubes, x, [3, 0]) < 1e-6
    with pytest.raises(AssertionError, match="1 of 2 slopes wrong"):
        check_gradients(cubes, x, [3, 1e-8])


@pytest.mark.parametrize(
    ("slopes", "report"),
    [
        (-RIGHT, "ratio     -1\nThe sign is turned."),
        (2 * RIGHT, "ratio     2\nA 2 is too many."),
        (RIGHT / 2, "ratio     0.5\nA 2 is missing."),
        (-RIGHT / 2, "The sign is turned. A 2 is missing."),
        (6 * RIGHT, "Is it the sum of 6, where f takes their mean?"),
        (RIGHT / 6, "Is it the mean of 6, where f takes their sum?"),
        (1.1 * RIGHT, "All wrong ones have this ratio."),
        (0 * RIGHT, "Yours is 0 there: is it computed, and along every path?"),
        (RIGHT * [1, 2, 1], "the first at [0, 1]:"),
        (RIGHT * [1, 2, 1], "A 2 is too many."),
        (RIGHT * [1, 2, 3], "The wrong ones have no ratio in common."),
        (RIGHT * [1, NAN, 1], "Not all of yours are finite numbers."),
        (RIGHT + 1, "6 of 6 slopes wrong"),
    ],
)
def test_the_report_says_what_is_wrong(slopes, report):
    with pytest.raises(AssertionError) as raised:
        check_gradients(cubes, X, slopes)
    assert report in str(raised.value)


def test_the_report_as_a_whole():
    with pytest.raises(AssertionError) as raised:
        check_gradients(cubes, [[1.0, -2.0]], [[3.0, -12.0]])
    assert str(raised.value) == (
        "1 of 2 slopes wrong, the first at [0, 1]:\n"
        "    yours     -12\n"
        "    measured  12\n"
        "    ratio     -1\n"
        "The sign is turned."
    )


def test_a_transposed_square_is_named():
    square = rng().normal(size=(3, 3))
    with pytest.raises(AssertionError, match="mirror image: transpose them"):
        check_gradients(cubes, square, 3 * square.T**2)


def test_a_function_that_ignores_its_argument_is_named():
    with pytest.raises(AssertionError, match="does it use its x"):
        check_gradients(lambda x: 5.0, X, RIGHT)


def test_at_a_kink_what_is_measured_lies_between():
    x = np.array([0.0, 2.0])
    with pytest.raises(AssertionError, match=r"measured  0\.5"):
        check_gradients(lambda x: np.maximum(x, 0).sum(), x, [0, 1])


def test_eight_formulas_fit_a_square_and_one_is_right():
    layer, batch = linear(4, 4), rng(5).normal(size=(4, 4))
    targets, weights = rng(6).normal(size=(4, 4)), layer.weights
    d = 2 * (layer.forward(batch) - targets)

    def error(weights):
        return ((batch @ weights + layer.bias - targets) ** 2).sum()

    passed = []
    for name, slopes in {
        "X.T @ dZ": batch.T @ d,
        "X @ dZ": batch @ d,
        "X @ dZ.T": batch @ d.T,
        "X.T @ dZ.T": batch.T @ d.T,
        "dZ.T @ X": d.T @ batch,
        "dZ @ X": d @ batch,
        "dZ @ X.T": d @ batch.T,
        "dZ.T @ X.T": d.T @ batch.T,
    }.items():
        for options in ({}, {"directions": 1, "rng": rng()}):
            try:
                check_gradients(error, weights, slopes, **options)
            except AssertionError:
                continue
            passed.append(name)
    assert passed == ["X.T @ dZ"] * 2


def test_directions_cost_two_calls_each():
    calls = []

    def counted(x):
        calls.append(1)
        return cubes(x)

    check_gradients(counted, X, RIGHT)
    assert len(calls) == 2 * 6 + 1  # and one for the height
    calls.clear()
    check_gradients(counted, X, RIGHT, directions=1, rng=rng())
    assert len(calls) == 2 + 1


def test_along_a_direction_the_largest_number_sets_the_nudge():
    """A nudge of a millionth would drown in the rounding of 1e12."""
    x = np.array([1e6, 1.0])
    apart = check_gradients(
        lambda x: (x**2).sum(), x, 2 * x, directions=3, rng=rng()
    )
    assert apart < 1e-9


def test_f_gets_an_array_of_its_own_each_time():
    kept, slopes = X.copy(), RIGHT.copy()

    def spoils(x):
        result = cubes(x)
        x[:] = 99
        return result

    assert check_gradients(spoils, X, slopes) < 1e-9
    assert (X == kept).all() and (slopes == RIGHT).all()


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: check_gradients(5, X, RIGHT),
            TypeError,
            "f must be a function",
        ),
        (
            lambda: check_gradients(cubes, X, RIGHT, measure="nudging"),
            TypeError,
            "measure must be a function",
        ),
        (
            lambda: check_gradients(cubes, "X", RIGHT),
            TypeError,
            "x must hold numbers, but it is 'X'",
        ),
        (
            lambda: check_gradients(cubes, [1, NAN], [1, 2]),
            ValueError,
            "x must hold finite numbers",
        ),
        (
            lambda: check_gradients(cubes, X, None),
            TypeError,
            "slopes must hold numbers, but it is None",
        ),
        (
            lambda: check_gradients(cubes, X, RIGHT[:1]),
            ValueError,
            "slopes have shape (1, 3), but x has (2, 3)",
        ),
        (
            lambda: check_gradients(cubes, X, RIGHT.T),
            ValueError,
            "slopes have shape (3, 2), but x has (2, 3): transpose them",
        ),
        (
            lambda: check_gradients(cubes, X[0], RIGHT),
            ValueError,
            "slopes have shape (2, 3), but x has (3,): add them up over the "
            "rows of the batch",
        ),
        (
            lambda: check_gradients(lambda x: None, X, RIGHT),
            TypeError,
            "f gave None: is its `return` missing?",
        ),
        (
            lambda: check_gradients(lambda x: x, X, RIGHT),
            TypeError,
            "f must give one number, but it gave",
        ),
        (
            lambda: check_gradients(lambda x: x.sum() * NAN, X, RIGHT),
            ValueError,
            "a slope needs finite numbers",
        ),
        (
            lambda: check_gradients(cubes, X, RIGHT, tolerance=0),
            ValueError,
            "tolerance must be",
        ),
        (
            lambda: check_gradients(cubes, X, RIGHT, directions=0, rng=rng()),
            ValueError,
            "directions must be one or more, but it is 0",
        ),
        (
            lambda: check_gradients(cubes, X, RIGHT, directions=3),
            TypeError,
            "rng must be a Generator",
        ),
        (
            lambda: check_gradients(
                lambda x: abs(x).sum(), X, RIGHT, measure=complex_step
            ),
            TypeError,
            "on the way it dropped the imaginary part",
        ),
    ],
)
def test_check_gradients_refuses_in_plain_words(call, error, message):
    with pytest.raises(error) as raised:
        call()
    assert message in str(raised.value)
