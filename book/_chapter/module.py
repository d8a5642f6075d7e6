"""My step: what this module is about, in one line.

Chapter: book/my_step.md
"""

from backprop._checks import Number
from backprop._checks.edge import checked

__all__ = ["doubled"]


@checked
def doubled(x: Number) -> float:
    """Twice `x`.

    Told in book/my_step.md, "The idea in one picture".

    Raises
    ------
    TypeError
        If `x` is no number.

    Examples
    --------
    >>> doubled(21)
    42.0
    """
    return 2 * x
