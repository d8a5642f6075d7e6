"""one path goes through the sum, one does not"""

SLOPES = {
    "(x + 1) * x at x = 3": 3,
    "x * x * x at x = 2": 12,
    "(x + x) * (x * x) at x = 1": 6,
}
