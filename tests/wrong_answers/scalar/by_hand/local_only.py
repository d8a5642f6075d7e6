"""Multiply them by what has come down to the product."""

GRADIENTS = {
    "e": 1,
    "a * b + c": -2,
    "f": 4,
    "a * b": 1,
    "c": 1,
    "a": -3,
    "b": 2,
}
