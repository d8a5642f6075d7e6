"""Every x that is written is the start of a path.

(x + 1) * x: through the sum 1 * 3, directly 4, together 7.
x * x * x: with t = x * x, through t twice 2 * 2, directly 4, together 12.
(x + x) * (x * x): four paths, 1 * 1 twice and 1 * 2 twice, together 6.
"""

SLOPES = {
    "(x + 1) * x at x = 3": 7,
    "x * x * x at x = 2": 12,
    "(x + x) * (x * x) at x = 1": 6,
}
