"""There is one slope for each number of the array"""

SHAPES = {
    "batch": (10, 64),
    "weights": (64, 32),
    "bias": (32,),
    "outputs": (10, 32),
    "d_outputs": (10, 32),
    "d_weights": (64, 32),
    "d_bias": (10, 32),
    "d_inputs": (10, 64),
}
