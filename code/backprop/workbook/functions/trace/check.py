"""Follow the row of the figure with a pencil, and write the list as you go.
Which number do you need at each box, and where in your list does it stand?
"""

from backprop.functions import cube, square


def check_the_row_of_the_figure(you):
    """`square` and `cube`, from 2: the row of the figure"""
    got = you.trace([square, cube], 2)
    assert got is not ..., "trace still returns `...`: collect the numbers."
    assert got is not None, "trace gave None: is its `return` missing?"
    assert got != [4, 8], (
        "each function was called with 2: the second box is fed with what "
        "came out of the first."
    )
    assert got != [4, 64], "the input 2 is missing at the start of the list."
    assert got == [2, 4, 64], f"expected [2, 4, 64], but came {got!r}."


def check_a_longer_row(you):
    """three functions, from 3"""
    functions = [lambda x: x - 1, square, lambda x: 10 * x]
    got = you.trace(functions, 3)
    assert got == [3, 2, 4, 40], f"expected [3, 2, 4, 40], but came {got!r}."


def check_no_function(you):
    """a row without any function"""
    assert you.trace([], 7) == [7], f"expected [7], came {you.trace([], 7)!r}."
