"""Two neurons in a row, trained by nudging and then by backpropagation.

Four weights, each with a name, so that each line of `backward` can be read
beside its equation: it is the chain rule, once through, and each gradient is
used for all that lies before it. `Weights` cannot change, so a step downhill
makes new ones, and a gradient has the same four names as what it belongs to.

`train` is given the function that measures the slopes. It runs by nudging
with `numeric_gradients` and by walking back with `backward`, and must give
the same weights: whoever distrusts `backward` has a witness that shares
nothing with it but the way forward. There are no arrays yet; sums are exact
(`fsum`), so nothing depends on the order of the points.
Chapter: book/two_neurons.md
"""

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, fields, replace
from math import fsum

from backprop._checks import (
    check_count,
    check_function,
    check_number,
    check_positive,
    describe,
)
from backprop.derivatives import central_difference

__all__ = [
    "Weights",
    "backward",
    "forward",
    "numeric_gradients",
    "squared_error",
    "train",
]


@dataclass(frozen=True)
class Weights:
    """A weight and a bias for each of the two neurons.

    Gradients have the same shape: one number for each weight and bias.

    Told in book/two_neurons.md, "Two neurons in a row".

    Raises
    ------
    TypeError, ValueError
        If one of them is not a finite number; an array of one number is none.

    Examples
    --------
    >>> Weights(w1=1, b1=2, w2=3, b2=4)
    Weights(w1=1.0, b1=2.0, w2=3.0, b2=4.0)
    """

    w1: float
    b1: float
    w2: float
    b2: float

    def __post_init__(self):
        for field in fields(self):
            number = check_number(getattr(self, field.name), field.name)
            object.__setattr__(self, field.name, number)


def forward(weights: Weights, x: float) -> tuple[float, float]:
    """What the first neuron gives, and what the second makes of it.

    Told in book/two_neurons.md, "Two neurons in a row".

    Examples
    --------
    >>> forward(Weights(w1=2.0, b1=1.0, w2=3.0, b2=0.5), x=1.0)
    (3.0, 9.5)
    """
    weights, x = _checked(weights), check_number(x, "x")
    hidden = weights.w1 * x + weights.b1
    output = weights.w2 * hidden + weights.b2
    return hidden, output


def squared_error(output: float, target: float) -> float:
    """How far the output is from the target, squared.

    Told in book/two_neurons.md, "Two neurons in a row".

    Examples
    --------
    >>> squared_error(1.0, target=7.0)
    36.0
    """
    output = check_number(output, "output")
    target = check_number(target, "target")
    return (output - target) ** 2


def numeric_gradients(weights: Weights, x: float, target: float) -> Weights:
    """The gradient of the squared error, by nudging each weight in turn.

    Told in book/two_neurons.md, "Train by nudging".

    Examples
    --------
    >>> start = Weights(0.5, 0.5, 0.5, 0.5)
    >>> round(numeric_gradients(start, x=1.0, target=7.0).b2, 6)
    -12.0
    """

    def slope_along(name):
        def error(value):
            _, output = forward(replace(weights, **{name: value}), x)
            return squared_error(output, target)

        return central_difference(error, getattr(weights, name))

    return Weights(*(slope_along(field.name) for field in fields(weights)))


def backward(weights: Weights, x: float, target: float) -> Weights:
    """The gradient of the squared error, by one walk forward and one back.

    The equations are in the section "Walk back" of the chapter.

    Told in book/two_neurons.md, "Walk back".

    Examples
    --------
    >>> backward(Weights(0.5, 0.5, 0.5, 0.5), x=1.0, target=7.0)
    Weights(w1=-6.0, b1=-6.0, w2=-12.0, b2=-12.0)
    """
    hidden, output = forward(weights, x)
    d_output = 2 * (output - check_number(target, "target"))
    d_w2 = d_output * hidden
    d_b2 = d_output
    d_hidden = d_output * weights.w2
    d_w1 = d_hidden * x
    d_b1 = d_hidden
    return Weights(d_w1, d_b1, d_w2, d_b2)


def train(
    weights: Weights,
    inputs: Sequence[float],
    targets: Sequence[float],
    rate: float,
    epochs: int,
    gradients: Callable[[Weights, float, float], Weights] = backward,
) -> tuple[Weights, list[float]]:
    """Weights after `epochs` steps downhill, and the error before each.

    The error is the mean of the squared errors of all points, and each step
    follows its gradient, the mean of theirs.

    Told in book/two_neurons.md, "Train by nudging".

    Parameters
    ----------
    gradients
        `backward` or `numeric_gradients`: what measures the slopes.

    Raises
    ------
    ValueError
        If there are no points, or not as many targets as inputs, if `rate`
        is not above zero, or if the weights grow beyond all bounds.
    """
    weights, points = _checked(weights), _points(inputs, targets)
    rate = check_positive(rate, "rate")
    check_function(gradients, "gradients")
    errors = []
    for epoch in range(check_count(epochs, "epochs")):
        try:
            errors.append(_mean_error(weights, points))
            slopes = [gradients(weights, x, target) for x, target in points]
            weights = _step_downhill(weights, _mean(slopes), rate)
        except (OverflowError, ValueError) as error:
            raise ValueError(
                f"in epoch {epoch + 1} the numbers grew beyond all bounds: "
                f"try a smaller rate than {rate!r}"
            ) from error
    return weights, errors


def _step_downhill(weights, slopes, rate):
    pairs = zip(astuple(weights), astuple(slopes), strict=True)
    return Weights(*(weight - rate * slope for weight, slope in pairs))


def _mean(slopes):
    columns = zip(*map(astuple, slopes), strict=True)
    return Weights(*(fsum(column) / len(slopes) for column in columns))


def _mean_error(weights, points):
    errors = [squared_error(forward(weights, x)[1], t) for x, t in points]
    return fsum(errors) / len(errors)


def _checked(weights):
    if not isinstance(weights, Weights):
        raise TypeError(
            f"weights must be Weights, but they are {describe(weights)}"
        )
    return weights


def _points(inputs, targets):
    inputs = [check_number(x, "each input") for x in inputs]
    targets = [check_number(t, "each target") for t in targets]
    if len(inputs) != len(targets) or not inputs:
        raise ValueError(
            "train needs a target for each input, and at least one of them, "
            f"but came with {len(inputs)} inputs and {len(targets)} targets"
        )
    return list(zip(inputs, targets, strict=True))
