"""A factor is used in every row, so its slopes add up over the rows.

It is a Linear whose weights are zero but on the diagonal, and its three lines
are what is left of the three products. The layers of step 15 have a Scale in
them.
"""

import numpy as np


class Scale:
    """outputs = inputs * factors, a factor for each column."""

    def __init__(self, inputs):
        self.factors = np.ones(inputs)
        self.d_factors = None

    def forward(self, inputs):
        """Shape (rows, inputs) in, and the same out."""
        self.inputs = inputs
        return inputs * self.factors

    def backward(self, d_outputs):
        """Keep the slopes along the factors, give those along the inputs."""
        self.d_factors = (d_outputs * self.inputs).sum(axis=0)
        return d_outputs * self.factors

    def parameters(self):
        return [self.factors]

    def gradients(self):
        return [self.d_factors]
