"""The shapes of all arrays of a Linear(64, 32), with a batch of ten."""

SHAPES = {
    "batch": ...,
    "weights": ...,
    "bias": ...,
    "outputs": ...,
    "d_outputs": ...,
    "d_weights": ...,
    "d_bias": ...,
    "d_inputs": ...,
}
