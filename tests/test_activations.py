"""Step 7: seven bends with their slopes, and a network with a hidden layer."""

import cmath
import math
import random
import subprocess
import sys
from decimal import Decimal, localcontext

import numpy as np
import pytest
from backprop import activations
from backprop.activations import (
    DERIVATIVES,
    LEAK,
    BentNetwork,
    downhill,
    gelu,
    identity,
    leaky_relu,
    neuron,
    random_network,
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    softplus,
    tanh,
    tanh_derivative,
)
from backprop.derivatives import central_difference, complex_step
from backprop.figures.activations import WITH_ARRAYS, train_together
from hypothesis import given
from hypothesis import strategies as st

BENDS = list(DERIVATIVES)
NAMES = {bend: bend.__name__ for bend in BENDS}
KINKS = {relu: (0.0, 1.0, 0.0), leaky_relu: (LEAK, 1.0, LEAK)}
XOR = [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]

every_bend = pytest.mark.parametrize("bend", BENDS, ids=NAMES.get)


# The bends, written a second time: for complex numbers, and to 1000 digits.


def complex_normal(z):
    """The chance below z, by Taylor's series of erf; good for |z| <= 3."""
    term = total = z / math.sqrt(2)
    for n in range(1, 80):
        term = -term * z * z / 2 / n
        total += term / (2 * n + 1)
    return 0.5 + total / math.sqrt(math.pi)


COMPLEX = {
    identity: lambda z: z,
    sigmoid: lambda z: 1 / (1 + cmath.exp(-z)),
    tanh: cmath.tanh,
    relu: lambda z: z if z.real > 0 else 0 * z,
    leaky_relu: lambda z: z if z.real > 0 else z / 100,
    softplus: lambda z: cmath.log(1 + cmath.exp(z)),
    gelu: lambda z: z * complex_normal(z),
}


def exact(bend, x):
    """The value and the slope at x, in a thousand digits, as floats."""
    with localcontext(prec=1000):
        x = Decimal(x)
        rising = 1 / (1 + (-x).exp())
        steep = 1 / (1 + (-2 * x).exp())
        pairs = {
            identity: lambda: (x, 1),
            sigmoid: lambda: (rising, rising * (1 - rising)),
            tanh: lambda: (2 * steep - 1, 4 * steep * (1 - steep)),
            relu: lambda: (max(x, 0), x > 0),
            leaky_relu: lambda: (max(x, x / 100), 1 if x > 0 else LEAK),
            softplus: lambda: ((1 + x.exp()).ln(), rising),
        }
        value, slope = pairs[bend]()
        return float(value), float(slope)


PLACES = [0.0, 1e-300, 1e-8, 0.3, 1.0, 5.0, 19.0, 37.0, 200.0, 700.0, 1000.0]
PLACES += [-x for x in PLACES]


@pytest.mark.parametrize("bend", [b for b in BENDS if b is not gelu])
@pytest.mark.parametrize("x", PLACES)
def test_values_and_slopes_to_the_last_digits(bend, x):
    value, slope = exact(bend, x)
    assert bend(x) == pytest.approx(value, rel=1e-15, abs=5e-324)
    assert DERIVATIVES[bend](x) == pytest.approx(slope, rel=1e-14, abs=5e-324)


@pytest.mark.parametrize(
    ("x", "value", "slope"),
    [  # by mpmath 1.3 with 80 digits, x the float that is written here
        (-37.0, -2.1184613523340935e-298, -7.838298669418516e-297),
        (-30.0, -1.472014178144456e-196, -4.416031690708495e-195),
        (-12.5, -4.665705373597142e-35, -5.831668554480156e-34),
        (-5.0, -1.4332578593959695e-06, -7.146946001792295e-06),
        (-3.0, -0.0040496940948902835, -0.011945647204183927),
        (-1.0, -0.15865525393145705, -0.0833154705876863),
        (-0.5, -0.15426876936299344, 0.13250487534383715),
        (-1e-08, -4.999999960105772e-09, 0.4999999920211544),
        (0.0, 0.0, 0.5),
        (0.25, 0.14967658142073093, 0.695373354883636),
        (1.0, 0.8413447460685429, 1.0833154705876864),
        (2.0, 1.9544997361036416, 1.085231801078197),
        (6.0, 5.999999994080474, 1.0000000354687095),
        (20.0, 20.0, 1.0),
    ],
)
def test_gelu_also_where_it_is_tiny(x, value, slope):
    rel = 1e-15 * (1 + x * x)  # the rounding of x * x, within exp
    assert gelu(x) == pytest.approx(value, rel=rel, abs=0)
    assert DERIVATIVES[gelu](x) == pytest.approx(slope, rel=rel, abs=0)


@every_bend
@pytest.mark.parametrize("x", [1000, -1000, 1e6, -1e6, 1e300, -1e300])
def test_far_away_nothing_overflows(bend, x):
    flat = {sigmoid: (0.0, 1.0), tanh: (-1.0, 1.0)}
    below = {identity: (x, 1.0), leaky_relu: (LEAK * x, LEAK)}
    expected = (
        (flat[bend][x > 0], 0.0)
        if bend in flat
        else (x, 1.0)
        if x > 0
        else below.get(bend, (0.0, 0.0))
    )
    assert (bend(x), DERIVATIVES[bend](x)) == expected


@every_bend
@given(x=st.floats(-5, 5).filter(lambda x: abs(x) > 1e-4))
def test_slopes_agree_with_nudging(bend, x):
    """Relative to the slope; gelu's is 0 near -0.75, hence the 1e-9."""
    slope = DERIVATIVES[bend](x)
    nudged = central_difference(bend, x)
    assert slope == pytest.approx(nudged, rel=1e-8, abs=1e-9)


@every_bend
@given(x=st.floats(-3, 3).filter(bool))
def test_slopes_agree_with_the_complex_step(bend, x):
    slope = complex_step(COMPLEX[bend], x)
    assert COMPLEX[bend](x).real == pytest.approx(
        bend(x), rel=1e-12, abs=1e-14
    )
    assert DERIVATIVES[bend](x) == pytest.approx(slope, rel=1e-12, abs=1e-13)


@pytest.mark.parametrize("bend", KINKS)
def test_at_a_kink_the_slope_is_what_the_table_says(bend):
    left, right, ours = KINKS[bend]
    slope = DERIVATIVES[bend]
    assert slope(0) == slope(0.0) == slope(-0.0) == ours
    assert slope(-5e-324) == left and slope(5e-324) == right
    assert central_difference(bend, 0.0) == (left + right) / 2


@every_bend
def test_there_is_no_other_kink(bend):
    left, right = DERIVATIVES[bend](-1e-12), DERIVATIVES[bend](1e-12)
    assert (abs(left - right) > 1e-9) == (bend in KINKS)


def test_steepest_places():
    places = [k / 1000 for k in range(-5000, 5001)]
    assert max(places, key=sigmoid_derivative) == 0
    assert max(places, key=tanh_derivative) == 0
    assert sigmoid_derivative(0) == 0.25 and tanh_derivative(0) == 1.0
    assert sigmoid_derivative(2) == pytest.approx(0.104994, abs=1e-6)
    assert sigmoid_derivative(4) == pytest.approx(0.017663, abs=1e-6)


def test_each_name_comes_with_its_derivative():
    for bend, slope in DERIVATIVES.items():
        assert slope.__name__ == f"{bend.__name__}_derivative"
        assert getattr(activations, bend.__name__) is bend
        assert {bend.__name__, slope.__name__} <= set(activations.__all__)


@pytest.mark.parametrize(
    "function", [*DERIVATIVES, *DERIVATIVES.values()], ids=lambda f: f.__name__
)
@pytest.mark.parametrize(
    ("x", "error", "message"),
    [
        (
            [1.0, 2.0],
            TypeError,
            "x must be one number, but it is [1.0, 2.0] (a list); "
            "for a whole batch at once see Activation in step 9",
        ),
        (
            np.array([[1]]),
            TypeError,
            "but it is array([[1]]) (a ndarray); for",
        ),
        (np.array(1.0), TypeError, "x must be one number"),
        ("1", TypeError, "x must be a number, but it is '1' (a str)"),
        (True, TypeError, "x must be a number, but it is True (a bool)"),
        (1j, TypeError, "x must be a number, but it is 1j (a complex)"),
        (None, TypeError, "x must be a number, but it is None"),
        (math.nan, ValueError, "x must be a finite number, but it is nan"),
        (-math.inf, ValueError, "x must be a finite number, but it is -inf"),
    ],
    ids=repr,
)
def test_bends_take_one_number(function, x, error, message):
    with pytest.raises(error) as caught:
        function(x)
    assert message in str(caught.value)


@pytest.mark.parametrize("number", [2, np.float32(2), np.int64(2)])
def test_bends_give_floats(number):
    for function in (*DERIVATIVES, *DERIVATIVES.values()):
        assert type(function(number)) is float


# The network


def flat(slopes):
    d_hidden, d_output = slopes
    return np.concatenate([*d_hidden, d_output])


def network_of(numbers, width, bend):
    hidden = np.reshape(numbers[: 3 * width], (width, 3))
    return BentNetwork(hidden, numbers[3 * width :], bend)


def error_by_formula(numbers, width, bend, inputs, target):
    """Written out for complex numbers; shares no code with the package."""
    output = numbers[-1]
    for k in range(width):
        w1, w2, b = numbers[3 * k : 3 * k + 3]
        s = w1 * inputs[0] + w2 * inputs[1] + b
        output = output + numbers[3 * width + k] * COMPLEX[bend](s + 0j)
    return (output - target) ** 2


@every_bend
@given(
    numbers=st.lists(st.floats(-1, 1), min_size=13, max_size=13),
    inputs=st.tuples(st.floats(-0.9, 0.9), st.floats(-0.9, 0.9)),
    target=st.floats(-2, 2),
)
def test_backward_agrees_with_the_complex_step(bend, numbers, inputs, target):
    network = network_of(numbers, 3, bend)
    sums, _, _ = network.forward(inputs)
    by_hand = flat(network.backward(inputs, target))
    for place, slope in enumerate(by_hand):
        if bend in KINKS and place < 9 and abs(sums[place // 3]) < 1e-12:
            continue  # the step would leave the kink

        def error(number, place=place):
            nudged = [*numbers[:place], number, *numbers[place + 1 :]]
            return error_by_formula(nudged, 3, bend, inputs, target)

        exact_slope = complex_step(error, numbers[place])
        assert slope == pytest.approx(exact_slope, rel=1e-11, abs=1e-13)


@pytest.mark.parametrize("width", [1, 2, 5])
@every_bend
def test_backward_agrees_with_nudging(bend, width):
    rng = np.random.default_rng(3)
    numbers = rng.uniform(-1, 1, 4 * width + 1)
    inputs, target = [0.7, -0.4], 0.3
    by_hand = flat(network_of(numbers, width, bend).backward(inputs, target))
    for place, slope in enumerate(by_hand):

        def error(number, place=place):
            nudged = numbers.copy()
            nudged[place] = number
            return network_of(nudged, width, bend).error([inputs], [target])

        nudged = central_difference(error, numbers[place])
        assert slope == pytest.approx(nudged, rel=1e-7, abs=1e-9)


def test_a_known_neuron():
    """The neuron of the micrograd lecture: its output is 1/sqrt(2)."""
    w1, w2, b = -3.0, 1.0, 6.8813735870195432
    s = neuron([w1, w2, b], [2.0, 0.0])
    assert tanh(s) == pytest.approx(math.sqrt(0.5), rel=1e-15)
    assert tanh_derivative(s) == pytest.approx(0.5, rel=1e-14)
    network = BentNetwork([[w1, w2, b]], [1.0, 0.0], tanh)
    d_hidden, _ = network.backward([2.0, 0.0], tanh(s) - 0.5)
    assert d_hidden == [pytest.approx([1.0, 0.0, 0.5], rel=1e-14)]


def test_without_a_bend_it_is_a_line():
    network = random_network(1, 50, identity, random.Random(0))
    outputs = [network.forward([x])[-1] for x in (0, 1, 2, 3)]
    assert np.diff(outputs, 2) == pytest.approx([0, 0], abs=1e-13)


def test_xor_by_hand():
    network = BentNetwork([[1, 1, 0], [1, 1, -1]], [1, -2, 0], relu)
    assert [network.forward(x)[-1] for x in XOR[0]] == [0, 1, 1, 0]
    assert network.error(*XOR) == 0.0


def test_without_a_bend_xor_stays_at_one_half():
    network = random_network(2, 3, identity, random.Random(1))
    trained, errors = network.train(*XOR, rate=0.2, epochs=2000)
    outputs = [trained.forward(x)[-1] for x in XOR[0]]
    assert outputs == pytest.approx([0.5] * 4, abs=1e-9)
    assert errors[-1] == pytest.approx(0.25, abs=1e-12)


def test_one_neuron_cannot_and_two_can():
    rng = np.random.default_rng
    one, _ = random_network(2, 1, tanh, rng(7)).train(*XOR, 0.3, 1000)
    two, errors = random_network(2, 2, tanh, rng(7)).train(*XOR, 0.3, 1000)
    assert one.error(*XOR) > 1 / 8
    assert two.error(*XOR) < 1e-20
    assert len(errors) == 1000 and errors[0] > errors[-1]


def test_two_bends_make_a_bump():
    network = BentNetwork([[20, -20], [20, -40]], [1, -1, 0], sigmoid)
    outputs = [network.forward([x])[-1] for x in (0, 1, 1.5, 2, 3)]
    assert outputs == pytest.approx([0, 0.5, 1, 0.5, 0], abs=1e-4)


def test_one_step_by_hand():
    """h is 7 and o is 21.5: the slopes are 12, 3, 7 and 1."""
    network = BentNetwork([[2, -1]], [3, 0.5], relu)
    moved, errors = network.train([[4]], [21], rate=0.125, epochs=1)
    assert (moved.hidden, moved.output) == ([[0.5, -1.375]], [2.125, 0.375])
    assert errors == [0.25]


def test_training_changes_nothing_of_the_callers():
    hidden, output = [[1.0, 2.0, 0.0]], [1.0, 0.5]
    inputs, targets = np.array([[0.0, 1.0]]), [1.0]
    network = BentNetwork(hidden, output, tanh)
    network.train(inputs, targets, rate=0.1, epochs=3)
    assert (hidden, output) == ([[1.0, 2.0, 0.0]], [1.0, 0.5])
    assert (network.hidden, network.output) == (hidden, output)
    assert inputs.tolist() == [[0.0, 1.0]]
    hidden[0][0] = 5.0
    assert network.hidden[0][0] == 1.0


def test_random_networks_come_from_the_generator_alone():
    first = random_network(2, 3, relu, np.random.default_rng(4))
    again = random_network(2, 3, relu, np.random.default_rng(4))
    assert (first.hidden, first.output) == (again.hidden, again.output)
    numbers = np.random.default_rng(4).uniform(-1, 1, 13)
    assert flat((first.hidden, first.output)) == pytest.approx(numbers)


# All at once, for the figure


@pytest.mark.parametrize("bend", WITH_ARRAYS, ids=NAMES.get)
def test_training_together_is_training_one_by_one(bend):
    starts = [
        random_network(2, width, bend, np.random.default_rng(seed))
        for width in (1, 2, 5)
        for seed in range(4)
    ]
    together = train_together(starts, *XOR, rate=0.1, epochs=100)
    for start, end in zip(starts, together, strict=True):
        alone, _ = start.train(*XOR, rate=0.1, epochs=100)
        assert len(end.hidden) == len(start.hidden)
        assert flat((end.hidden, end.output)) == pytest.approx(
            flat((alone.hidden, alone.output)), abs=1e-11
        )


@pytest.mark.parametrize("bend", WITH_ARRAYS, ids=NAMES.get)
def test_with_arrays_the_bends_are_the_same(bend):
    x = np.array([-2.0, -0.5, 0.0, 0.5, 2.0])
    values, slopes = (function(x) for function in WITH_ARRAYS[bend])
    assert values == pytest.approx([bend(number) for number in x])
    assert slopes == pytest.approx([DERIVATIVES[bend](n) for n in x])
    assert bend(0) == 0  # so that neurons of zeros never move


@pytest.mark.parametrize(
    ("bend", "least", "most"),
    [
        (tanh, [0, 35, 48, 48, 48], [0, 50, 50, 50, 50]),
        (relu, [0, 1, 15, 30, 42], [0, 20, 35, 45, 50]),
    ],
    ids=["tanh", "relu"],
)
def test_more_neurons_solve_xor_more_often(bend, least, most):
    starts = [
        random_network(2, width, bend, np.random.default_rng(seed))
        for width in (1, 2, 3, 4, 8)
        for seed in range(50)
    ]
    ends = train_together(starts, *XOR, rate=0.1, epochs=2000)
    solved = np.reshape([e.error(*XOR) < 0.01 for e in ends], (5, 50))
    counts = solved.sum(axis=1)
    assert (counts >= least).all() and (counts <= most).all(), counts
    assert (np.diff(counts) >= 0).all()


NETWORK = BentNetwork([[1, 1, 0], [1, 1, -1]], [1, -2, 0], relu)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: neuron([1, 2], [3, 4]),
            ValueError,
            "2 inputs need as many weights and a bias, but 2 numbers came",
        ),
        (
            lambda: neuron(3.0, [1]),
            TypeError,
            "weights must be a list of numbers, but it is "
            "3.0 (a float)",
        ),
        (
            lambda: neuron([1, "2"], [1]),
            TypeError,
            "each of the weights must be a number, but it is '2' (a str)",
        ),
        (
            lambda: neuron({2, 3, 0.5}, [1, -1]),
            TypeError,
            "weights must be a list of numbers, but it is {0.5, 2, 3} (a set)",
        ),
        (
            lambda: BentNetwork({(2, -1), (3, 1)}, [1, 2, 3], relu),
            TypeError,
            "hidden must be rows of numbers, but it is {",
        ),
        (
            lambda: NETWORK.error(None, [1]),
            TypeError,
            "inputs must be rows of numbers, but it is None",
        ),
        (
            lambda: BentNetwork([[1, 0]], [1, 0], identity).error([[1e200]], [0]),
            ValueError,
            "so far from target 0.0 that the square is too large for a float",
        ),
        (
            lambda: downhill([1, 2], [1], 0.1),
            ValueError,
            "2 weights need as many slopes, but 1 came",
        ),
        (
            lambda: NETWORK.train(*XOR, 0.1, 10**10),
            ValueError,
            "10000000000 epochs, each with its error, are too many: there is room",
        ),
        (
            lambda: random_network(10**30, 2, tanh, random.Random(0)),
            ValueError,
            "2 neurons with 1000000000000000000000000000000 inputs each are too "
            "many: there is room for 1,000,000,000 numbers",
        ),
        (
            lambda: BentNetwork([1, 2], [1, 2, 3], relu),
            TypeError,
            "each row of hidden must be a list of numbers",
        ),
        (
            lambda: BentNetwork("12", [1, 2, 3], relu),
            TypeError,
            "hidden must be rows of numbers, but it is "
            "'12' (a str)",
        ),
        (
            lambda: BentNetwork([[1, 2], [1, 2, 3]], [1, 2, 3], relu),
            ValueError,
            "each with as many weights, but their counts are [2, 3]",
        ),
        (
            lambda: BentNetwork([], [1], relu),
            ValueError,
            "hidden must be at least one neuron",
        ),
        (
            lambda: BentNetwork([[1, 2], [3, 4]], [1, 2], relu),
            ValueError,
            "output must have a weight for each of 2 hidden neurons and a "
            "bias, but it has 2 numbers",
        ),
        (
            lambda: BentNetwork([[1, math.nan]], [1, 2], relu),
            ValueError,
            "each of the numbers in each row of hidden must be a finite number, but it "
            "is nan",
        ),
        (
            lambda: BentNetwork([[1, 2]], [1, 2], "relu"),
            TypeError,
            "bend must be a function, but it is 'relu' (a str)",
        ),
        (
            lambda: BentNetwork([[1, 2]], [1, 2], math.tanh),
            ValueError,
            "no derivative is known for <built-in function tanh>",
        ),
        (
            lambda: BentNetwork([[1, 2]], [1, 2], relu_derivative),
            ValueError,
            "put it into DERIVATIVES first",
        ),
        (
            lambda: NETWORK.forward([1]),
            ValueError,
            "1 inputs need as many weights and a bias, but 3 numbers came",
        ),
        (
            lambda: NETWORK.forward(1.0),
            TypeError,
            "inputs must be a list of numbers",
        ),
        (
            lambda: NETWORK.backward([1, 2], [1]),
            TypeError,
            "target must be a number, but it is [1] (a list)",
        ),
        (
            lambda: NETWORK.error([[1, 2]], [1, 2]),
            ValueError,
            "but came with 1 rows and 2 targets",
        ),
        (lambda: NETWORK.error([], []), ValueError, "and at least one"),
        (
            lambda: NETWORK.train([[1], [2]], [1, 2], 0.1, 5),
            ValueError,
            "1 inputs need as many weights and a bias",
        ),
        (
            lambda: NETWORK.train([1, 2], [1, 2], 0.1, 5),
            TypeError,
            "each row of inputs must be a list of numbers",
        ),
        (
            lambda: NETWORK.train(*XOR, 0, 5),
            ValueError,
            "rate must be above zero",
        ),
        (
            lambda: NETWORK.train(*XOR, 0.1, 2.5),
            TypeError,
            "epochs must be a whole number",
        ),
        (
            lambda: random_network(2, 3, tanh, 0),
            TypeError,
            "rng must be a generator, such as random.Random(0), but it is 0 "
            "(an int)",
        ),
        (
            lambda: random_network(2, 0, tanh, random.Random(0)),
            ValueError,
            "hidden must be at least one neuron",
        ),
        (
            lambda: random_network(2, 1.5, tanh, random.Random(0)),
            TypeError,
            "width must be a whole number",
        ),
    ],
)
def test_bad_input_is_refused_in_plain_words(call, error, message):
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)


def test_a_rate_that_is_too_large_is_named():
    network = random_network(2, 4, relu, random.Random(0))
    with pytest.raises(ValueError) as caught:
        network.train(*XOR, rate=50.0, epochs=200)
    message = (
        "the numbers grew beyond all bounds: try a smaller rate than 50.0"
    )
    assert message in str(caught.value)


@pytest.mark.parametrize("rate, epochs", [(1e308, 1), (1e308, 2), (1e154, 9)])
def test_the_last_step_is_looked_at_too(rate, epochs):
    network = random_network(2, 4, identity, random.Random(0))
    with pytest.raises(ValueError, match="after [0-9] epochs the numbers grew"):
        network.train([[9, 99], [99, 9]], [9, 9], rate=rate, epochs=epochs)


def test_what_a_training_gives_is_made_of_floats():
    start = BentNetwork([[1, 1, 0], [1, 1, -1]], [1, -2, 0], relu)
    trained, errors = start.train(*XOR, rate=0.1, epochs=0)
    assert (trained.hidden, trained.output) == (start.hidden, start.output)
    assert errors == [] and type(trained) is BentNetwork
    assert type(trained.hidden[0][0]) is float and trained.bend is relu


def test_a_bend_of_the_readers_own_is_checked_as_ever(monkeypatch):
    def own(s):
        relu("1")
        return s

    monkeypatch.setitem(DERIVATIVES, own, relu_derivative)
    network = BentNetwork([[1, 2]], [1, 2], own)
    with pytest.raises(TypeError, match="x must be a number, but it is '1'"):
        network.train([[1]], [1], 0.1, 1)


@pytest.mark.parametrize("gives", [None, "a", math.nan, [1]])
def test_what_a_bend_of_the_readers_own_gives_is_checked(monkeypatch, gives):
    def own(s):
        return gives

    monkeypatch.setitem(DERIVATIVES, own, own)
    network = BentNetwork([[1, 2]], [1, 2], own)
    with pytest.raises((TypeError, ValueError), match="must be a .*number"):
        network.forward([1])


@pytest.mark.parametrize(
    "call",
    [
        lambda: neuron([1e308, -1e308, 0], [10, 10]),
        lambda: downhill([1e308], [-1e308], 2),
        lambda: BentNetwork([[1e200, 0]], [1e200, 0], relu).forward([1e10]),
        lambda: BentNetwork([[1e99, 0]], [1, 0], relu).backward([1e209], 0),
    ],
)
def test_numbers_too_large_on_the_way_are_told(call):
    with pytest.raises(ValueError, match="must be a finite number"):
        call()


def test_a_message_has_an_end():
    with pytest.raises(ValueError) as caught:
        neuron([1.0] * 10**5, [1.0])
    assert len(str(caught.value)) < 200


def test_far_out_the_slope_of_tanh_is_zero():
    assert tanh_derivative(1e308) == tanh_derivative(-1e308) == 0.0
    assert tanh_derivative(19.5) == pytest.approx(4.6190e-17, rel=1e-4)


def test_the_step_runs_where_there_is_no_numpy():
    code = (
        "import sys; sys.modules['numpy'] = None\n"
        "import random\n"
        "from backprop.activations import *\n"
        "network = random_network(2, 2, tanh, random.Random(0))\n"
        "network.train([[0, 1]], [1], 0.1, 3)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
