"""Functions you can poke: boxes that take values and give values.

The book begins with what everybody has seen, a box with an input and an
output, and calls it a function. Three things are needed later: a function
may take several inputs, it is a value that can be handed on, and several of
them in a row are a function again. `square` and `cube` are the boxes that
the next chapters come back to, because their slopes are known.

`compose` looks at its functions when the row is made, not when it is used,
so that the message comes where the mistake was. No types are checked
beyond that: the boxes are to work with arrays and with `Value` too.
Chapter: book/functions.md
"""

from collections.abc import Callable, Iterable
from typing import Annotated

from backprop._checks import Function, Row, check_in_order, describe, shown
from backprop._checks.edge import checked, checked_with

__all__ = ["square", "cube", "add", "total", "apply", "compose"]


def square(x):
    """The square of `x`.

    Told in book/functions.md, "A box with an input".

    Examples
    --------
    >>> square(4)
    16
    """
    return x * x


def cube(x):
    """The cube of `x`.

    Told in book/functions.md, "A box with an input".

    Examples
    --------
    >>> cube(10)
    1000
    """
    return x * x * x


def add(a, b):
    """The sum of two values.

    Told in book/functions.md, "A box with an input".

    Examples
    --------
    >>> add(10.5, 120)
    130.5
    """
    return a + b


def can_be_added(numbers):
    """A guard: the first sum that Python refuses is told in our words."""
    result = 0
    for number in numbers:
        try:
            result = result + number
        except OverflowError:
            raise ValueError(
                f"total cannot add {describe(number)} to {shown(result)}: one "
                "of them is too large for a float"
            ) from None
        except TypeError:
            hint = ""
            if isinstance(number, list | tuple | range):
                hint = "; to add what is in it, write a star before it"
            raise TypeError(
                f"total adds numbers, but was given {describe(number)}{hint}"
            ) from None


@checked_with(can_be_added)
def total(*numbers):
    """The sum of as many numbers as are given; of none it is 0.

    Told in book/functions.md, "As many inputs as you like".

    Raises
    ------
    TypeError
        If something cannot be added, as a list instead of its numbers.

    Examples
    --------
    >>> total(2, 3, 4)
    9
    """
    result = 0
    for number in numbers:
        result = result + number
    return result


def check_walkable(values, name):
    """Return `values` if they can be walked through."""
    what = "a list, or something else to walk through in order"
    return check_in_order(values, f"{name} must be {what}")


Walkable = Annotated[Iterable, check_walkable]


@checked
def apply(f: Function, values: Walkable) -> list:
    """What `f` makes of each of the values, in a list.

    Told in book/functions.md, "Functions are values".

    Raises
    ------
    TypeError
        If `f` is no function, or `values` cannot be walked through.

    Examples
    --------
    >>> apply(square, [1, 2, 3])
    [1, 4, 9]
    """
    return [f(value) for value in values]


@checked
def compose(*functions: Row) -> Callable:
    """One function that hands its input through several, from left to right.

    Told in book/functions.md, "A row of boxes".

    Raises
    ------
    TypeError
        If one of them is no function.

    Examples
    --------
    >>> compose(square, cube)(2)
    64
    """

    def row(x):
        for function in functions:
            x = function(x)
        return x

    return row
