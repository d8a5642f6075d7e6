"""those are the values at 0"""

STEEPEST_SIGMOID, STEEPEST_TANH, WHERE, TEN_IN_A_ROW = 0.5, 0, 0, 0.5**10
