"""Forward one product, back two: a layer is twice as dear on the way back.

Every weight meets every row once: forward with an input, back with an input
again (for its own slope), and with itself (for the slope of the input). The
first layer saves one of them, so that the whole stays below 2.
"""


def forward(rows, inputs, neurons):
    """Products for inputs @ weights."""
    return rows * inputs * neurons


def backward(rows, inputs, neurons, to_inputs=True):
    """Products for d_weights, and for d_inputs if they are wanted."""
    return (2 if to_inputs else 1) * rows * inputs * neurons


SIZES = (64, 128, 128, 10)  # a network of three layers, the first of 64


def ratio(rows):
    """Backward by forward, for all layers; the first needs no d_inputs."""
    pairs = list(zip(SIZES, SIZES[1:], strict=False))
    there = sum(forward(rows, *pair) for pair in pairs)
    back = sum(
        backward(rows, *pair, to_inputs=place > 0)
        for place, pair in enumerate(pairs)
    )
    return back / there
