"""but somewhere it is steeper"""

STEEPEST_SIGMOID, STEEPEST_TANH, WHERE, TEN_IN_A_ROW = 0.25, 1.0, 1.0, 1e-6
