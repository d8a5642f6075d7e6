"""How many products of two numbers a Linear takes, forward and back."""


def forward(rows, inputs, neurons):
    """Products for inputs @ weights."""
    return ...


def backward(rows, inputs, neurons, to_inputs=True):
    """Products for d_weights, and for d_inputs if they are wanted."""
    return ...


SIZES = (64, 128, 128, 10)  # a network of three layers, the first of 64


def ratio(rows):
    """Backward by forward, for all layers; the first needs no d_inputs."""
    return ...
