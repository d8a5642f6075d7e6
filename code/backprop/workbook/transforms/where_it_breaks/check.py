"""For x + ih, work out abs, .real and .conjugate(): what becomes of ih?
A product with one good and one bad factor carries the slope of one of them.
A comparison of x.real only chooses: what does it hand on?
"""

import math
from numbers import Real

from backprop.derivatives import central_difference, complex_step

MISLEAD = (
    "Nobody is misled by that: add or multiply something that is still "
    "complex."
)
CHOOSE = "Choose between x and -x by x.real, and hand it on whole."


def slopes(f, x, advice):
    """What the complex step says at x, and what nudging says."""
    name = f.__name__
    height = f(x)
    assert height is not ..., (
        f"{name} still returns `...`: write a function of x."
    )
    assert isinstance(height, Real), (
        f"{name}({x}) is {height!r}: for a real x it must be a real number."
    )
    try:
        said = complex_step(f, x)
    except TypeError as error:
        raise AssertionError(f"{name} is refused: {error}. {advice}") from None
    return said, central_difference(f, x)


def compare(f, factor, text):
    for x in (0.7, 2.0):
        said, slope = slopes(f, x, MISLEAD)
        assert abs(slope) > 1e-3, (
            f"at {x} {f.__name__} does not rise and does not fall: take one "
            "that has a slope."
        )
        assert not math.isclose(said, slope, rel_tol=1e-6), (
            f"at {x} the complex step says {said:.6g} of {f.__name__}, and "
            "that is right. Which operations drop the imaginary part, and "
            "which turn it round?"
        )
        assert math.isclose(
            said, factor * slope, rel_tol=1e-6, abs_tol=1e-9
        ), (
            f"at {x} the complex step says {said:.6g} of {f.__name__}, whose "
            f"slope is {slope:.6g}. That is wrong, but it should be {text}."
        )


def check_zero(you):
    """`gives_zero` has a slope, of which the complex step says 0"""
    compare(you.gives_zero, 0, "0")


def check_half(you):
    """`gives_half` has a slope, of which it says half"""
    compare(you.gives_half, 0.5, "half of the slope")


def check_minus(you):
    """`gives_minus` has a slope, of which it says the opposite"""
    compare(you.gives_minus, -1, "the slope with the other sign")


def check_size(you):
    """`size` is the size of x, with a right slope"""
    for x in (-3.0, -0.5, 0.5, 2.0):
        said, slope = slopes(you.size, x, CHOOSE)
        assert math.isclose(you.size(x), abs(x)), (
            f"the size of {x} is {abs(x)}, and not {you.size(x)!r}."
        )
        assert math.isclose(said, slope, rel_tol=1e-6), (
            f"at {x} the complex step says {said:.6g}, and the slope of |x| "
            f"is {slope:.6g}. {CHOOSE}"
        )
