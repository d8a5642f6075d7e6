"""slopes in a row multiply"""

STEEPEST_SIGMOID, STEEPEST_TANH, WHERE, TEN_IN_A_ROW = 0.25, 1.0, 0.0, 2.5
