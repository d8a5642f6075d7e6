"""With a pencil, do the row (1000, 999): take a factor out of the sum before
you take the logarithm.
Which factor is best, and what does the logarithm make of it?
"""

import numpy as np


def ask(you, rows):
    """The answer for some rows, without the warnings on the way to it."""
    z = np.array(rows, dtype=float)
    kept = z.copy()
    with np.errstate(all="ignore"):
        result = you.log_sum_exp(z)
    assert result is not ..., (
        "log_sum_exp still returns `...`: put your formula there."
    )
    assert result is not None, (
        "log_sum_exp gave None: is its `return` missing?"
    )
    assert (z == kept).all(), "the caller's array was changed: work on a copy."
    assert np.shape(result) == (len(rows),), (
        f"expected one number for each of {len(rows)} rows, so the shape "
        f"({len(rows)},), but the shape is {np.shape(result)}: the sum goes "
        "along axis=1."
    )
    return np.asarray(result)


def check_small_numbers(you):
    """rows of small numbers"""
    result = ask(you, [[0, 0, 0], [1, 2, 3]])
    expected = [np.log(3), np.log(np.exp([1, 2, 3]).sum())]
    assert not np.allclose(result - expected, [0, -3]), (
        "the second row is 3 too small: 3 was subtracted before exp, so its "
        "power is missing in the sum. Put it back after the logarithm."
    )
    assert np.allclose(result, expected, rtol=1e-12), (
        f"for [0, 0, 0] and [1, 2, 3] expected {expected}, but came {result}."
    )


def check_large_numbers(you):
    """a row with 1000 in it, without overflow"""
    (result,) = ask(you, [[1000, 0]])
    assert np.isfinite(result), (
        f"for [1000, 0] came {result}: exp(1000) is more than a computer can "
        "hold. Subtract the largest number first."
    )
    assert np.isclose(result, 1000), (
        f"for [1000, 0] expected 1000, but came {result}."
    )


def check_far_rows(you):
    """a row of -1000 below a row of 1000"""
    result = ask(you, [[1000, 1000], [-1000, -1000]])
    assert result[1] != -np.inf, (
        "for [-1000, -1000] came -inf: all its powers were rounded to 0. Each "
        "row needs its own largest number, not that of the whole array."
    )
    assert np.allclose(result, [1000 + np.log(2), -1000 + np.log(2)]), (
        f"expected 1000 and -1000, each plus log(2), but came {result}."
    )
