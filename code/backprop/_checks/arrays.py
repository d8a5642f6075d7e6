"""Arrays: what may become one, and what it may hold.

Whatever can be read as an array is welcome, lists of lists too, and nothing
here changes it. `check_array` gives a new array of finite numbers, for those
who will write into it; `as_array` gives what there is, for those who only
read, or look for themselves. A mask would be lost on the way, so it is
refused.

What a Tensor needs stands here as well, and it is told from an array by its
attributes, because this room knows no step: a locked copy of its numbers,
an index that stays as it was, and the gradient from which a walk begins.
"""

import functools
import math
from collections.abc import Callable, Collection, Mapping, Set
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike

from backprop._checks.numbers import (
    NotFinite,
    check_function,
    check_real_result,
    check_result,
    describe,
)
from backprop._checks.shapes import check_flag, check_shape


def check_array(value, name, axes=None):
    """Return the finite numbers in `value` as a new array of float64.

    `axes`, where given, is the number of axes that it must have.
    """
    _refuse_mask(value, name)
    try:
        array = np.array(value)
    except ValueError:
        raise ValueError(
            f"{name} must have rows of equal length, but it is "
            f"{describe(value)}"
        ) from None
    if array.dtype.kind not in "iuf":
        raise TypeError(
            f"{name} must hold numbers, but it is {describe(value)}"
        )
    if array.size == 0:
        raise ValueError(f"{name} must hold numbers, but it is empty")
    with np.errstate(over="ignore"):  # of a longer kind of float
        array = array.astype(np.float64)
    if not np.isfinite(array).all():
        raise ValueError(
            f"{name} must hold finite numbers, but it is {describe(value)}"
        )
    if axes is not None and array.ndim != axes:
        raise ValueError(
            f"{name} must have {axes} {'axis' if axes == 1 else 'axes'}, but "
            f"its shape is {array.shape}"
        )
    return array


def as_array(value, name):
    """Return what `value` holds as an array, whatever that is."""
    _refuse_mask(value, name)
    try:
        return np.asarray(value)
    except ValueError:
        return check_array(value, name)  # which says what is wrong with it


def _refuse_mask(value, name, levels=2):
    if isinstance(value, list | tuple) and levels:  # it may hold itself
        for each in value:
            _refuse_mask(each, name, levels - 1)
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError(
            f"{name} has a mask, which would be forgotten: use x.filled(0), "
            "or compute with x.compressed(), the numbers that are not masked"
        )


def check_generator(rng, name="rng"):
    """Return `rng` if random numbers can be drawn from it."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(
            f"{name} must be a Generator, as np.random.default_rng(0) makes "
            f"one, but it is {describe(rng)}"
        )
    return rng


def nan_is_no_error(f):
    """Within `f` nan and infinity are results, which somebody looks at."""
    return np.errstate(divide="ignore", invalid="ignore", over="ignore")(f)


def check_locked(array, name):
    """Return `array`, which from now on nobody can change."""
    array = np.asarray(array)
    array.flags.writeable = False
    return array


def check_function_of_array(f, name):
    """Return `f`, made to say where it gives something else than a number.

    For an array of complex numbers it may be a complex one.
    """
    check_function(f, name)

    def checked_function(x):
        result = f(x)
        if type(result) is float and math.isfinite(result):
            return result
        if getattr(result, "dtype", None) in (np.float32, np.float16):
            raise TypeError(
                f"{name} gave a {result.dtype}, which is too short to measure "
                "slopes with: compute in float64"
            )
        if np.iscomplexobj(x):
            return check_result(result, name)
        return check_real_result(result, name)

    return checked_function


def check_logits(value, name):
    """Return `value` as floats, if the largest of each row is finite."""
    logits = as_array(value, name)
    if logits.dtype.kind not in "fc" or logits.size == 0:
        logits = check_array(value, name)
    if logits.ndim == 0:
        raise ValueError(
            f"{name} must be a row of numbers, or rows of them, but they are "
            f"{describe(value)}"
        )
    if logits.dtype != np.float64:
        wide = np.result_type(logits, np.float64)
        logits = logits.astype(wide, copy=False)
    elif np.isfinite(np.vdot(logits, logits)):  # the sum of all squares
        return logits  # all of them are: quick, for training asks each time
    largest = logits.max(axis=-1)
    finite = np.isfinite(largest)
    if not finite.all():
        row = finite.argmin()
        raise NotFinite(
            f"the largest logit of row {row} is {largest.flat[row]}, but it "
            "must be a finite number. If this happens in training: is the "
            "learning rate too large?"
        )
    return logits


def tiny_counts_as_zero(f):
    """Within `f` a number too small for a float is 0, whatever is set.

    With `np.errstate(all="raise")` one looks for other mistakes. To set it at
    each call would take longer than a small layer, so that is done after one.
    """
    quiet = np.errstate(under="ignore")(f)

    @functools.wraps(f)
    def call(*given, **named):
        try:
            return f(*given, **named)
        except FloatingPointError:
            return quiet(*given, **named)

    return call


def check_readable(value, name):
    """Return `value` as it is, if it can be read as an array."""
    as_array(value, name)
    return value


def check_labels(value, shape):
    """Return `value` if it holds a label for each row of this shape."""
    if len(shape) != 2:
        raise ValueError(
            "logits must have the shape (batch, classes), but it is "
            f"{shape}; logits[None] makes a batch of one row"
        )
    rows, classes = shape
    labels = as_array(value, "labels")
    if labels.shape != (rows,):
        if labels.shape == shape:
            hint = ": labels.argmax(axis=1) makes them from one-hot rows"
        elif labels.shape == (rows, 1):
            hint = ": labels.ravel() makes one row of them"
        else:
            hint = ""
        raise ValueError(
            f"labels must have the shape ({rows},), a whole number for each "
            f"row of logits, but it is {labels.shape}{hint}"
        )
    if labels.dtype.kind not in "iu":
        raise TypeError(
            f"labels must be whole numbers from 0 to {classes - 1}, but they "
            f"are {describe(value)}"
        )
    if labels.min() < 0 or labels.max() >= classes:
        row = ((labels < 0) | (labels >= classes)).argmax()
        raise ValueError(
            f"label {labels[row]} at row {row}: there are {classes} classes, "
            f"0 to {classes - 1}"
        )
    return labels


def check_condition(condition):
    """Return a copy of it, if it is true or false for each number."""
    array = as_array(condition, "the condition").copy()
    if array.dtype != bool:
        raise TypeError(
            "the condition of where must be true or false for each number, "
            f"as x > 0 is, but it is {describe(condition)}"
        )
    return array


def own_index(place):
    """An index that nobody else can change."""
    if isinstance(place, tuple):
        return tuple(map(own_index, place))
    if isinstance(place, slice):
        return slice(*map(own_index, (place.start, place.stop, place.step)))
    if hasattr(place, "requires_grad"):
        raise TypeError(
            "an index must be whole numbers or true and false, but it is a "
            "Tensor: use x.data.astype(int), or an array"
        )
    if isinstance(place, range) or not hasattr(place, "__len__"):
        return place  # it cannot change
    own = as_array(place, "an index").copy()
    empty = isinstance(place, list) and not own.size
    return own.astype(int) if empty else own  # [] has no type yet


def check_several(tensors, what):
    """Return `tensors` if they are one or more, in an order."""
    others = np.ndarray | Set | Mapping
    if isinstance(tensors, others) or not isinstance(tensors, Collection):
        raise TypeError(
            f"{what} needs a list of Tensors, but it got {describe(tensors)}"
        )
    if len(tensors) == 0:
        raise ValueError(f"{what} needs at least one Tensor")
    return tensors


def locked_copy(data, wants_gradient=False, dtype=None):
    """A locked copy of the data, which nobody else can change."""
    check_flag(wants_gradient, "requires_grad")
    array = as_array(data, "data")
    if array.dtype == object and all(type(x) is int for x in array.flat):
        array = _of_long_numbers(array, data)
    kind = array.dtype.kind
    if kind not in "fiub":
        raise TypeError(
            f"a Tensor holds real numbers, but data is {describe(data)}"
        )
    if wants_gradient and kind != "f":
        raise TypeError(
            "only floating-point numbers can have a gradient, because steps "
            "downhill are fractions, but these are whole numbers: write 1.0 "
            "instead of 1, or use x.astype(float)"
        )
    if dtype is None:
        dtype = np.float32 if array.dtype.type is np.float32 else np.float64
    elif not isinstance(dtype, type | np.dtype) or (
        dtype not in (np.float32, np.float64)
    ):
        raise TypeError(
            "dtype must be np.float32 or np.float64, but it is "
            f"{describe(dtype)}"
        )
    array = np.array(array, dtype)[()]
    array.setflags(write=False)
    return array


def _of_long_numbers(array, data):
    """Python's whole numbers that are too long for NumPy's, as floats."""
    try:
        return array.astype(float)
    except OverflowError:
        raise ValueError(
            f"data is too large for a float: {describe(data)}"
        ) from None


def upstream_of(end, gradient):
    """The gradient at the end of a walk back; of one number it is 1."""
    if end.node is None:
        raise ValueError(
            "there is nothing to walk back to: no Tensor that led to this "
            "one has requires_grad=True, or it was computed within no_grad"
        )
    if gradient is None:
        if end.size != 1:
            raise ValueError(
                f"backward starts from one number, but the shape is "
                f"{end.shape}: take the .mean() or the .sum() first, or say "
                "how much each number counts, with backward(gradient)"
            )
        return np.ones(end.shape, end.dtype)[()]
    gradient = locked_copy(gradient, dtype=end.dtype)
    check_shape(gradient, end, "gradient")
    return gradient


def check_row_of_numbers(value, name):
    """Return the finite numbers in `value` as a new array of one axis."""
    return check_array(value, name, axes=1)


def check_matrix(value, name):
    """Return the finite numbers in `value` as a new array of two axes."""
    return check_array(value, name, axes=2)


def check_whole_numbers(value, name):
    """Return `value` as an array of whole numbers, of one axis."""
    array = as_array(value, name)
    if array.dtype.kind not in "iu" or array.size == 0 or array.ndim != 1:
        check_array(value, name, axes=1)
        raise TypeError(
            f"{name} must be whole numbers, but they are {describe(value)}"
        )
    return array


def check_examples(value, name):
    """Return `value` as an array, one thing after the other, of any kind."""
    array = as_array(value, name)
    if array.ndim == 0 or array.dtype == object:
        raise TypeError(
            f"{name} must be an array, or a list, of an entry for each "
            f"example, but it is {describe(value)}"
        )
    return array


def check_as_many(first, labels, what):
    """Refuse labels that are more or fewer than what they belong to."""
    if len(first) != len(labels):
        raise ValueError(
            f"there must be as many labels as {what}, but there are "
            f"{len(labels)} labels and {len(first)} {what}"
        )


Array = Annotated[ArrayLike, check_array]
Matrix = Annotated[ArrayLike, check_matrix]
WholeNumbers = Annotated[ArrayLike, check_whole_numbers]
Examples = Annotated[ArrayLike, check_examples]
FlatArray = Annotated[ArrayLike, check_row_of_numbers]
Logits = Annotated[ArrayLike, check_logits]
Readable = Annotated[ArrayLike, check_readable]  # for a guard that knows more
Generator = Annotated[np.random.Generator, check_generator]
FunctionOfArray = Annotated[
    Callable[[np.ndarray], float], check_function_of_array
]
Locked = Annotated[np.ndarray, check_locked]
