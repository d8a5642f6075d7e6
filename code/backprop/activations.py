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
from collections.abc import Sequence
from math import exp, fsum

from backprop._checks import (
    check_count,
    check_function,
    check_number,
    check_positive,
    describe,
)
from backprop.two_neurons import squared_error

__all__ = [
    "DERIVATIVES",
    "BentNetwork",
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


def _number(x):
    if hasattr(x, "__len__") and not isinstance(x, str):
        raise TypeError(
            f"x must be one number, but it is {describe(x)}; "
            "for a whole batch at once see Activation in step 9"
        )
    return check_number(x, "x")


def identity(x: float) -> float:
    """What comes in goes out: no bend at all.

    Like each function here it takes one finite number.

    Told in book/activations.md, "Seven bends".

    Raises
    ------
    TypeError, ValueError
        If `x` is not one finite number.

    Examples
    --------
    >>> identity(-3)
    -3.0
    """
    return _number(x)


def identity_derivative(x: float) -> float:
    """The slope of `identity`: 1 everywhere.

    Told in book/activations.md, "Seven bends".
    """
    _number(x)
    return 1.0


def sigmoid(x: float) -> float:
    """From 0 to 1 along an S: 1 / (1 + exp(-x)).

    The exponential is taken only of numbers that are not above zero, so that
    it cannot overflow.

    Told in book/activations.md, "Seven bends".

    Examples
    --------
    >>> sigmoid(0), sigmoid(1000), sigmoid(-1000)
    (0.5, 1.0, 0.0)
    """
    x = _number(x)
    if x >= 0:
        return 1 / (1 + exp(-x))
    return exp(x) / (1 + exp(x))


def sigmoid_derivative(x: float) -> float:
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


def tanh(x: float) -> float:
    """From -1 to 1 along an S: a sigmoid, stretched.

    Told in book/activations.md, "Seven bends".

    Examples
    --------
    >>> tanh(0), tanh(1000), tanh(-1000)
    (0.0, 1.0, -1.0)
    """
    return math.tanh(_number(x))


def tanh_derivative(x: float) -> float:
    """The slope of `tanh`, which is 2 * sigmoid(2 * x) - 1.

    The same as 1 - tanh(x)**2, without subtracting what is nearly equal.

    Told in book/activations.md, "Seven bends".

    Examples
    --------
    >>> tanh_derivative(0)
    1.0
    """
    x = _number(x)
    return 4 * sigmoid_derivative(2 * x)


def relu(x: float) -> float:
    """What is above zero; below, 0.

    Told in book/activations.md, "Seven bends".

    Examples
    --------
    >>> relu(3), relu(-3)
    (3.0, 0.0)
    """
    return max(_number(x), 0.0)


def relu_derivative(x: float) -> float:
    """The slope of `relu`; at the kink, 0.

    Told in book/activations.md, "Seven bends".

    Examples
    --------
    >>> relu_derivative(3), relu_derivative(-3), relu_derivative(0)
    (1.0, 0.0, 0.0)
    """
    return 1.0 if _number(x) > 0 else 0.0


def leaky_relu(x: float) -> float:
    """What is above zero; below, a hundredth of it.

    Told in book/activations.md, "Seven bends".

    Examples
    --------
    >>> leaky_relu(3), leaky_relu(-3)
    (3.0, -0.03)
    """
    x = _number(x)
    return x if x > 0 else LEAK * x


def leaky_relu_derivative(x: float) -> float:
    """The slope of `leaky_relu`; at the kink, the one from below.

    Told in book/activations.md, "Seven bends".

    Examples
    --------
    >>> leaky_relu_derivative(3), leaky_relu_derivative(0)
    (1.0, 0.01)
    """
    return 1.0 if _number(x) > 0 else LEAK


def softplus(x: float) -> float:
    """A relu without a kink: log(1 + exp(x)), which cannot overflow.

    Told in book/activations.md, "Seven bends".

    Examples
    --------
    >>> softplus(1000), softplus(-1000)
    (1000.0, 0.0)
    """
    x = _number(x)
    return max(x, 0.0) + math.log1p(exp(-abs(x)))


def softplus_derivative(x: float) -> float:
    """The slope of `softplus`: it is the sigmoid.

    Told in book/activations.md, "Seven bends".

    Examples
    --------
    >>> softplus_derivative(0)
    0.5
    """
    return sigmoid(x)


def gelu(x: float) -> float:
    """`x` times the chance that a normal random number is below `x`.

    Told in book/activations.md, "Seven bends".

    Examples
    --------
    >>> gelu(0), gelu(1000), gelu(-1000)
    (0.0, 1000.0, -0.0)
    """
    x = _number(x)
    return x * _chance_below(x)


def gelu_derivative(x: float) -> float:
    """The slope of `gelu`, by the product rule.

    Told in book/activations.md, "Seven bends".

    Examples
    --------
    >>> gelu_derivative(0)
    0.5
    """
    x = _number(x)
    bell = exp(-x * x / 2) / math.sqrt(2 * math.pi)
    return _chance_below(x) + x * bell


def _chance_below(x):
    return math.erfc(-x / math.sqrt(2)) / 2  # erfc: exact where it is tiny


DERIVATIVES = {
    identity: identity_derivative,
    sigmoid: sigmoid_derivative,
    tanh: tanh_derivative,
    relu: relu_derivative,
    leaky_relu: leaky_relu_derivative,
    softplus: softplus_derivative,
    gelu: gelu_derivative,
}


def neuron(weights: Sequence[float], inputs: Sequence[float]) -> float:
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
    weights, inputs = _row(weights, "weights"), [*_row(inputs, "inputs"), 1.0]
    _check_lengths(weights, inputs)
    return sum(w * x for w, x in zip(weights, inputs, strict=True))


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

    def __init__(self, hidden, output, bend):
        self.hidden, self.output = _checked(hidden, output)
        self.bend, self.bend_derivative = bend, _derivative_of(bend)

    def forward(self, inputs):
        """What reaches each bend, what leaves it, and the output.

        Examples
        --------
        >>> BentNetwork([[2, -1]], [3, 0.5], relu).forward([4])
        ([7.0], [7.0], 21.5)
        """
        sums = [neuron(weights, inputs) for weights in self.hidden]
        bent = [self.bend(s) for s in sums]
        return sums, bent, neuron(self.output, bent)

    def backward(self, inputs, target):
        """All slopes of the squared error, in the places of the weights.

        Examples
        --------
        >>> BentNetwork([[2, -1]], [3, 0.5], relu).backward([4], target=21)
        ([[12.0, 3.0]], [7.0, 1.0])
        """
        inputs = _row(inputs, "inputs")
        sums, bent, output = self.forward(inputs)
        d_output = 2 * (output - check_number(target, "target"))
        d_bent = [d_output * weight for weight in self.output[:-1]]
        slopes = [self.bend_derivative(s) for s in sums]
        d_sums = [d * slope for d, slope in zip(d_bent, slopes, strict=True)]
        return (
            [[d * x for x in (*inputs, 1.0)] for d in d_sums],
            [d_output * h for h in (*bent, 1.0)],
        )

    def error(self, inputs, targets):
        """The mean of the squared errors of all points.

        Examples
        --------
        >>> BentNetwork([[2, -1]], [3, 0.5], relu).error([[4], [0]], [21, 1])
        0.25
        """
        points = _points(self, inputs, targets)
        errors = [squared_error(self.forward(x)[-1], t) for x, t in points]
        return fsum(errors) / len(errors)

    def train(self, inputs, targets, rate, epochs):
        """The network after so many steps downhill, and the error before each.

        This network itself stays as it is: each step makes a new one.

        Raises
        ------
        TypeError, ValueError
            If there is not one target for each row of inputs, or the weights
            grow beyond all bounds.
        """
        points = _points(self, inputs, targets)
        rate = check_positive(rate, "rate")
        network, errors = self, []
        for epoch in range(check_count(epochs, "epochs")):
            try:
                errors.append(network.error(inputs, targets))
                slopes = [network.backward(x, t) for x, t in points]
                network = _step_downhill(network, slopes, rate / len(points))
            except (OverflowError, ValueError) as error:
                raise ValueError(
                    f"in epoch {epoch + 1} the numbers grew beyond all "
                    f"bounds: try a smaller rate than {rate!r}"
                ) from error
        return network, errors


def random_network(inputs: int, width: int, bend, rng) -> BentNetwork:
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
    inputs, width = check_count(inputs, "inputs"), check_count(width, "width")

    def draw(count):
        return [_generator(rng).uniform(-1, 1) for _ in range(count)]

    hidden = [draw(inputs + 1) for _ in range(width)]
    return BentNetwork(hidden, draw(width + 1), bend)


def _generator(rng):
    if not hasattr(rng, "uniform"):
        raise TypeError(
            "rng must be a generator, such as random.Random(0), but it is "
            f"{describe(rng)}"
        )
    return rng


def _step_downhill(network, slopes, rate):
    hidden, output = network.hidden, network.output
    for d_hidden, d_output in slopes:  # of each point, for the old network
        pairs = zip(hidden, d_hidden, strict=True)
        hidden = [_downhill(row, d_row, rate) for row, d_row in pairs]
        output = _downhill(output, d_output, rate)
    return BentNetwork(hidden, output, network.bend)


def _downhill(weights, slopes, rate):
    pairs = zip(weights, slopes, strict=True)
    return [weight - rate * slope for weight, slope in pairs]


def _check_lengths(weights, inputs):
    if len(weights) != len(inputs):
        raise ValueError(
            f"{len(inputs) - 1} inputs need as many weights and a bias, "
            f"but {len(weights)} numbers came: {weights}"
        )


def _row(numbers, name):
    if isinstance(numbers, str) or not hasattr(numbers, "__len__"):
        raise TypeError(
            f"{name} must be a row of numbers, such as [1.0, 0.5], but "
            f"it is {describe(numbers)}"
        )
    return [
        check_number(number, f"each number in {name}") for number in numbers
    ]


def _checked(hidden, output):
    if isinstance(hidden, str) or not hasattr(hidden, "__len__"):
        raise TypeError(
            "hidden must be rows of numbers, one for each neuron, but it is "
            f"{describe(hidden)}"
        )
    hidden = [_row(weights, "a hidden neuron") for weights in hidden]
    output = _row(output, "output")
    if len({len(weights) for weights in hidden}) != 1:
        raise ValueError(
            "hidden must be at least one neuron, each with as many weights, "
            f"but their counts are {[len(weights) for weights in hidden]}"
        )
    if len(output) != len(hidden) + 1:
        raise ValueError(
            f"output must have a weight for each of {len(hidden)} hidden "
            f"neurons and a bias, but it has {len(output)} numbers"
        )
    return hidden, output


def _derivative_of(bend):
    if check_function(bend, "bend") not in DERIVATIVES:
        raise ValueError(
            f"no derivative is known for {describe(bend)}: put it into "
            "DERIVATIVES first"
        )
    return DERIVATIVES[bend]


def _points(network, inputs, targets):
    inputs = [_row(row, "each row of inputs") for row in inputs]
    targets = [check_number(t, "each target") for t in targets]
    if len(inputs) != len(targets) or not inputs:
        raise ValueError(
            "a network needs a target for each row of inputs, and at least "
            f"one, but came with {len(inputs)} rows and {len(targets)} targets"
        )
    for row in inputs:
        neuron(network.hidden[0], row)  # which refuses a wrong length
    return list(zip(inputs, targets, strict=True))
