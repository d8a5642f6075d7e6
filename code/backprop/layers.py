"""A batch at a time: layers of neurons, and the check of their gradients.

A layer has four methods: `forward` keeps what the way back will need,
`backward` leaves the slopes of its own arrays in the layer and returns those
of its inputs, and `parameters` and `gradients` list the arrays in one order.
That is all a network asks for, so each way back can be written, and checked,
without the others. `ARRAYS` says the bends of `activations` once more, for
whole arrays, and with the slope from the value where that is cheaper.

`check_gradients` is the other half of the module. It measures each slope,
or the slope in random directions where there are too many, and whoever is
wrong hears by what factor, and what that usually means.
Chapter: book/layers.md
"""

import math
from collections.abc import Callable

import numpy as np

from backprop._checks import (
    check_function,
    check_positive,
    check_real_result,
    check_result,
    check_size,
    describe,
)
from backprop._checks.arrays import as_array, check_array, check_generator
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
from backprop.derivatives import central_difference

__all__ = ["Linear", "Activation", "check_gradients"]

NEGLIGIBLE = 1e-3  # beside the largest slope: too small for a digit of its own


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
        If `inputs` or `outputs` is not a whole number from 1 on, or `rng` no
        Generator.

    Examples
    --------
    >>> Linear(64, 128, np.random.default_rng(0))
    Linear(64, 128)
    """

    def __init__(self, inputs: int, outputs: int, rng: np.random.Generator):
        shape = check_size(inputs, "inputs"), check_size(outputs, "outputs")
        spread = np.sqrt(2 / inputs)
        self.weights = spread * check_generator(rng).standard_normal(shape)
        self.bias = np.zeros(outputs)
        self.inputs = self.d_weights = self.d_bias = None

    def __repr__(self):
        inputs, outputs = self.weights.shape
        return f"Linear({inputs}, {outputs})"

    def forward(self, inputs):
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
            If the batch holds something else than numbers or has another
            shape. It is not searched for nan, which would take time.

        Examples
        --------
        >>> layer = Linear(2, 1, np.random.default_rng(0))
        >>> layer.weights[:] = [[10], [1]]
        >>> layer.forward([[3, 4], [5, 6]])
        array([[34.],
               [56.]])
        """
        self.inputs = _batch(inputs, self)
        return self.inputs @ self.weights + self.bias

    def backward(self, d_outputs, to_inputs=True):
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
        rows = _kept(self.inputs, self).shape[0]
        d_outputs = _slopes(d_outputs, (rows, self.bias.size), self)
        self.d_weights = self.inputs.T @ d_outputs
        self.d_bias = d_outputs.sum(axis=0)
        return d_outputs @ self.weights.T if to_inputs else None

    def parameters(self):
        """The very arrays that training changes: weights and bias."""
        return [self.weights, self.bias]

    def gradients(self):
        """The slopes along them, in the same order."""
        return [_kept(self.d_weights, self), self.d_bias]


class Activation:
    """A bend for each number of a batch: Activation(relu).

    Told in book/layers.md, "A bend for each number".

    Parameters
    ----------
    function
        `identity`, `sigmoid`, `tanh`, `relu`, `leaky_relu`, `softplus` or
        `gelu` of the module `activations`. It is computed for whole arrays,
        and agrees with the function for one number to 16 digits, its slopes
        to within 3e-16.

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

    def __init__(self, function: Callable[[float], float]):
        self.bend, self.slope = _for_arrays(function)
        self.function, self.inputs, self.outputs = function, None, None

    def __repr__(self):
        return f"Activation({self.function.__name__})"

    def forward(self, inputs):
        """The bent numbers, in the shape of the batch.

        Inputs and outputs are kept for `backward`, and not copied. The
        outputs are locked: changing them in place is an error.
        """
        self.inputs = _numbers(inputs, "the batch", self)
        self.outputs = self.bend(self.inputs)
        self.outputs.flags.writeable = False  # backward relies on them
        return self.outputs

    def backward(self, d_outputs, to_inputs=True):
        """Slopes along the inputs: each is multiplied by that of the bend.

        Raises
        ------
        RuntimeError, TypeError, ValueError
            As `Linear.backward` does.
        """
        shape = _kept(self.outputs, self).shape
        d_outputs = _slopes(d_outputs, shape, self)
        return d_outputs * self.slope(self.inputs, self.outputs)

    def parameters(self):
        """Nothing to train."""
        return []

    def gradients(self):
        """And so no slopes to keep."""
        return []


def array_sigmoid(x):
    power = np.exp(np.minimum(x, -x))  # at most 1: it cannot overflow
    return np.where(x > 0, 1.0, power) / (1 + power)


def _softplus(x):
    return np.maximum(x, 0) + np.log1p(np.exp(np.minimum(x, -x)))


def normal_cdf(x):
    return _erfc(x / -math.sqrt(2)) / 2


def normal_density(x):
    return np.exp(x * x / -2) / math.sqrt(2 * math.pi)


_erfc = np.vectorize(math.erfc, otypes=[float])  # NumPy itself has none

# for each bend: its values at x, and its slopes there, with y for the values
ARRAYS = {
    identity: (np.copy, lambda x, y: 1.0),
    sigmoid: (array_sigmoid, lambda x, y: y * (1 - y)),
    tanh: (np.tanh, lambda x, y: 1 - y * y),
    relu: (lambda x: np.maximum(x, 0), lambda x, y: x > 0),
    leaky_relu: (
        lambda x: np.maximum(x, LEAK * x),
        lambda x, y: np.where(x > 0, 1.0, LEAK),
    ),
    softplus: (_softplus, lambda x, y: array_sigmoid(x)),
    gelu: (
        lambda x: x * normal_cdf(x),
        lambda x, y: normal_cdf(x) + x * normal_density(x),
    ),
}


def _for_arrays(function):
    for known, pair in ARRAYS.items():
        if function is known:
            return pair
    names = ", ".join(known.__name__ for known in ARRAYS)
    raise ValueError(
        f"Activation knows these functions of backprop.activations: {names}; "
        f"but it got {describe(function)}"
    )


def check_gradients(
    f: Callable[[np.ndarray], float],
    x,
    slopes,
    directions: int | None = None,
    rng: np.random.Generator | None = None,
    measure: Callable = central_difference,
    tolerance: float = 1e-6,
) -> float:
    """Compare the `slopes` of `f` at `x` with measured ones.

    Differences are relative to the larger of the two slopes. A slope below a
    thousandth of the largest one, or of `f(x)`, is compared with that
    instead: nudging cannot tell it from the rounding of `f`. Where `f` has a
    kink at `x`, what is measured lies between the slopes of its two sides.

    Told in book/layers.md, "Check".

    Parameters
    ----------
    f
        Takes an array like `x`, and gives one number. It is called twice for
        each slope, with a new array each time.
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
        The largest relative difference.

    Raises
    ------
    AssertionError
        If a slope is wrong: how many are, the first of them, by what factor,
        and what that hints at.
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
    AssertionError: 1 of 2 slopes wrong, the first at [1]:
        yours     18
        measured  9
        ratio     2
    A 2 is too many.
    """
    check_function(f), check_function(measure, "measure")
    tolerance = check_positive(tolerance, "tolerance")
    x = check_array(x, "x")
    slopes = _one_for_each(slopes, x)
    height = abs(check_real_result(f(x.copy()), "f"))
    if directions is None:
        ways, yours = _along_each_number(x), slopes
    else:
        ways = _in_random_directions(x, directions, rng)
        with np.errstate(invalid="ignore"):  # slopes may be infinite
            yours = np.array([(slopes * way).sum() for way in ways])
    measured = [_slope_along(f, x, way, measure) for way in ways]
    measured = np.reshape(measured, yours.shape)
    apart = relative_difference(yours, measured, height)
    wrong = ~(apart <= tolerance)  # nan is wrong, too
    if wrong.any():
        raise AssertionError(_report(yours, measured, wrong))
    return float(apart.max())


def _one_for_each(slopes, x):
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


def _along_each_number(x):
    for index in np.ndindex(x.shape):
        way = np.zeros_like(x)
        way[index] = 1
        yield way


def _in_random_directions(x, count, rng):
    shape = check_size(count, "directions"), *x.shape
    ways = check_generator(rng).standard_normal(shape)
    return [way / np.linalg.norm(way) for way in ways]


def _slope_along(f, x, way, measure):
    size = max(1.0, abs(x[way != 0]).max())  # decides how far to nudge

    def height(place):
        result = f(x + (place - size) * way)
        if getattr(result, "shape", None) == ():
            result = result[()]  # NumPy's array of no axes is a number
        return check_result(result, "f")

    return measure(height, size)


def relative_difference(yours, measured, height):
    floor = NEGLIGIBLE * max(height, abs(measured).max())
    larger = np.maximum(abs(yours), abs(measured))
    with np.errstate(invalid="ignore"):  # slopes may be infinite
        return abs(yours - measured) / np.maximum(larger, floor or 1.0)


def _report(yours, measured, wrong):
    first = tuple(map(int, np.argwhere(wrong)[0]))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = yours[first] / measured[first]
    return (
        f"{wrong.sum()} of {wrong.size} slopes wrong, the first at "
        f"{list(first)}:\n"
        f"    yours     {yours[first]:.6g}\n"
        f"    measured  {measured[first]:.6g}\n"
        f"    ratio     {ratio:.6g}\n" + _hint(yours, measured, wrong)
    )


def _hint(yours, measured, wrong):
    if not np.isfinite(yours).all():
        return "Not all of yours are finite numbers."
    if not measured.any():
        return "f gave the same number everywhere: does it use its x?"
    if yours.shape == measured.T.shape and _alike(yours, measured.T):
        return "Each stands in the place of its mirror image: transpose them."
    yours, measured = yours[wrong], measured[wrong]
    if not yours.any():
        return "Yours is 0 there: is it computed, and along every path?"
    ratio = (yours @ measured) / (measured @ measured)
    if not _alike(yours, ratio * measured):
        return "The wrong ones have no ratio in common."
    return " ".join(_hints_of(ratio)) or "All wrong ones have this ratio."


def _hints_of(ratio):
    if ratio < 0:
        yield "The sign is turned."
    times = max(abs(ratio), 1 / abs(ratio))
    n = round(times)
    if n > 1 and math.isclose(times, n, rel_tol=1e-5):
        too_large = abs(ratio) > 1
        if n == 2:
            yield f"A 2 is {'too many' if too_large else 'missing'}."
        elif too_large:
            yield f"Is it the sum of {n}, where f takes their mean?"
        else:
            yield f"Is it the mean of {n}, where f takes their sum?"


def _alike(some, others):
    smallest = 1e-6 * abs(others).max()
    return np.allclose(some, others, rtol=1e-4, atol=smallest)


def _batch(values, layer):
    """`values` as an array with two axes, and one column for each input."""
    array = _numbers(values, "the batch", layer)
    inputs = layer.weights.shape[0]
    if array.shape[1:] == (inputs,):
        return array
    problem = f"{layer} got a batch of shape {array.shape}: "
    if array.ndim == 2:
        problem += f"the last axis must be {inputs}"
    elif array.shape == (inputs,):
        problem += "x[None, :] makes a batch of one row"
    elif array.ndim == 1 and inputs == 1:
        problem += "x[:, None] makes a column of it"
    else:
        problem += "it must have two axes, rows and features"
    raise ValueError(problem)


def _numbers(values, what, layer):
    """`values` as an array of floating-point or complex numbers."""
    if isinstance(values, np.ndarray) and values.dtype.kind in "fc":
        return values
    return check_array(values, f"{what} of {layer}")


def _slopes(d_outputs, shape, layer):
    d_outputs = _numbers(d_outputs, "the slopes", layer)
    if d_outputs.shape != shape:
        raise ValueError(
            f"{layer} gave outputs of shape {shape}, but backward got slopes "
            f"of shape {d_outputs.shape}: there must be one for each output"
        )
    return d_outputs


def _kept(value, layer):
    if value is None:
        raise RuntimeError(
            f"{layer} has nothing to walk back from: first call forward with "
            "a batch, then backward"
        )
    return value
