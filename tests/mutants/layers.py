"""What a tired author might have written in layers.py; its tests notice each.

A row is a piece of the text that stands there once, and what stands there
instead; if it is in another file of the package, then also its name.
"""

MUTANTS = [
    ("self.inputs @ self.weights + self.bias", "self.inputs @ self.weights"),
    ("self.inputs @ self.weights + self.bias",
     "self.inputs @ self.weights - self.bias"),
    ("self.d_weights = self.inputs.T @ d_outputs",
     "self.d_weights = -self.inputs.T @ d_outputs"),
    ("self.d_weights = self.inputs.T @ d_outputs",
     "self.d_weights = self.inputs.T @ d_outputs / rows"),
    ("self.d_weights = self.inputs.T @ d_outputs",
     "self.d_weights = (d_outputs.T @ self.inputs).reshape("
     "self.weights.shape)"),
    ("self.d_weights = self.inputs.T @ d_outputs",
     "self.d_weights = (0 if self.d_weights is None else self.d_weights)"
     " + self.inputs.T @ d_outputs"),
    ("self.d_bias = d_outputs.sum(axis=0)", "self.d_bias = d_outputs"),
    ("self.d_bias = d_outputs.sum(axis=0)",
     "self.d_bias = d_outputs.mean(axis=0)"),
    ("self.d_bias = d_outputs.sum(axis=0)",
     "self.d_bias = d_outputs[0].copy()"),
    ("return d_outputs @ self.weights.T if",
     "return -d_outputs @ self.weights.T if"),
    ("return d_outputs @ self.weights.T if",
     "return d_outputs @ self.weights.reshape(self.weights.T.shape) if"),
    ("if to_inputs else None", "if True else None"),
    ("return [self.weights, self.bias]",
     "return [self.weights.copy(), self.bias]"),
    ("return [self.weights, self.bias]", "return [self.bias, self.weights]"),
    ("spread = np.sqrt(2 / inputs)", "spread = np.sqrt(2 / outputs)"),
    ("spread = np.sqrt(2 / inputs)", "spread = np.sqrt(1 / inputs)"),
    ("self.bias = np.zeros(outputs)", "self.bias = np.ones(outputs)"),
    # bends
    ("return d_outputs * self.slope(self.inputs, self.outputs)",
     "return d_outputs + self.slope(self.inputs, self.outputs)"),
    ("return d_outputs * self.slope(self.inputs, self.outputs)",
     "return d_outputs * self.slope(self.outputs, self.outputs)"),
    ("return d_outputs * self.slope(self.inputs, self.outputs)",
     "return d_outputs"),
    ("self.outputs.flags.writeable = False", "pass"),
    ("lambda x, y: y * (1 - y)", "lambda x, y: x * (1 - x)"),
    ("lambda x, y: 1 - y * y", "lambda x, y: 1 - y"),
    ("lambda x, y: x > 0)", "lambda x, y: x >= 0)"),
    ("(_softplus, lambda x, y: array_sigmoid(x))",
     "(_softplus, lambda x, y: array_sigmoid(y))"),
    ("lambda x, y: normal_cdf(x) + x * normal_density(x)",
     "lambda x, y: normal_cdf(x)"),
    # the check itself
    ("apart <= tolerance)  #", "apart <= 1e-2)  #"),
    ("wrong = ~(apart <= tolerance)", "wrong = apart > tolerance"),
    ("x[way != 0]).max()", "x[way != 0]).min()"),
    ("floor = NEGLIGIBLE *", "floor = 1e3 * NEGLIGIBLE *"),
    ("    if ratio < 0:", "    if ratio > 0:"),
    ("too_large = abs(ratio) > 1", "too_large = abs(ratio) < 1"),
]  # fmt: skip
