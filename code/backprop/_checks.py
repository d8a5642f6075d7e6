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
