"""Numbers that remember: what a `Value` refuses, and the words for it.

Millions of Values are made, so what stands here costs next to nothing where
all is well. `leaves_checked` gives a function another `float`, instead of a
call more for each node; `told` only catches what Python says anyway, and says
it in other words.
"""

import functools
from collections.abc import Iterable
from math import isfinite
from numbers import Real
from types import FunctionType
from typing import Annotated

from backprop._checks.numbers import (
    NotFinite,
    check_in_order,
    check_number,
    describe,
    shown,
)


class Refusals:
    """What a Value does not do, because it would be wrong without a word."""

    __slots__ = ()
    __array_ufunc__ = None  # array * value is ours to refuse, not NumPy's

    def __eq__(self, other):
        raise TypeError(
            "== is refused between Values: compare their numbers, as in "
            "a.data == b.data, or ask whether a is b; to look for a Value "
            "among others, keep them in a set instead of a list"
        )

    __hash__ = object.__hash__  # each Value is itself: a key, a member

    def __bool__(self):
        raise TypeError(
            "a Value is neither true nor false: compare it, as in value > 0"
        )

    def __float__(self):
        raise TypeError(
            "a plain number forgets where it came from: use value.exp() "
            "instead of math.exp(value), or value.data for the number alone"
        )

    def __reduce__(self):  # for copy and pickle
        if self.inputs:
            raise TypeError(
                "a Value that was computed cannot be copied or saved, "
                "because all that led to it would have to go along: use "
                "Value(x.data) for a leaf of the same number"
            )
        return type(self), (self.data,), self.grad

    def __setstate__(self, grad):
        self.grad = grad


def check_leaf(data):
    """Return what a leaf is made of as a finite float."""
    if hasattr(data, "__iter__") and not isinstance(data, str):
        raise TypeError(
            f"a Value holds one number, but this is {describe(data)}: "
            "make a Value of each of its numbers"
        )
    return check_number(data, "data of a Value")


def leaves_checked(init):
    """Let `float`, where it stands in this function, be `check_leaf`."""
    names = {**init.__globals__, "float": check_leaf}
    checked = FunctionType(
        init.__code__, names, init.__name__, init.__defaults__
    )
    return functools.update_wrapper(checked, init)


def told(call):
    """Say which call has no number: `call`, as in `"{} / {}"`, is its words.

    What has been refused already, in our words, passes.
    """

    def decorate(f):
        @functools.wraps(f)
        def operation(*numbers):
            try:
                result = f(*numbers)
                if isfinite(result.data):
                    return result
                raise OverflowError
            except OverflowError:
                raise OverflowError(
                    f"{words(*numbers)} is too large for a float"
                ) from None
            except ZeroDivisionError:
                raise ZeroDivisionError(
                    f"{words(*numbers)}: division by zero"
                ) from None
            except NotFinite:
                raise
            except ValueError:
                raise NotFinite(f"{words(*numbers)} is no number") from None

        return operation

    def words(*numbers):
        return call.format(*(shown(plain(number)) for number in numbers))

    return decorate


def plain(number):
    """The number alone, of a Value or of what becomes one."""
    if isinstance(number, Refusals):
        return number.data
    return float(number) if isinstance(number, Real) else number


def is_finite_at_its_end(self):
    """A guard: what is infinite or nan has no slopes."""
    check_number(self.data, "a Value to walk back from")


def above_zero(operation):
    """A guard: below 0 there is no number, and at 0 no finite slope."""

    def guard(self):
        if self.data <= 0:
            raise ValueError(
                f"{operation} of {self.data}: it needs a number above 0"
            )

    return guard


def check_exponent(value, name):
    """Return a Value as it is, and else a finite float."""
    if isinstance(value, Refusals):
        return value
    return check_number(value, "an exponent")


def has_a_power(self, other):
    """A guard: a number and a finite slope, or we say why there is none."""
    a, n = self.data, other
    if a > 0:
        return
    if isinstance(other, Refusals):
        raise ValueError(
            f"({a}) ** Value({n.data}): with a Value as exponent, the base "
            "must be above 0; make the exponent a number"
        )
    if a < 0 and not n.is_integer():
        raise ValueError(
            f"({a}) ** {n}: a negative number has whole powers only"
        )
    if a == 0 and n < 1 and n != 0:
        raise ValueError(f"{a} ** {n}: at 0 this power has no finite slope")


def check_values(values, name):
    """Return what can be walked through, in its order, more than once."""
    if type(values) is list or type(values) is tuple:
        return values
    return check_in_order(
        values, f"{name} must be a list of Values or numbers"
    )


def as_many(first, second):
    """A guard: a product needs two."""
    if len(first) != len(second):
        raise ValueError(
            "dot needs two lists of equal length, but they have "
            f"{len(first)} and {len(second)} numbers"
        )


Exponent = Annotated[object, check_exponent]
Values = Annotated[Iterable, check_values]
