"""Functions you can poke: boxes that take values and give values.

Chapter: book/functions.md
"""

__all__ = ["square", "cube"]


def square(x):
    """The square of `x`.

    >>> square(4)
    16
    """
    return x * x


def cube(x):
    """The cube of `x`.

    >>> cube(10)
    1000
    """
    return x * x * x
