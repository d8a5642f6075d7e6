"""Numbers, functions, and what a function gave: the checks without NumPy.

Most steps compute with single numbers. Each check here takes one value and
the name that it has for the caller, so that the message can use it. Numbers
come back as floats and counts as ints, because `True`, a `Fraction` or a
number of NumPy would go on to surprise somebody later; nan and infinity are
refused at once, where it can still be said whose they are. A function comes
back wrapped: what it gives later is checked later, in the same words.

The names with a capital letter are the kinds of inputs for `edge`.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Set
from numbers import Complex, Real
from operator import index
from typing import Annotated, NamedTuple

MOST = 10**9  # numbers that are kept at once: eight gigabytes in an array


class NotFinite(ValueError):
    """A number that is nan, infinite, or too large for a float."""


def describe(value):
    """Say what a value is, as in `'2' (a str)`; a long one is cut."""
    kind = type(value).__name__
    article = "an" if kind[0] in "aeiouAEIOU" else "a"
    return f"{shown(value)} ({article} {kind})"


def shown(value):
    """How Python writes a value; a long one is cut."""
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # more than 4300 digits, or levels
        return "too long to print"
    return text if len(text) <= 60 else text[:57] + "..."


def check_function(f, name="f"):
    """Return `f` if it can be called."""
    if not callable(f):
        raise TypeError(f"{name} must be a function, but it is {describe(f)}")
    return f


def check_number(value, name):
    """Return `value` as a finite float."""
    if type(value) is float and math.isfinite(value):
        return value
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(
            f"{name} must be a number, but it is {describe(value)}"
        )
    try:
        number = float(value)
    except OverflowError:
        raise NotFinite(
            f"{name} is too large for a float: {describe(value)}"
        ) from None
    if not math.isfinite(number):
        raise NotFinite(f"{name} must be a finite number, but it is {value!r}")
    return number


def check_positive(value, name):
    """Return `value` as a finite float above zero."""
    number = check_number(value, name)
    if number <= 0:
        raise ValueError(f"{name} must be above zero, but it is {value!r}")
    return number


def check_count(value, name):
    """Return `value` if it is a whole number, zero or more."""
    try:
        count = index(None if isinstance(value, bool) else value)
    except TypeError:
        raise TypeError(
            f"{name} must be a whole number, but it is {describe(value)}"
        ) from None
    if count < 0:
        raise ValueError(
            f"{name} must be zero or more, but it is {shown(value)}"
        )
    return count


def check_size(value, name):
    """Return `value` if it is a whole number, one or more."""
    if check_count(value, name) == 0:
        raise ValueError(f"{name} must be one or more, but it is 0")
    return int(value)


def check_room(count, what):
    """Refuse to keep so many numbers."""
    if count > MOST:
        raise ValueError(
            f"{what} are too many: there is room for {MOST:,} numbers"
        )


class Call(NamedTuple):
    """How a call is written, as in `f(2.0)`, if anybody asks."""

    name: str
    inputs: tuple

    def __str__(self):
        return f"{self.name}({', '.join(map(shown, self.inputs))})"


def check_result(result, call):
    """Return the `result` of a `call` such as `f(2.0)`: one finite number."""
    if getattr(result, "shape", None) == () and not hasattr(result, "split"):
        result = result[()]  # NumPy's array of no axes is a number
    if result is None:
        raise TypeError(f"{call} gave None: is its `return` missing?")
    if isinstance(result, bool) or not isinstance(result, Complex):
        raise TypeError(
            f"{call} must give one number, but it gave {describe(result)}"
        )
    try:
        finite = math.isfinite(result.real) and math.isfinite(result.imag)
    except OverflowError:
        finite = False
    if not finite:
        raise ValueError(
            f"{call} gave {describe(result)}: a slope needs finite numbers"
        )
    return result


def check_real_result(result, call):
    """Return the `result` of a `call`, one finite real number, as a float.

    The difference of two short whole numbers of NumPy would go round.
    """
    result = check_result(result, call)
    if not isinstance(result, Real):
        raise TypeError(
            f"{call} must give a real number, but it gave {describe(result)}"
        )
    return float(result)


def check_real_function(f, name="f"):
    """Return `f`, made to say what is wrong if it gives no real number."""
    check_function(f, name)

    def real(*inputs):
        result = f(*inputs)
        if type(result) is float and math.isfinite(result):
            return result
        return check_real_result(result, Call(name, inputs))

    return real


def check_complex_function(f, name="f"):
    """Return `f`, made to say what is wrong where complex numbers are lost."""
    check_function(f, name)

    def complex_(*inputs):
        call = Call(name, inputs)
        try:
            result = check_result(f(*inputs), call)
        except TypeError as error:
            raise TypeError(
                f"this needs a function of complex numbers: {error}"
            ) from None
        if isinstance(result, Real):
            raise TypeError(
                f"{call} gave the real number {result!r}: on the way it "
                "dropped the imaginary part, in which the slope is written "
                "(abs does that)"
            )
        return result

    return complex_


def check_in_order(values, what):
    """Return `values` as a list, if they have an order."""
    others = str | bytes | bytearray | Set | Mapping
    if isinstance(values, others) or not is_walkable(values):
        raise TypeError(f"{what}, but it is {describe(values)}")
    return list(values)


def check_numbers(values, name):
    """Return `values` as a list of finite floats."""
    what = name.removeprefix("numbers in ")
    numbers = check_in_order(values, f"{what} must be a list of numbers")
    return [check_number(number, f"each of the {name}") for number in numbers]


def check_rows(values, name):
    """Return `values` as lists of finite floats."""
    rows = check_in_order(values, f"{name} must be rows of numbers")
    each = f"numbers in each row of {name}"
    return [check_numbers(row, each) for row in rows]


def check_all_numbers(value, name):
    """Return `value`, in lists or tuples, if all numbers are finite."""
    if isinstance(value, list | tuple):
        for each in value:
            check_all_numbers(each, name)
        return value
    return check_number(value, name)


def is_walkable(values):
    """Whether one can walk through `values`; NumPy's single numbers lie."""
    return isinstance(values, Iterable) and getattr(values, "shape", 1) != ()


def check_row(functions, name="functions"):
    """Return what stands in a row, if these are functions."""
    row = check_in_order(functions, f"{name} must be a list of them")
    for place, function in enumerate(row, start=1):
        check_function(function, f"function {place} of the row")
    return row


def check_index(value, count, things):
    """Return `value` if it is the index of one of `count` `things`."""
    place = check_count(value, "index")
    if place >= count:
        raise ValueError(
            f"index must be below {count}, the number of {things}, "
            f"but it is {shown(place)}"
        )
    return place


Number = Annotated[float, check_number]
Positive = Annotated[float, check_positive]
Count = Annotated[int, check_count]
Size = Annotated[int, check_size]
Function = Annotated[Callable, check_function]
RealFunction = Annotated[Callable[..., float], check_real_function]
ComplexFunction = Annotated[
    Callable[[complex], complex], check_complex_function
]
Row = Annotated[Iterable[Callable], check_row]
Numbers = Annotated[Iterable[float], check_numbers]
Rows = Annotated[Iterable[Iterable[float]], check_rows]
AllNumbers = Annotated[tuple, check_all_numbers]
