"""There are only three sizes: 10 rows, 64 inputs and 32 neurons.
Write them along the edges of the boxes in the two figures of the chapter.
"""

import numpy as np
from backprop.layers import Linear


def check_shapes(you):
    """each shape is that of the array"""
    said = you.SHAPES
    layer, batch = Linear(64, 32, np.random.default_rng(0)), np.ones((10, 64))
    outputs = layer.forward(batch)
    d_inputs = layer.backward(outputs)
    arrays = {
        "batch": batch,
        "weights": layer.weights,
        "bias": layer.bias,
        "outputs": outputs,
        "d_outputs": outputs,
        "d_weights": layer.d_weights,
        "d_bias": layer.d_bias,
        "d_inputs": d_inputs,
    }
    assert set(said) == set(arrays), (
        f"SHAPES must have the keys {', '.join(arrays)}."
    )
    for name, array in arrays.items():
        shape = said[name]
        assert shape is not ..., f"the shape of {name} still is `...`."
        assert isinstance(shape, tuple), (
            f"write the shape of {name} with parentheses, as in (2, 3); one "
            "axis alone needs a comma, as in (3,)."
        )
        swapped = len(shape) == 2 and shape[::-1] == array.shape
        assert not swapped, (
            f"{name}: the other way round. A row is an example, and a neuron "
            "is a column."
        )
        assert shape == array.shape, f"{name} has not the shape {shape}. " + (
            "There is one slope for each number of the array."
            if name.startswith("d_")
            else "How many rows, how many numbers in each?"
        )
