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

from math import fsum, prod
from typing import Annotated

from backprop._checks import Number, Row, check_in_order, check_number
from backprop._checks.edge import checked
from backprop.derivatives import central_difference

__all__ = ["local_derivatives", "chain"]


def check_paths(paths, name):
    """Return the numbers along each path, if products and sum are numbers."""
    what = "a path must be a list of local derivatives"
    paths = [
        [
            check_number(n, "a local derivative")
            for n in check_in_order(p, what)
        ]
        for p in paths
    ]
    for path in paths:
        check_number(prod(path), f"the product along {path}")
    try:
        fsum(map(prod, paths))
    except OverflowError:
        raise ValueError(
            f"the sum over the {name} is too large for a float"
        ) from None
    return paths


Path = Annotated[list[float], check_paths]


@checked
def local_derivatives(functions: Row, x: Number) -> list[float]:
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
    for function in functions:
        slopes.append(central_difference(function, x))
        x = function(x)
    return slopes


@checked
def chain(*paths: Path) -> float:
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
    return fsum(prod(path) for path in paths)
