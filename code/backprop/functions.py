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

from backprop._checks import check_function, describe

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
        result = _added(result, number)
    return result


def apply(f: Callable, values: Iterable) -> list:
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
    check_function(f)
    return [f(value) for value in _walkable(values)]


def compose(*functions: Callable) -> Callable:
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
    for place, function in enumerate(functions, start=1):
        check_function(function, f"function {place} of the row")

    def row(x):
        for function in functions:
            x = function(x)
        return x

    return row


def _added(result, number):
    try:
        return result + number
    except TypeError:
        hint = ""
        if isinstance(number, list | tuple | range):
            hint = "; to add what is in it, write a star before it"
        raise TypeError(
            f"total adds numbers, but was given {describe(number)}{hint}"
        ) from None


def _walkable(values):
    if not isinstance(values, Iterable):
        raise TypeError(
            "values must be a list, or something else to walk through, "
            f"but it is {describe(values)}"
        )
    return values
