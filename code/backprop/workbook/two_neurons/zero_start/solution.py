"""Only b2 ever moves.

The slope of w2 is d_output * h, and h = 0 * x + 0 is zero. The slopes of w1
and b1 have the factor w2, which is zero. So b2 moves alone, step after step,
and with many points the network ends as a constant: the mean of the targets.
"""

NEVER = float("inf")

# For each number the step in which it first moves: 1, 2, 3, ... or NEVER.
FIRST_MOVE = {"w1": NEVER, "b1": NEVER, "w2": NEVER, "b2": 1}
