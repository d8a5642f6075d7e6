"""A quarter, and one; and a millionth is left.

The slope of the sigmoid is s(1 - s): a product of two numbers with the sum 1
is largest when both are one half. The tanh is a sigmoid, stretched by 2 along
both axes in the sense of 2 s(2x) - 1, so its slope is four times as large.

Away from 0 each factor is smaller still. Step 14 shows what this does to deep
networks.
"""

STEEPEST_SIGMOID = 0.25  # its largest slope
STEEPEST_TANH = 1.0  # its largest slope
WHERE = 0.0  # the x at which both are steepest

# What is left of a gradient of 1 after ten sigmoids, each at its steepest.
TEN_IN_A_ROW = 0.25**10
