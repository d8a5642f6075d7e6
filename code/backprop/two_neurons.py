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

import sys
from dataclasses import astuple, dataclass, fields, replace
from math import fsum

from backprop._checks import (
    AllNumbers,
    Count,
    Function,
    NotFinite,
    Number,
    Numbers,
    Positive,
    describe,
)
from backprop._checks.edge import checked, checked_with, trusted
from backprop._checks.growth import can_be_kept, trusting, within_bounds
from backprop.derivatives import central_difference

__all__ = [
    "Weights",
    "backward",
    "forward",
    "numeric_gradients",
    "squared_error",
    "train",
]


@checked
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

    w1: Number
    b1: Number
    w2: Number
    b2: Number


@checked
def forward(weights: Weights, x: Number) -> AllNumbers:
    """What the first neuron gives, and what the second makes of it.

    Told in book/two_neurons.md, "Two neurons in a row".

    Examples
    --------
    >>> forward(Weights(w1=2.0, b1=1.0, w2=3.0, b2=0.5), x=1.0)
    (3.0, 9.5)
    """
    hidden = weights.w1 * x + weights.b1
    output = weights.w2 * hidden + weights.b2
    return hidden, output


FARTHEST = sys.float_info.max ** 0.5


def can_be_squared(output, target):
    """A guard: their distance has a square."""
    if abs(output - target) > FARTHEST:
        raise NotFinite(
            f"output {output!r} is so far from target {target!r} that the "
            "square is too large for a float"
        )


@checked_with(can_be_squared, always=True)  # where growth shows first
def squared_error(output: Number, target: Number) -> float:
    """How far the output is from the target, squared.

    Told in book/two_neurons.md, "Two neurons in a row".

    Examples
    --------
    >>> squared_error(1.0, target=7.0)
    36.0
    """
    return (output - target) ** 2


@checked
def numeric_gradients(weights: Weights, x: Number, target: Number) -> Weights:
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


def give_points(inputs, targets):
    """A guard: as many targets as inputs, and at least one."""
    if len(inputs) != len(targets) or not inputs:
        raise ValueError(
            "train needs a target for each input, and at least one of them, "
            f"but came with {len(inputs)} inputs and {len(targets)} targets"
        )


def give_weights(gradients):
    """A guard: `gradients`, made to say where it gives no Weights."""
    if gradients in (None, backward, numeric_gradients):
        return None

    def checked_gradients(*inputs):
        with trusted(False):
            slopes = gradients(*inputs)
        if not isinstance(slopes, Weights):
            raise TypeError(
                "gradients must give Weights, one slope for each of them, but "
                f"it gave {describe(slopes)}"
            )
        return slopes

    return checked_gradients


@checked_with(give_points, give_weights, can_be_kept)
@within_bounds
@trusting
def train(
    weights: Weights,
    inputs: Numbers,
    targets: Numbers,
    rate: Positive,
    epochs: Count,
    gradients: Function | None = None,
) -> tuple[Weights, list[float]]:
    """Weights after `epochs` steps downhill, and the error before each.

    The error is the mean of the squared errors of all points, and each step
    follows its gradient, the mean of theirs.

    Told in book/two_neurons.md, "Train by nudging".

    Parameters
    ----------
    gradients
        `backward` or `numeric_gradients`: what measures the slopes. If
        nothing is said, `backward`.

    Raises
    ------
    ValueError
        If there are no points, or not as many targets as inputs, if `rate`
        is not above zero, or if the weights grow beyond all bounds.
    """
    gradients = gradients or backward  # which comes below
    errors, points = [], list(zip(inputs, targets))
    for _ in range(epochs):
        losses = [squared_error(forward(weights, x)[1], t) for x, t in points]
        errors.append(fsum(losses) / len(points))
        slopes = [astuple(gradients(weights, x, t)) for x, t in points]
        means = [fsum(each) / len(points) for each in zip(*slopes)]
        pairs = zip(astuple(weights), means)
        weights = Weights(*(number - rate * mean for number, mean in pairs))
    return weights, errors


@checked
def backward(weights: Weights, x: Number, target: Number) -> Weights:
    """The gradient of the squared error, by one walk forward and one back.

    The equations are in the section "Walk back" of the chapter.

    Told in book/two_neurons.md, "Walk back".

    Examples
    --------
    >>> backward(Weights(0.5, 0.5, 0.5, 0.5), x=1.0, target=7.0)
    Weights(w1=-6.0, b1=-6.0, w2=-12.0, b2=-12.0)
    """
    hidden, output = forward(weights, x)
    d_output = 2 * (output - target)
    d_w2 = d_output * hidden
    d_b2 = d_output
    d_hidden = d_output * weights.w2
    d_w1 = d_hidden * x
    d_b1 = d_hidden
    return Weights(d_w1, d_b1, d_w2, d_b2)
