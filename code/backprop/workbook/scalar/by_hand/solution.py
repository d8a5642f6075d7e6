"""Upstream times local, seven times.

The product at the end hands each of its inputs the value of the other one:
-2 to the sum, 4 to f. The sum hands on what it got, -2, to both. The inner
product swaps again: a gets -2 * -3, b gets -2 * 2.
"""

# How fast e grows with each. Begin with e itself, and walk back.
GRADIENTS = {
    "e": 1,
    "a * b + c": -2,
    "f": 4,
    "a * b": -2,
    "c": -2,
    "a": 6,
    "b": -4,
}
