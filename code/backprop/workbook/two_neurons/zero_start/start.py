"""Start from nothing: which numbers move when all four are zero?"""

NEVER = float("inf")

# For each number the step in which it first moves: 1, 2, 3, ... or NEVER.
FIRST_MOVE = {"w1": ..., "b1": ..., "w2": ..., "b2": ...}
