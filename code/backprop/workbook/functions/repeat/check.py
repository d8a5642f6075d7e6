"""How would you write `repeat(double, 3)` with `compose`?
For any number of times, let a star take the functions out of a list.
"""

def check_gives_a_function(you):
    """`repeat` gives a function, and no number"""
    got = you.repeat(lambda x: 2 * x, 10)
    assert got is not ..., "repeat still returns `...`: give a function back."
    assert got is not None, "repeat gave None: is its `return` missing?"
    assert callable(got), (
        f"repeat gave {got!r}. It should give the box, not what comes out of "
        "it: a function, which is then called with an input."
    )


def check_doubles(you):
    """`repeat(double, 10)(1)` is 1024"""
    got = you.repeat(lambda x: 2 * x, 10)(1)
    assert got != 20, "20 is 10 times 2: feed each output back into f."
    assert got == 1024, f"expected 1024, but came {got!r}."


def check_zero_times(you):
    """`repeat(f, 0)` gives the input back"""
    got = you.repeat(lambda x: x + 1, 0)(5)
    assert got == 5, f"repeat(f, 0)(5) should be 5, but came {got!r}."


def check_two_of_them(you):
    """a second function leaves the first as it was"""
    first = you.repeat(lambda x: x + 1, 3)
    you.repeat(lambda x: 2 * x, 5)
    assert first(0) == 3, "the first function changed when a second was made."
