"""Slopes along an array have the shape of the array: one for each number.

So there are four shapes, each twice. The batch of ten stands in the first and
the fourth, never in what belongs to the weights: over the rows one adds up.
"""

SHAPES = {
    "batch": (10, 64),
    "weights": (64, 32),
    "bias": (32,),
    "outputs": (10, 32),
    "d_outputs": (10, 32),
    "d_weights": (64, 32),
    "d_bias": (32,),
    "d_inputs": (10, 64),
}
