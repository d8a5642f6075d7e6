"""Three slopes by hand: put the slope at the given x in place of the dots."""

SLOPES = {
    "(x + 1) * x at x = 3": ...,
    "x * x * x at x = 2": ...,
    "(x + x) * (x * x) at x = 1": ...,
}
