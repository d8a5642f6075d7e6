"""What the public functions say when they are given what they cannot use.

Every message names what came, what was expected and, where it helps, what
to do.
"""

import math
from numbers import Complex, Real


def describe(value):
    """Say what a value is, as in `'2' (a str)`; a long one is cut."""
    text = repr(value)
    kind = type(value).__name__
    article = "an" if kind[0] in "aeiouAEIOU" else "a"
    return (
        f"{text if len(text) <= 60 else text[:57] + '...'} ({article} {kind})"
    )


def check_function(f, name="f"):
    """Return `f` if it can be called."""
    if not callable(f):
        raise TypeError(f"{name} must be a function, but it is {describe(f)}")
    return f


def check_number(value, name):
    """Return `value` as a finite float."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(
            f"{name} must be a number, but it is {describe(value)}"
        )
    if not math.isfinite(value):
        raise ValueError(
            f"{name} must be a finite number, but it is {value!r}"
        )
    return float(value)


def check_positive(value, name):
    """Return `value` as a finite float above zero."""
    number = check_number(value, name)
    if number <= 0:
        raise ValueError(f"{name} must be above zero, but it is {value!r}")
    return number


def check_count(value, name):
    """Return `value` if it is a whole number, zero or more."""
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise TypeError(
            f"{name} must be a whole number, but it is {describe(value)}"
        )
    if value < 0:
        raise ValueError(f"{name} must be zero or more, but it is {value!r}")
    return int(value)


def check_size(value, name):
    """Return `value` if it is a whole number, one or more."""
    if check_count(value, name) == 0:
        raise ValueError(f"{name} must be one or more, but it is 0")
    return int(value)


def check_generator(rng):
    """Return `rng` if random numbers can be drawn from it."""
    import numpy as np  # here, because most steps do without it

    if not isinstance(rng, np.random.Generator):
        raise TypeError(
            "rng must be a Generator, as np.random.default_rng(0) makes one, "
            f"but it is {describe(rng)}"
        )
    return rng


def check_result(result, call):
    """Return the `result` of a `call` such as `f(2.0)`: one finite number."""
    if result is None:
        raise TypeError(f"{call} gave None: is its `return` missing?")
    if isinstance(result, bool) or not isinstance(result, Complex):
        raise TypeError(
            f"{call} must give one number, but it gave {describe(result)}"
        )
    if not (math.isfinite(result.real) and math.isfinite(result.imag)):
        raise ValueError(
            f"{call} gave {result!r}: a slope needs finite numbers"
        )
    return result


def check_real_result(result, name):
    """Return what the function `name` gave: one finite real number."""
    if getattr(result, "shape", None) == ():
        result = result[()]  # NumPy's array of no axes is a number
    result = check_result(result, name)
    if not isinstance(result, Real):
        raise TypeError(
            f"{name} must give a real number, but it gave {describe(result)}"
        )
    return result


def check_index(value, count, things):
    """Return `value` if it is the index of one of `count` `things`."""
    index = check_count(value, "index")
    if index >= count:
        raise ValueError(
            f"index must be below {count}, the number of {things}, "
            f"but it is {index}"
        )
    return index


def check_array(value, name, axes=None):
    """Return the finite numbers in `value` as a new array of float64.

    `axes`, where given, is the number of axes that it must have.
    """
    import numpy as np  # here, because most steps do without it

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
    if not np.isfinite(array).all():
        raise ValueError(
            f"{name} must hold finite numbers, but it is {describe(value)}"
        )
    if axes is not None and array.ndim != axes:
        raise ValueError(
            f"{name} must have {axes} {'axis' if axes == 1 else 'axes'}, but "
            f"its shape is {array.shape}"
        )
    return array.astype(np.float64)


def as_array(value, name):
    """Return what `value` holds as an array, whatever that is."""
    import numpy as np  # here, because most steps do without it

    _refuse_mask(value, name)
    try:
        return np.asarray(value)
    except ValueError:
        return check_array(value, name)  # which says what is wrong with it


def _refuse_mask(value, name):
    import numpy as np  # here, because most steps do without it

    if isinstance(value, np.ma.MaskedArray):
        raise TypeError(
            f"{name} has a mask, which would be forgotten: use x.filled(0), "
            "or compute with x.compressed(), the numbers that are not masked"
        )


def check_same_shape(first, second, names):
    """Refuse two arrays of different shapes; `names` are theirs."""
    if first.shape != second.shape:
        raise ValueError(
            f"{names[0]} have shape {first.shape} and {names[1]} "
            f"{second.shape}: they must be equal, or NumPy combines each "
            "number with many; x.ravel() makes one row of x"
        )
