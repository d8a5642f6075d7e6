"""How steep is a bend at most, and what do ten in a row leave over?"""

STEEPEST_SIGMOID = ...  # its largest slope
STEEPEST_TANH = ...  # its largest slope
WHERE = ...  # the x at which both are steepest

# What is left of a gradient of 1 after ten sigmoids, each at its steepest.
TEN_IN_A_ROW = ...
