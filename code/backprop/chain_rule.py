"""The chain rule: multiply along a path, add over paths.

The sentence in the title is the whole of backpropagation, and here it is two
small functions. `local_derivatives` measures how much each box of a row
stretches a small change, at the number that really reaches it; `chain`
multiplies along each path and adds the paths up. Neither knows the other:
one measures, the other calculates, so a reader can do either by hand.

Paths are listed one by one, which is honest and hopeless, since their number
doubles with each fork. Sharing what they have in common, by walking back
from the end, is the idea of `two_neurons` and of all that comes after.
Chapter: book/chain_rule.md
"""

from collections.abc import Callable, Iterable, Sequence
from math import fsum, prod

from backprop._checks import check_function, check_number, describe
from backprop.derivatives import central_difference

__all__ = ["local_derivatives", "chain"]


def local_derivatives(
    functions: Sequence[Callable[[float], float]], x: float
) -> list[float]:
    """The slope of each function of a row, at the number that reaches it.

    They are measured by `central_difference`, and are right to about eleven
    digits.

    Told in book/chain_rule.md, "Gears".

    Raises
    ------
    TypeError, ValueError
        If something in the row is no function, or one of them does not give
        one finite number.

    Examples
    --------
    >>> slopes = local_derivatives([lambda x: x * x, lambda t: t**3], 2.0)
    >>> [round(slope, 6) for slope in slopes]
    [4.0, 48.0]
    """
    slopes = []
    for function in _functions(functions):
        slopes.append(central_difference(function, x))
        x = function(x)
    return slopes


def chain(*paths: Iterable[float]) -> float:
    """The product of the local derivatives along each path, all added up.

    A path without arrows counts 1, and no path at all gives 0. The rule is
    the equation eq-paths of the chapter.

    Told in book/chain_rule.md, "Break: when the road forks".

    Raises
    ------
    TypeError, ValueError
        If a path is not a list of finite numbers, or if the result is too
        large to be one.

    Examples
    --------
    >>> chain([4, 48])
    192.0
    >>> chain([4, 1], [12, 1])
    16.0
    """
    return fsum(prod(_numbers(path)) for path in paths)


def _functions(functions):
    if not isinstance(functions, Iterable):
        raise TypeError(
            "functions must be a list of them, "
            f"but it is {describe(functions)}"
        )
    return [
        check_function(function, f"function {place} of the row")
        for place, function in enumerate(functions, start=1)
    ]


def _numbers(path):
    if isinstance(path, str) or not isinstance(path, Iterable):
        raise TypeError(
            "a path must be a list of local derivatives, "
            f"but it is {describe(path)}"
        )
    slopes = [check_number(slope, "a local derivative") for slope in path]
    check_number(prod(slopes), f"the product along {slopes}")
    return slopes
