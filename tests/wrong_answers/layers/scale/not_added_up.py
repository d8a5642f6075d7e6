"""d_factors: slopes have shape (5, 3), but x has (3,): add them up over the rows"""

import numpy as np


class Scale:
    def __init__(self, inputs):
        self.factors, self.d_factors = np.ones(inputs), None

    def forward(self, inputs):
        self.inputs = inputs
        return inputs * self.factors

    def backward(self, d_outputs):
        self.d_factors = d_outputs * self.inputs
        return d_outputs * self.factors
