"""A batch at a time: layers of neurons, and the check of their gradients.

A layer has four methods: `forward` keeps what the way back will need,
`backward` leaves the slopes of its own arrays in the layer and returns those
of its inputs, and `parameters` and `gradients` list the arrays in one order.
That is all a network asks for, so each way back can be written, and checked,
without the others. `ARRAYS` says the bends of `activations` once more, for
whole arrays, and with the slope from the value where that is cheaper.

`check_gradients` is the other half of the module. It measures each slope,
or the slope in random directions where there are too many, with a step that
goes with `x`, and where that disagrees with the step that hides least.
Whoever is wrong hears where, and from `diagnosis` what is the matter.
Chapter: book/layers.md
"""

import math
from collections.abc import Callable
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike

from backprop._checks import (
    Function,
    Positive,
    Size,
    check_real_result,
    check_room,
    describe,
    shown,
)
from backprop._checks.arrays import (
    Array,
    FunctionOfArray,
    Generator,
    Locked,
    Readable,
    as_array,
    check_array,
    check_generator,
    nan_is_no_error,
    tiny_counts_as_zero,
)
from backprop._checks.edge import checked, checked_with
from backprop.activations import (
    LEAK,
    gelu,
    identity,
    leaky_relu,
    relu,
    sigmoid,
    softplus,
    tanh,
)
from backprop.derivatives import (
    EPSILON,
    central_difference,
    complex_step,
    forward_difference,
)
from backprop.diagnosis import AGREE, UNRELATED, diagnose

__all__ = ["Linear", "Activation", "check_gradients"]


def check_batch(value, name):
    """Return `value`: a guard, which knows the layer, looks at it."""
    return value


def check_bend(function, name):
    """Return `function`, if it is one for which ARRAYS has a line."""
    if not any(function is known for known in ARRAYS):
        names = ", ".join(known.__name__ for known in ARRAYS)
        raise ValueError(
            "Activation knows these functions of backprop.activations: "
            f"{names}; but it got {describe(function)}"
        )
    return function


Batch = Annotated[ArrayLike, check_batch]
Bend = Annotated[Callable[[float], float], check_bend]


def numbers_of(values, what, layer):
    """`values` as an array of floating-point or complex numbers."""
    if type(values) is np.ndarray and values.dtype in (float, complex):
        return values
    return check_array(values, f"{what} of {layer}")


def have_room(inputs, outputs):
    """A guard: the weights find room."""
    what = f"{shown(inputs)} inputs times {shown(outputs)} outputs"
    check_room(inputs * outputs, what)


def a_column_for_each_input(inputs, self):
    """A guard: a batch has two axes, and a column for each input."""
    array = numbers_of(inputs, "the batch", self)
    takes = self.weights.shape[0]
    if array.shape[1:] == (takes,):
        return array
    problem = f"{self} got a batch of shape {array.shape}: "
    if array.ndim == 2:
        problem += f"the last axis must be {takes}"
    elif array.shape == (takes,):
        problem += "x[None, :] makes a batch of one row"
    elif array.ndim == 1 and takes == 1:
        problem += "x[:, None] makes a column of it"
    else:
        problem += "it must have two axes, rows and features"
    raise ValueError(problem)


def are_numbers_to_bend(inputs, self):
    """A guard: numbers in any shape, real ones where a bend needs them."""
    array = numbers_of(inputs, "the batch", self)
    if self.function is gelu and array.dtype.kind == "c":
        raise TypeError(
            f"{self} takes real numbers only, as erfc does, but the batch is "
            f"{describe(inputs)}: check its slopes by nudging"
        )
    return array


def went_forward(self):
    """A guard: the layer has kept a batch."""
    keeps_something(self.inputs, self)


def went_back(self):
    """A guard: the layer has kept slopes."""
    keeps_something(self.d_weights, self)


def keeps_something(value, layer):
    if value is None:
        raise RuntimeError(
            f"{layer} has nothing to walk back from: first call forward with "
            "a batch, then backward"
        )


def one_for_each_output(d_outputs, self):
    """A guard: the slopes have the shape of what the layer gave."""
    d_outputs = numbers_of(d_outputs, "the slopes", self)
    shape = self.inputs.shape
    if isinstance(self, Linear):
        shape = shape[0], self.bias.size
    if d_outputs.shape != shape:
        raise ValueError(
            f"{self} gave outputs of shape {shape}, but backward got slopes "
            f"of shape {d_outputs.shape}: there must be one for each output"
        )
    return d_outputs


class Linear:
    """A layer of neurons without a bend: inputs @ weights + bias.

    The weights start as normal random numbers with the spread sqrt(2 /
    inputs), the bias as zero. Complex numbers pass, so that `complex_step`
    can check the slopes.

    Told in book/layers.md, "A neuron is a column".

    Parameters
    ----------
    inputs, outputs
        How many numbers a row has, and how many neurons the layer.
    rng
        Where the random numbers come from: `np.random.default_rng(0)`.

    Attributes
    ----------
    weights, d_weights : ndarray
        Shape (inputs, outputs): the weights of a neuron are a column. And
        the slopes along them, after `backward`.
    bias, d_bias : ndarray
        Shape (outputs,).

    Raises
    ------
    TypeError, ValueError
        If `inputs` or `outputs` is not a whole number from 1 on, if there is
        no room for so many weights, or `rng` is no Generator.

    Examples
    --------
    >>> Linear(64, 128, np.random.default_rng(0))
    Linear(64, 128)
    """

    @checked_with(have_room)
    def __init__(self, inputs: Size, outputs: Size, rng: Generator):
        spread = np.sqrt(2 / inputs)
        self.weights = spread * rng.standard_normal((inputs, outputs))
        self.bias = np.zeros(outputs)
        self.inputs = self.d_weights = self.d_bias = None

    def __repr__(self):
        inputs, outputs = self.weights.shape
        return f"Linear({inputs}, {outputs})"

    @checked_with(a_column_for_each_input)
    def forward(self, inputs: Batch) -> np.ndarray:
        """What each neuron makes of each row of a batch.

        The batch, in the shape (rows, inputs), is kept for `backward`. It is
        not copied: change it in place only after that.

        Returns
        -------
        ndarray
            Shape (rows, outputs).

        Raises
        ------
        TypeError, ValueError
            If the batch holds something else than numbers, has a mask or
            another shape. It is not searched for nan, which would take time.

        Examples
        --------
        >>> layer = Linear(2, 1, np.random.default_rng(0))
        >>> layer.weights[:] = [[10], [1]]
        >>> layer.forward([[3, 4], [5, 6]])
        array([[34.],
               [56.]])
        """
        self.inputs = np.asarray(inputs)
        return self.inputs @ self.weights + self.bias

    @checked_with(went_forward, one_for_each_output)
    def backward(self, d_outputs: Batch, to_inputs=True):
        """Slopes along weights and bias, kept, and along the inputs.

        They belong to the last `forward`, if the weights are still those.
        The equations are in the section "The way back" of the chapter.

        Parameters
        ----------
        d_outputs
            How fast the error grows with each output: shape (rows, outputs).
        to_inputs
            With False, nothing is returned, and a product is saved.

        Returns
        -------
        ndarray
            Shape (rows, inputs).

        Raises
        ------
        RuntimeError
            If there was no `forward`.
        TypeError, ValueError
            If `d_outputs` holds something else than numbers, or has not the
            shape of the outputs.

        Examples
        --------
        >>> layer = Linear(2, 1, np.random.default_rng(0))
        >>> layer.weights[:] = [[10], [1]]
        >>> batch = layer.forward([[3, 4], [5, 6]])
        >>> layer.backward([[1], [-1]])
        array([[ 10.,   1.],
               [-10.,  -1.]])
        >>> layer.d_weights, layer.d_bias
        (array([[-2.],
               [-2.]]), array([0.]))
        """
        d_outputs = np.asarray(d_outputs)
        self.d_weights = self.inputs.T @ d_outputs
        self.d_bias = d_outputs.sum(axis=0)
        return d_outputs @ self.weights.T if to_inputs else None

    def parameters(self):
        """The very arrays that training changes: weights and bias."""
        return [self.weights, self.bias]

    @checked_with(went_back)
    def gradients(self):
        """The slopes along them, in the same order."""
        return [self.d_weights, self.d_bias]


class Activation:
    """A bend for each number of a batch: Activation(relu).

    Told in book/layers.md, "A bend for each number".

    Parameters
    ----------
    function
        `identity`, `sigmoid`, `tanh`, `relu`, `leaky_relu`, `softplus` or
        `gelu` of the module `activations`. It is computed for whole arrays,
        and agrees with the function for one number to 16 digits, its slopes
        to 14, those of gelu to within 3e-16.

    Raises
    ------
    ValueError
        If the function is another one.

    Examples
    --------
    >>> layer = Activation(relu)
    >>> layer.forward([[3, -3]])
    array([[3., 0.]])
    >>> layer.backward([[5, 5]])
    array([[5., 0.]])
    """

    @checked
    def __init__(self, function: Bend):
        self.bend, self.slope = ARRAYS[function]
        self.function, self.inputs, self.outputs = function, None, None

    def __repr__(self):
        return f"Activation({self.function.__name__})"

    @checked_with(are_numbers_to_bend)
    @tiny_counts_as_zero
    def forward(self, inputs: Batch) -> Locked:
        """The bent numbers, in the shape of the batch.

        Inputs and outputs are kept for `backward`, and not copied. The
        outputs are locked: changing them in place is an error.
        """
        self.inputs = np.asarray(inputs)
        self.outputs = self.bend(self.inputs)
        return self.outputs

    @checked_with(went_forward, one_for_each_output)
    @tiny_counts_as_zero
    def backward(self, d_outputs: Batch, to_inputs=True):
        """Slopes along the inputs: each is multiplied by that of the bend.

        Raises
        ------
        RuntimeError, TypeError, ValueError
            As `Linear.backward` does.
        """
        return d_outputs * self.slope(self.inputs, self.outputs)

    def parameters(self):
        """Nothing to train."""
        return []

    def gradients(self):
        """And so no slopes to keep."""
        return []


def array_sigmoid(x):
    """1 / (1 + exp(-x)) for each number of an array."""
    power = np.exp(np.minimum(x, -x))  # at most 1: it cannot overflow
    return np.where(x > 0, 1.0, power) / (1 + power)


def array_softplus(x):
    """log(1 + exp(x)) for each number of an array."""
    return np.maximum(x, 0) + np.log1p(np.exp(np.minimum(x, -x)))


array_erfc = np.vectorize(math.erfc, otypes=[float])  # NumPy itself has none


def normal_cdf(x):
    """How probable it is that a normal random number is below x."""
    return array_erfc(x / -math.sqrt(2)) / 2


def normal_density(x):
    """The slope of `normal_cdf`, a bell."""
    return np.exp(x * x / -2) / math.sqrt(2 * math.pi)


# for each bend: its values at x, and its slopes there, with y for the values
ARRAYS = {
    identity: (np.copy, lambda x, y: 1.0),
    sigmoid: (array_sigmoid, lambda x, y: y * array_sigmoid(-x)),
    tanh: (
        np.tanh,
        lambda x, y: 4 * array_sigmoid(2 * x) * array_sigmoid(-2 * x),
    ),
    relu: (lambda x: np.maximum(x, 0), lambda x, y: x > 0),
    leaky_relu: (
        lambda x: np.maximum(x, LEAK * x),
        lambda x, y: np.where(x > 0, 1.0, LEAK),
    ),
    softplus: (array_softplus, lambda x, y: array_sigmoid(x)),
    gelu: (
        lambda x: x * normal_cdf(x),
        lambda x, y: normal_cdf(x) + x * normal_density(x),
    ),
}

# to which part of f / x its rounding hides a slope: ten times what is usual
BLUR = {
    forward_difference: 10 * EPSILON ** (1 / 2),
    central_difference: 10 * EPSILON ** (2 / 3),
    complex_step: 10 * EPSILON,
}


def one_for_each_number(slopes, x):
    """A guard: real numbers, in the shape of `x`; nan is reported later."""
    array = as_array(slopes, "slopes")
    if array.dtype.kind not in "iuf":
        check_array(slopes, "slopes")
    if array.shape != x.shape:
        hint = ""
        if array.shape == x.T.shape:
            hint = ": transpose them"
        elif array.shape[1:] == x.shape:
            hint = ": add them up over the rows of the batch"
        raise ValueError(
            f"slopes have shape {array.shape}, but x has {x.shape}{hint}"
        )
    return array


def can_be_drawn(directions, x, rng):
    """A guard: random directions need somebody who draws them, and room."""
    if directions is not None:
        check_generator(rng)
        what = f"{shown(directions)} directions for {x.size} numbers"
        check_room(directions * x.size, what)


def gives_a_slope(measure):
    """A guard: `measure`, made to say where it gives no number."""
    if any(measure is known for known in BLUR):
        return measure

    def checked_measure(f, x):
        return check_real_result(measure(f, x), "measure")

    return checked_measure


@checked_with(one_for_each_number, can_be_drawn, gives_a_slope)
def check_gradients(
    f: FunctionOfArray,
    x: Array,
    slopes: Readable,
    directions: Size | None = None,
    rng: Generator | None = None,
    measure: Function = central_difference,
    tolerance: Positive = 1e-6,
) -> float:
    """Compare the `slopes` of `f` at `x` with measured ones.

    Differences are relative to the larger of the two slopes. A slope that
    disagrees is measured again, with other steps, and that step is believed
    which hides least of it: a short one drowns in the rounding of `f`, for a
    long one `f` bends. What even that step hides counts as no difference. So
    slopes that are tiny beside `f / x`, about a billionth, pass unseen by
    nudging, and `complex_step` sees them. Where `f` has a kink at `x`, what
    is measured lies between the slopes of its two sides.

    Told in book/layers.md, "Check".

    Parameters
    ----------
    f
        Takes an array like `x`, and gives one number. It is called twice for
        each slope that agrees at once, and more often for others, with a new
        array each time. Its own rounding should be that of its result: not
        a small difference of large numbers.
    x, slopes
        A place, and the gradient there that is to be checked: two arrays of
        one shape. Neither is changed.
    directions, rng
        How many random directions to measure along, instead of along each
        number in `x`, and where they come from. For many numbers this is the
        quick way. It cannot say which slope is wrong, and a wrong one has to
        matter beside all the others.
    measure
        `central_difference`, or `complex_step` where `f` takes complex
        numbers: with no abs and no comparison between `x` and the result.
    tolerance
        The largest relative difference that passes.

    Returns
    -------
    float
        The largest relative difference; 0 if all of them are hidden by the
        rounding of `f`.

    Raises
    ------
    AssertionError
        If a slope is wrong: the first that is, and what `diagnose` says of
        all; and if only a step far longer than `x` could tell, that it is so.
    TypeError, ValueError
        If `f` does not give one finite number, the shapes differ, or another
        argument is not what it should be.

    Examples
    --------
    >>> def f(x):
    ...     return x[0] ** 2 * x[1]
    >>> check_gradients(f, [3, 5], [30, 9]) < 1e-9
    True
    >>> check_gradients(f, [3, 5], [30, 18])
    Traceback (most recent call last):
    AssertionError: slopes wrong, the first at [1]:
        yours     18
        measured  9
        ratio     2
    1 of 2 is wrong, at [1]. Perhaps a 2 is too many.
    """
    x, slopes = np.array(x, float), np.array(slopes, float)
    if directions is None:
        ways, yours = along_each_number(x), slopes
    else:
        ways = in_random_directions(x, directions, rng)
        yours = slopes_along(ways, slopes)
    height = abs(f(x.copy()))
    found = [
        measured_slope(f, x, way, own, height, measure, tolerance)
        for way, own in zip(ways, yours.flat)
    ]
    measured, unseen, at_first = np.transpose(found).reshape(3, *yours.shape)
    apart = relative_difference(yours, measured, unseen)
    wrong = ~(apart <= tolerance)  # nan is wrong, too
    if wrong.any():
        raise AssertionError(report(yours, measured, apart, wrong, at_first))
    return float(apart.max())


def along_each_number(x):
    """A way for each number of `x`, which moves that one alone."""
    for index in np.ndindex(x.shape):
        way = np.zeros_like(x)
        way[index] = 1
        yield way


def in_random_directions(x, count, rng):
    """Ways that move all numbers of `x` at once, each of length 1."""
    ways = rng.standard_normal((count, *x.shape))
    return [way / np.linalg.norm(way) for way in ways]


@nan_is_no_error
def slopes_along(ways, slopes):
    """How fast `f` grows along each way, by the slopes along each number."""
    return np.array([(slopes * way).sum() for way in ways])


def measured_slope(f, x, way, yours, height, measure, tolerance):
    """The slope along a way; what the best step cannot see, and the first."""
    far, most = abs(x[way != 0]).max(), max(1.0, abs(x).max())

    def along(size):
        return measure(lambda t: f(x + t * size * way), 0.0) / size

    def rounding(size, slope):
        return BLUR.get(measure, 4e-10) * (height + far * abs(slope)) / size

    def look(size):
        whole, half = along(size), along(size / 2)
        best = half + (half - whole) / 3  # less of the bend, see the text
        return best, abs(half - whole), rounding(size, whole)

    size = max(far, 1e-200) if far else most
    slope = along(size)
    if abs(yours - slope) + rounding(size, slope) <= tolerance * abs(slope):
        return slope, 0.0, 0.0
    slope, curve, blur = look(size)
    at_first = curve + blur
    while True:
        size = min(100 * size, most) if blur > curve else size / 100
        try:
            other = look(size)
        except ValueError:  # f has no numbers there
            return slope, curve + blur, at_first
        if not other[1] + other[2] < curve + blur:
            return slope, curve + blur, at_first
        slope, curve, blur = other


@nan_is_no_error
def relative_difference(yours, measured, unseen):
    """The difference beside the larger one, or 0 where none can be seen."""
    apart = abs(yours - measured)
    larger = np.maximum(abs(yours), abs(measured))
    return np.where(apart < unseen, 0, apart / np.maximum(larger, 1e-300))


@nan_is_no_error
def report(yours, measured, apart, wrong, at_first):
    """The first slope that is wrong, and what relates yours to measured."""
    first = tuple(map(int, np.argwhere(wrong)[0]))
    own, other = yours[first], measured[first]
    fine = min(1e-4, apart.max() / 10)
    said = diagnose(yours, np.where(wrong, measured, yours), tolerance=fine)
    if said == AGREE:  # as the wrong ones are nothing beside the others
        said = diagnose(yours[wrong], measured[wrong], tolerance=fine)
    lines = [
        f"slopes wrong, the first at {list(first)}:",
        f"    yours     {own:.6g}",
        f"    measured  {other:.6g}",
        f"    ratio     {own / other:.6g}",
    ]
    if said not in (AGREE, UNRELATED):
        lines.append(said)
    if abs(own - other) <= at_first[first]:
        lines.append(
            "But this is hard to tell: beside so small a slope f is so large "
            "that only a step far longer than x could measure it."
        )
    return "\n".join(lines)
