"""Give each of the seven numbers a name, and round it where it gets its name.
Once both points are rounded, are they still 2h apart?
"""

import math
import struct


def check_slope(you):
    """`slope(1.0, 0.1)`, of the exponential function at 1"""
    slope = you.slope(1.0, 0.1)
    assert slope is not ..., (
        "slope still returns `...`: put the formula there."
    )
    assert slope is not None, "slope gave None: is its `return` missing?"
    assert math.isclose(slope, 2.7228, rel_tol=1e-3), (
        f"expected about 2.7228 at 1 with a step of 0.1, but came {slope!r}."
    )


def check_rounded(you):
    """what `slope` gives is a number of 32 bits"""
    slope = you.slope(1.0, 0.1)
    assert struct.unpack("f", struct.pack("f", slope))[0] == slope, (
        f"{slope!r} has more digits than 32 bits hold: round the quotient."
    )


def check_rounding_is_felt(you):
    """every number in between is rounded too, as a small step shows"""
    error = you.typical_error(1e-5)
    assert error > 1e-4, (
        f"with a step of 1e-5 the typical error is {error:.0e}. That is too "
        "good for seven digits: are both points and both values rounded?"
    )
    best = min((1e-1, 1e-2, 5e-3, 1e-3, 1e-4), key=you.typical_error)
    assert best in (1e-2, 5e-3), f"expected a best step near 5e-3, not {best}."
