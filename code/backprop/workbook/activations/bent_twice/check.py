"""Try a sum of 0: `h` is 1/2 then, and by h(1 - h) the slope is 1/4.
What must go into `sigmoid_derivative` for 1/4 to come out?
"""

import math

from backprop.activations import (
    BentNetwork,
    neuron,
    sigmoid,
    sigmoid_derivative,
)
from backprop.workbook import diagnosis

EXAMPLES = (
    ([1.0, -1.0, 0.5], 2.0, [1.0, 3.0], 0.3),
    ([-2.0, 0.5, 1.0], -1.5, [0.5, -1.0], -2.0),
    ([0.7, 4.0], 3.0, [1.5], 1.0),
)


def check_slopes(you):
    """the slopes are those of `BentNetwork.backward`"""
    for weights, v, inputs, target in EXAMPLES:
        network = BentNetwork([weights], [v, 0.0], sigmoid)
        d_output = 2 * (network.forward(inputs)[-1] - target)
        got = you.d_hidden(list(weights), v, list(inputs), d_output)
        assert got is not None, "d_hidden gave None: is its `return` missing?"
        (expected,), _ = network.backward(inputs, target)
        assert len(got) == len(expected), (
            f"{len(inputs)} inputs and a bias make {len(expected)} slopes, "
            f"but {len(got)} came."
        )
        s = neuron(weights, inputs)
        ratio = got[-1] / expected[-1]
        slope = sigmoid_derivative(s)
        assert not math.isclose(
            ratio, sigmoid_derivative(sigmoid(s)) / slope
        ), (
            f"here s is {s:.2f} and h is {sigmoid(s):.2f}, and you took the "
            "slope of the sigmoid at h. It belongs to the number that came in."
        )
        assert not math.isclose(ratio, 1 / slope), (
            "now the slope of the bend is missing."
        )
        assert all(
            math.isclose(a, b, rel_tol=1e-9) for a, b in zip(got, expected)
        ), f"expected {expected}, but came {got!r}." + diagnosis(got, expected)
