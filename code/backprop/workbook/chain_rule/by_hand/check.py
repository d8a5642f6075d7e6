"""Give each x a number, as in (x1 + 1) * x2.
How fast does the whole grow with x1 alone, and how fast with x2 alone?
Then both are x again, and one nudge moves them together.
"""

import math

from backprop.derivatives import central_difference

HINTS = {
    "(x + 1) * x at x = 3": "one path goes through the sum, one does not",
    "x * x * x at x = 2": "with t = x * x there are three paths",
    "(x + x) * (x * x) at x = 1": "there are four paths, two in each bracket",
}


def check_all_are_filled_in(you):
    """an answer for each function, and no dots left"""
    missing = [name for name, got in you.SLOPES.items() if got is ...]
    assert not missing, f"there is no slope yet for {missing[0]}."
    assert set(you.SLOPES) == set(HINTS), "the three functions were changed."


def check_by_nudging(you):
    """nudging finds the slopes that you wrote"""
    for name, hint in HINTS.items():
        formula, place = name.split(" at x = ")
        code = compile(formula, "formula", "eval")
        measured = central_difference(
            lambda x, code=code: eval(code, {"x": x}), float(place)
        )
        assert math.isclose(you.SLOPES[name], measured, rel_tol=1e-6), (
            f"the slope of {name} is not {you.SLOPES[name]!r}: {hint}."
        )
