"""a second batch must not remember the first"""

import numpy as np


class Scale:
    def __init__(self, inputs):
        self.factors, self.d_factors = np.ones(inputs), None

    def forward(self, inputs):
        self.inputs = inputs
        return inputs * self.factors

    def backward(self, d_outputs):
        slopes = (d_outputs * self.inputs).sum(axis=0)
        self.d_factors = slopes + (
            0 if self.d_factors is None else self.d_factors
        )
        return d_outputs * self.factors
