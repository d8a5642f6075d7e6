"""For two inputs, write down all points at which you need the value of f.
Which of them appears in both slopes?
"""

import math

from backprop.workbook import diagnosis


def check_slopes(you):
    """the slopes of `x1**2 + x2**2 + x3**2` at (1, 2, 3)"""
    point = [1.0, 2.0, 3.0]
    slopes = you.forward_gradient(lambda x: sum(v * v for v in x), point)
    assert slopes is not ..., (
        "forward_gradient still returns `...`: put a loop there."
    )
    assert slopes is not None, (
        "forward_gradient gave None: is its `return` missing?"
    )
    assert point == [1.0, 2.0, 3.0], (
        f"the caller's point has moved to {point}: change a copy."
    )
    assert len(slopes) == 3, f"expected three slopes, but came {slopes}."
    assert all(
        math.isclose(slope, truth, rel_tol=1e-6)
        for slope, truth in zip(slopes, (2, 4, 6))
    ), f"expected about [2, 4, 6], but came {slopes}." + diagnosis(
        slopes, [2, 4, 6]
    )


def check_evaluations(you):
    """n + 1 evaluations of `f` for n inputs"""
    for inputs in (1, 2, 10):
        calls = []
        you.forward_gradient(
            lambda x, calls=calls: calls.append(1) or sum(x), [1.0] * inputs
        )
        assert inputs == 1 or len(calls) != 2 * inputs, (
            f"{len(calls)} evaluations for {inputs} inputs: the value at the "
            "point itself is the same for all of them. Ask for it once, "
            "before the loop."
        )
        assert len(calls) == inputs + 1, (
            f"expected {inputs + 1} evaluations for {inputs} inputs, but "
            f"counted {len(calls)}."
        )
