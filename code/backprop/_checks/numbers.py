"""Numbers, functions, and what a function gave: the checks without NumPy.

Most steps compute with single numbers. Each check here takes one value and
the name that it has for the caller, so that the message can use it. Numbers
come back as floats and counts as ints, because `True`, a `Fraction` or a
number of NumPy would go on to surprise somebody later; nan and infinity are
refused at once, where it can still be said whose they are.
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
