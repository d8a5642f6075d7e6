"""a neuron is a column"""

SHAPES = {
    "batch": (10, 64),
    "weights": (32, 64),
    "bias": (32,),
    "outputs": (10, 32),
    "d_outputs": (10, 32),
    "d_weights": (64, 32),
    "d_bias": (32,),
    "d_inputs": (10, 64),
}
