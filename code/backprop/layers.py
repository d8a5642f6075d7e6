"""A batch at a time: layers of neurons, and the check of their gradients.

Chapter: book/layers.md
"""

import numpy as np

__all__ = ["Linear", "Activation", "check_gradients"]


class Linear:
    """A layer of neurons without a bend: outputs = inputs @ weights + bias."""

    def __init__(self, inputs: int, outputs: int, rng: np.random.Generator):
        spread = np.sqrt(2 / inputs)
        self.weights = spread * rng.standard_normal((inputs, outputs))
        self.bias = np.zeros(outputs)

    def forward(self, inputs):
        self.inputs = inputs
        return inputs @ self.weights + self.bias

    def backward(self, d_outputs, to_inputs=True):
        self.d_weights = self.inputs.T @ d_outputs
        self.d_bias = d_outputs.sum(axis=0)
        return d_outputs @ self.weights.T if to_inputs else None

    def parameters(self):
        return [self.weights, self.bias]

    def gradients(self):
        return [self.d_weights, self.d_bias]


class Activation:
    """A bend for each number of a batch: Activation(relu)."""

    def __init__(self, function):
        self.function = function

    def forward(self, inputs):
        self.inputs = inputs
        self.outputs = (
            np.tanh(inputs)
            if self.function.__name__ == "tanh"
            else np.maximum(inputs, 0)
        )
        return self.outputs

    def backward(self, d_outputs, to_inputs=True):
        if self.function.__name__ == "tanh":
            return d_outputs * (1 - self.outputs**2)
        return d_outputs * (self.inputs > 0)

    def parameters(self):
        return []

    def gradients(self):
        return []


def check_gradients(f, x, slopes):
    """To be written."""
