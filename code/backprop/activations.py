"""One bend makes a network: activations, and a network with a hidden layer.

Seven functions of one number, each with its derivative beside it, written
by hand and told apart by name. `DERIVATIVES` pairs them up, so a network
asks for the slope of its bend and cannot take the wrong one. Each is written
so that no exponential overflows, however far out the number is.

`BentNetwork` keeps its weights in lists, a row for each neuron with the bias
last, and walks back as `two_neurons` did, now through many neurons at once.
Training makes a new network for each step; the old one stays as it was.
Pure Python, one number at a time: slow, and nothing is hidden. Whole batches
come with `layers`, which says the same in NumPy.
Chapter: book/activations.md
"""

import math
from math import erfc, exp, fsum, log1p, pi, sqrt
from typing import Annotated

from backprop._checks import (
    AllNumbers,
    Count,
    Function,
    Number,
    Numbers,
    Positive,
    Rows,
    check_number,
    check_room,
    describe,
    shown,
)
from backprop._checks.edge import checked, checked_with
from backprop._checks.growth import can_be_kept, trusting, within_bounds
from backprop.two_neurons import squared_error

__all__ = [
    "DERIVATIVES",
    "BentNetwork",
    "downhill",
    "gelu",
    "gelu_derivative",
    "identity",
    "identity_derivative",
    "leaky_relu",
    "leaky_relu_derivative",
    "neuron",
    "random_network",
    "relu",
    "relu_derivative",
    "sigmoid",
    "sigmoid_derivative",
    "softplus",
    "softplus_derivative",
    "tanh",
    "tanh_derivative",
]

LEAK = 0.01  # the slope of leaky_relu below zero


def check_one(value, name):
    """Return `value` as a finite float, if it is one number and not many."""
    if hasattr(value, "__len__") and not isinstance(value, str):
        raise TypeError(
            f"{name} must be one number, but it is {describe(value)}; "
            "for a whole batch at once see Activation in step 9"
        )
    return check_number(value, name)


One = Annotated[float, check_one]


@checked
def identity(x: One) -> float:
    """What comes in goes out: no bend at all.

    Like each function here it takes one finite number.

    Told in book/activations.md, "Side by side, and still straight".

    Raises
    ------
    TypeError, ValueError
        If `x` is not one finite number.

    Examples
    --------
    >>> identity(-3)
    -3.0
    """
    return x


@checked
def identity_derivative(x: One) -> float:
    """The slope of `identity`: 1 everywhere.

    Told in book/activations.md, "Seven bends".
    """
    return 1.0


@checked
def sigmoid(x: One) -> float:
    """From 0 to 1 along an S: 1 / (1 + exp(-x)).

    The exponential is taken only of numbers that are not above zero, so that
    it cannot overflow.

    Told in book/activations.md, "Seven bends".

    Examples
    --------
    >>> sigmoid(0), sigmoid(1000), sigmoid(-1000)
    (0.5, 1.0, 0.0)
    """
    if x >= 0:
        return 1 / (1 + exp(-x))
    return exp(x) / (1 + exp(x))


@checked
def sigmoid_derivative(x: One) -> float:
    """The slope of `sigmoid` at `x`, a number that is not yet bent.

    It is sigmoid(x) * (1 - sigmoid(x)), and 1 - sigmoid(x) is sigmoid(-x),
    without subtracting what is nearly equal.

    Told in book/activations.md, "Seven bends".

    Examples
    --------
    >>> sigmoid_derivative(0)
    0.25
    """
    return sigmoid(x) * sigmoid(-x)


@checked
def tanh(x: One) -> float:
    """From -1 to 1 along an S: a sigmoid, stretched.

    Told in book/activations.md, "Seven bends".

    Examples
    --------
    >>> tanh(0), tanh(1000), tanh(-1000)
    (0.0, 1.0, -1.0)
    """
    return math.tanh(x)


@checked
def tanh_derivative(x: One) -> float:
    """The slope of `tanh`: four times that of `sigmoid` at 2 * x.

    Because tanh(x) is 2 * sigmoid(2 * x) - 1. It is 1 - tanh(x)**2 as well,
    which subtracts what is nearly equal. As 2 * x may be too large for a
    float, the slope of `sigmoid` is written out: the exponential is taken
    only of numbers that are not above zero.

    Told in book/activations.md, "Seven bends".

    Examples
    --------
    >>> tanh_derivative(0)
    1.0
    """
    power = exp(-2 * abs(x))  # never above 1
    return 4 * power / (1 + power) ** 2


@checked
def relu(x: One) -> float:
    """What is above zero; below, 0.

    Told in book/activations.md, "Seven bends".

    Examples
    --------
    >>> relu(3), relu(-3)
    (3.0, 0.0)
    """
    return max(x, 0.0)


@checked
def relu_derivative(x: One) -> float:
    """The slope of `relu`; at the kink, 0.

    Told in book/activations.md, "Seven bends".

    Examples
    --------
    >>> relu_derivative(3), relu_derivative(-3), relu_derivative(0)
    (1.0, 0.0, 0.0)
    """
    return 1.0 if x > 0 else 0.0


@checked
def leaky_relu(x: One) -> float:
    """What is above zero; below, a hundredth of it.

    Told in book/activations.md, "Seven bends".

    Examples
    --------
    >>> leaky_relu(3), leaky_relu(-3)
    (3.0, -0.03)
    """
    return x if x > 0 else LEAK * x


@checked
def leaky_relu_derivative(x: One) -> float:
    """The slope of `leaky_relu`; at the kink, the one from below.

    Told in book/activations.md, "Seven bends".

    Examples
    --------
    >>> leaky_relu_derivative(3), leaky_relu_derivative(0)
    (1.0, 0.01)
    """
    return 1.0 if x > 0 else LEAK


@checked
def softplus(x: One) -> float:
    """A relu without a kink: log(1 + exp(x)), which cannot overflow.

    Told in book/activations.md, "Seven bends".

    Examples
    --------
    >>> softplus(1000), softplus(-1000)
    (1000.0, 0.0)
    """
    return max(x, 0.0) + log1p(exp(-abs(x)))


@checked
def softplus_derivative(x: One) -> float:
    """The slope of `softplus`: it is the sigmoid.

    Told in book/activations.md, "Seven bends".

    Examples
    --------
    >>> softplus_derivative(0)
    0.5
    """
    return sigmoid(x)


def chance_below(x):
    """How often a normal random number is below `x`."""
    return erfc(-x / sqrt(2)) / 2  # by the area under a bell


@checked
def gelu(x: One) -> float:
    """`x` times the chance that a normal random number is below `x`.

    Told in book/activations.md, "Seven bends".

    Examples
    --------
    >>> gelu(0), gelu(1000), gelu(-1000)
    (0.0, 1000.0, -0.0)
    """
    return x * chance_below(x)


@checked
def gelu_derivative(x: One) -> float:
    """The slope of `gelu`, by the product rule.

    Told in book/activations.md, "Seven bends".

    Examples
    --------
    >>> gelu_derivative(0)
    0.5
    """
    bell = exp(-x * x / 2) / sqrt(2 * pi)
    return chance_below(x) + x * bell


DERIVATIVES = {
    identity: identity_derivative,
    sigmoid: sigmoid_derivative,
    tanh: tanh_derivative,
    relu: relu_derivative,
    leaky_relu: leaky_relu_derivative,
    softplus: softplus_derivative,
    gelu: gelu_derivative,
}


def have_a_bias(weights, inputs):
    """A guard: a weight for each input, and one more."""
    if len(weights) != len(inputs) + 1:
        raise ValueError(
            f"{len(inputs)} inputs need as many weights and a bias, "
            f"but {len(weights)} numbers came: {shown(weights)}"
        )


@checked_with(have_a_bias)
def neuron(weights: Numbers, inputs: Numbers) -> Number:
    """Each input times its weight, added up; the last weight is the bias.

    Told in book/activations.md, "Side by side, and still straight".

    Raises
    ------
    TypeError, ValueError
        If one of the numbers is none, or there is not one weight for each
        input and one for the bias.

    Examples
    --------
    >>> neuron([2, 3, 0.5], inputs=[1, -1])
    -0.5
    """
    return sum(w * x for w, x in zip(weights, [*inputs, 1.0]))


def have_slopes(weights, slopes):
    """A guard: as many slopes as weights."""
    if len(weights) != len(slopes):
        raise ValueError(
            f"{len(weights)} weights need as many slopes, but {len(slopes)} "
            "came"
        )


@checked_with(have_slopes)
def downhill(weights: Numbers, slopes: Numbers, rate: Number) -> AllNumbers:
    """Each weight, moved against its slope.

    Told in book/activations.md, "Back through a bend".

    Examples
    --------
    >>> downhill([2.0, 3.0], slopes=[1.0, -10.0], rate=0.5)
    [1.5, 8.0]
    """
    return [w - rate * slope for w, slope in zip(weights, slopes)]


def make_a_network(hidden, output):
    """A guard: the counts of the weights fit."""
    if len({len(weights) for weights in hidden}) != 1:
        raise ValueError(
            "hidden must be at least one neuron, each with as many weights, "
            f"but their counts are {shown([len(row) for row in hidden])}"
        )
    if len(output) != len(hidden) + 1:
        raise ValueError(
            f"output must have a weight for each of {len(hidden)} hidden "
            f"neurons and a bias, but it has {len(output)} numbers"
        )


def has_a_derivative(bend):
    """A guard: it stands in the table of derivatives."""
    if bend not in DERIVATIVES:
        raise ValueError(
            f"no derivative is known for {describe(bend)}: put it into "
            "DERIVATIVES first"
        )


def give_points(inputs, targets, self):
    """A guard: as many targets as rows, which fit the network."""
    if len(inputs) != len(targets) or not inputs:
        raise ValueError(
            "a network needs a target for each row of inputs, and at least "
            f"one, but came with {len(inputs)} rows and {len(targets)} targets"
        )
    for row in inputs:
        have_a_bias(self.hidden[0], row)


@checked_with(make_a_network, has_a_derivative)
class BentNetwork:
    """A hidden layer of neurons with a bend, and one neuron after them.

    Told in book/activations.md, "Side by side, and still straight".

    Parameters
    ----------
    hidden
        The weights of each hidden neuron, its bias last.
    output
        The weights of the output neuron, one for each hidden one, and its
        bias.
    bend
        One of the functions in `DERIVATIVES`.

    Raises
    ------
    TypeError, ValueError
        If one of the weights is not a finite number, their counts do not
        fit, or no derivative is known for the bend.
    """

    def __init__(self, hidden: Rows, output: Numbers, bend: Function):
        self.hidden, self.output, self.bend = hidden, output, bend

    @checked
    def forward(self, inputs: Numbers) -> AllNumbers:
        """What reaches each bend, what leaves it, and the output.

        Examples
        --------
        >>> BentNetwork([[2, -1]], [3, 0.5], relu).forward([4])
        ([7.0], [7.0], 21.5)
        """
        sums = [neuron(weights, inputs) for weights in self.hidden]
        bent = [self.bend(s) for s in sums]
        return sums, bent, neuron(self.output, bent)

    @checked
    def backward(self, inputs: Numbers, target: Number) -> AllNumbers:
        """All slopes of the squared error, in the places of the weights.

        Examples
        --------
        >>> BentNetwork([[2, -1]], [3, 0.5], relu).backward([4], target=21)
        ([[12.0, 3.0]], [7.0, 1.0])
        """
        sums, bent, output = self.forward(inputs)
        slope_of_bend = DERIVATIVES[self.bend]
        d_output = 2 * (output - target)
        d_bent = [d_output * weight for weight in self.output[:-1]]
        d_sums = [d * slope_of_bend(s) for d, s in zip(d_bent, sums)]
        return (
            [[d * x for x in [*inputs, 1.0]] for d in d_sums],
            [d_output * h for h in [*bent, 1.0]],
        )

    @checked_with(give_points)
    def error(self, inputs: Rows, targets: Numbers):
        """The mean of the squared errors of all points.

        Examples
        --------
        >>> BentNetwork([[2, -1]], [3, 0.5], relu).error([[4], [0]], [21, 1])
        0.25
        """
        outputs = [self.forward(x)[-1] for x in inputs]
        errors = [squared_error(o, t) for o, t in zip(outputs, targets)]
        return fsum(errors) / len(errors)

    @checked_with(give_points, can_be_kept)
    @within_bounds
    @trusting
    def train(
        self, inputs: Rows, targets: Numbers, rate: Positive, epochs: Count
    ):
        """The network after so many steps downhill, and the error before each.

        This network itself stays as it is: each step makes a new one.

        Raises
        ------
        TypeError, ValueError
            If there is not one target for each row of inputs, or the weights
            grow beyond all bounds.
        """
        network, errors, share = self, [], rate / len(targets)
        for _ in range(epochs):
            errors.append(network.error(inputs, targets))
            hidden, output = network.hidden, network.output
            for x, target in zip(inputs, targets):
                d_hidden, d_output = network.backward(x, target)
                pairs = zip(hidden, d_hidden)
                hidden = [downhill(row, d_row, share) for row, d_row in pairs]
                output = downhill(output, d_output, share)
            network = BentNetwork(hidden, output, network.bend)
        return network, errors


def check_random(value, name):
    """Return `value` if it draws random numbers between two bounds."""
    uniform = getattr(value, "uniform", None)
    if not callable(uniform) or isinstance(value, type):
        raise TypeError(
            f"{name} must be a generator, such as random.Random(0), but it is "
            f"{describe(value)}"
        )
    return value


Random = Annotated[object, check_random]


def can_be_drawn(inputs, width):
    """A guard: so many weights find a place in the memory."""
    weights = (inputs + 2) * width
    check_room(
        weights, f"{shown(width)} neurons with {shown(inputs)} inputs each"
    )


@checked_with(has_a_derivative, can_be_drawn)
def random_network(
    inputs: Count, width: Count, bend: Function, rng: Random
) -> BentNetwork:
    """A network of `width` hidden neurons, its weights between -1 and 1.

    Told in book/activations.md, "Side by side, and still straight".

    Parameters
    ----------
    rng
        A generator, such as numpy.random.default_rng(0) or random.Random(0).

    Examples
    --------
    >>> import random
    >>> network = random_network(2, 3, tanh, random.Random(0))
    >>> len(network.hidden), len(network.output)
    (3, 4)
    """

    def draw(count):
        return [rng.uniform(-1, 1) for _ in range(count)]

    hidden = [draw(inputs + 1) for _ in range(width)]
    return BentNetwork(hidden, draw(width + 1), bend)
