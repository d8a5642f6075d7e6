"""Write out both rises with a pencil: which value of f do they share?
As for the step, the round-off error is here about ε / h², and the truncation
error about h²: at which h are they alike?
"""

import math


def check_cube(you):
    """`second_derivative` of `x**3` at 2"""
    bend = you.second_derivative(lambda x: x**3, 2.0, 1e-3)
    assert bend is not ..., (
        "second_derivative still returns `...`: put your formula there."
    )
    assert bend is not None, (
        "second_derivative gave None: is its `return` missing?"
    )
    assert not math.isclose(bend, 12e-3, rel_tol=1e-3), (
        "too small by a factor of h: one division makes a slope of a rise, "
        "the slope of the slope needs two."
    )
    assert math.isclose(bend, 12, rel_tol=1e-4), (
        f"expected about 12, but came {bend!r}."
    )


def check_exponential(you):
    """that of the exponential function, at three points"""
    for x in (0.0, 1.0, 2.0):
        bend = you.second_derivative(math.exp, x, 1e-4)
        assert math.isclose(bend, math.exp(x), rel_tol=1e-6), (
            f"at {x} expected about {math.exp(x):.6f}, but came {bend!r}."
        )


def check_default_step(you):
    """that of the sine, with the step that you chose for `h`"""
    bend = you.second_derivative(math.sin, 1.0)
    assert abs(bend + math.sin(1.0)) < 1e-6, (
        f"off by {abs(bend + math.sin(1.0)):.0e}: dividing by h twice makes "
        "rounding errors grow like 1 / h**2, so take a larger step."
    )
