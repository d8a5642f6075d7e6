"""are bits"""

from math import log2

EXPECTED = {"ten digits": log2(10), "26 letters": log2(26), "a coin": 1}
