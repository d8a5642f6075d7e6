"""d_inputs: slopes wrong"""

import numpy as np


class Scale:
    def __init__(self, inputs):
        self.factors, self.d_factors = np.ones(inputs), None

    def forward(self, inputs):
        self.inputs = inputs
        return inputs * self.factors

    def backward(self, d_outputs):
        self.d_factors = (d_outputs * self.inputs).sum(axis=0)
        return d_outputs
