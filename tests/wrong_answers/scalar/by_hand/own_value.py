"""a product hands each input the value of the other"""

GRADIENTS = {
    "e": 1,
    "a * b + c": 4,
    "f": -2,
    "a * b": 4,
    "c": 4,
    "a": 8,
    "b": -12,
}
