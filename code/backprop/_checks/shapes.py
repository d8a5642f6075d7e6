"""Shapes and axes: what fits, and what to say where it does not.

NumPy's own messages name two shapes and no way out, and some mistakes, such
as a column against a row, it does not refuse at all. So an operation asks
NumPy through `combine` or `ask_numpy`, which cost nothing while all is well,
and only after a failure look for the axis that is to blame and for the
likely wish behind it.

Axes come back counted from 0, as a tuple, so that the rules of the way back
need to know no other form. Arrays and Tensors are alike here: what is asked
of them is their `shape`, `ndim`, `size` and `array`.
"""

import math
from operator import index

import numpy as np

from backprop._checks.numbers import describe


def check_same_shape(first, second, names):
    """Refuse two arrays of different shapes; `names` are theirs."""
    if first.shape != second.shape:
        raise ValueError(
            f"{names[0]} have shape {first.shape} and {names[1]} "
            f"{second.shape}: they must be equal, or NumPy combines each "
            "number with many; x.ravel() makes one row of x"
        )


def are_alike(predictions, targets):
    """A guard: NumPy would combine each prediction with many targets."""
    check_same_shape(predictions, targets, ("predictions", "targets"))


def check_shape(array, tensor, what):
    """Refuse an array in another shape than that of the tensor."""
    if array.shape != tensor.shape:
        raise ValueError(
            f"{what} must have the shape {tensor.shape} of the numbers, but "
            f"it is {array.shape}"
        )


def combine(ufunc, a, b):
    """What NumPy makes of two Tensors; or why their shapes do not fit."""
    try:
        return ufunc(a.array, b.array)
    except ValueError:
        name = ufunc.__name__
        raise ValueError(clash(name, a.shape, b.shape)) from None


def ask_numpy(what, tensor, function):
    """What NumPy gives; or its complaint, and the shape that it is about."""
    try:
        return function(tensor.array)
    except (ValueError, IndexError, TypeError, OverflowError) as error:
        kinds = [k for k in (IndexError, TypeError) if isinstance(error, k)]
        raise (kinds or [ValueError])[0](
            f"{what} of a Tensor of shape {tensor.shape}: {error}"
        ) from None


def clash(operation, *shapes):
    """What is wrong with shapes that cannot be combined."""
    text = " and ".join(map(str, shapes))
    if operation == "matmul":
        return _clash_of_product(text, *shapes)
    axes = max(map(len, shapes))
    wide = [(*[1] * (axes - len(shape)), *shape) for shape in shapes]
    axis = next(
        i for i in range(-1, -axes - 1, -1)
        if len({shape[i] for shape in wide} - {1}) > 1
    )  # fmt: skip
    lengths = " against ".join(str(shape[axis]) for shape in wide)
    hint = ""
    if sorted(map(len, shapes)) == [1, 2]:
        short, long = sorted(shapes, key=len)
        if short[0] == long[0]:
            hint = "; x[:, None] makes a column of the one with one axis"
    return (
        f"{operation} cannot combine the shapes {text}: on axis {axis}, "
        f"counted from the end, it is {lengths}, and they must be equal or "
        f"one of them 1{hint}"
    )


def _clash_of_product(text, a, b):
    if not (a and b):
        return (
            f"matmul cannot multiply the shapes {text}: one of them is a "
            "number without axes; * multiplies by it"
        )
    if a[-1] != b[-2:][0]:
        axis, hint = "last but one" if len(b) > 1 else "only one", ""
        if a[-1] == b[-1]:
            hint = "; did you mean to transpose the second one, as in a @ b.T?"
        return (
            f"matmul cannot multiply the shapes {text}: the last axis of the "
            f"first has {a[-1]} numbers, and the {axis} of the second "
            f"{b[-2:][0]}; they must be equal{hint}"
        )
    return (
        f"matmul cannot combine the shapes {text}: the axes before the last "
        "two must be equal or 1"
    )


def check_inner(a, b):
    """Refuse a product with a row or a column, in the shapes it has."""
    if not (a and b) or a[-1] != b[-2:][0]:
        raise ValueError(clash("matmul", a, b))


def check_flag(value, name):
    """Return `value` if it is True or False, of Python or of NumPy."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(
            f"{name} must be True or False, but it is {describe(value)}"
        )
    return value


def check_axes(x, axis, keepdims=False):
    """The axes as numbers from 0 on, and the shape with 1 in their places."""
    check_flag(keepdims, "keepdims")
    if axis is None:
        axes = tuple(range(x.ndim))
    else:
        axes = axis if isinstance(axis, tuple | list) else (axis,)
        axes = tuple(check_axis(x, i) for i in axes)
        if len(set(axes)) < len(axes):
            raise ValueError(f"axis {axis} names one axis twice")
    kept = tuple(1 if i in axes else n for i, n in enumerate(x.shape))
    return axes, kept


def check_axis(x, axis):
    """Return the number of one axis of `x`, from 0 on."""
    number = _whole(axis)
    if not -x.ndim <= number < x.ndim:
        raise ValueError(f"axis {axis} is not there: the shape is {x.shape}")
    return number % x.ndim


def _whole(axis):
    try:
        if not isinstance(axis, (bool, np.bool_)):
            return index(axis)
    except TypeError:
        pass
    raise TypeError(f"axis must be a whole number, but it is {describe(axis)}")


def numbers_along(x, axis):
    """How many numbers each result is made of."""
    if axis is None:
        return x.size
    axes, _ = check_axes(x, axis)
    return math.prod(x.shape[i] for i in axes)


def refuse_empty(x, axis, what):
    """Refuse to make one number out of none."""
    if numbers_along(x, axis) == 0:
        raise ValueError(
            f"{what} of no numbers: the shape is {x.shape}, and axis {axis}"
        )
