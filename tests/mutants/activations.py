"""What a tired author might have written in activations.py; its tests notice each.

A row is a piece of the text that stands there once, and what stands there
instead; if it is in another file of the package, then also its name.
"""

MUTANTS = [
    # the bends
    ("return 1 / (1 + exp(-x))", "return 1 / (1 - exp(-x))"),
    ("    if x >= 0:\n        return 1 /", "    if True:\n        return 1 /"),
    ("return exp(x) / (1 + exp(x))", "return 1 - exp(x) / (1 + exp(x))"),
    ("return sigmoid(x) * sigmoid(-x)", "return sigmoid(x) * (1 - sigmoid(x))"),
    ("return sigmoid(x) * sigmoid(-x)", "return x * (1 - x)"),
    ("return 4 * sigmoid_derivative(2 * x)",
     "return sigmoid_derivative(2 * x)"),
    ("return 4 * sigmoid_derivative(2 * x)", "return 1 - math.tanh(x)"),
    ("max(_number(x), 0.0)", "abs(_number(x))"),
    ("return 1.0 if _number(x) > 0 else 0.0",
     "return 1.0 if _number(x) >= 0 else 0.0"),
    ("return 1.0 if _number(x) > 0 else LEAK",
     "return 1.0 if _number(x) >= 0 else LEAK"),
    ("return 1.0 if _number(x) > 0 else LEAK",
     "return 1.0 if _number(x) > 0 else 0.0"),
    ("max(x, 0.0) + math.log1p(exp(-abs(x)))", "math.log1p(exp(x))"),
    ("    return sigmoid(x)\n", "    return sigmoid(-x)\n"),
    ("return _chance_below(x) + x * bell", "return _chance_below(x)"),
    ("return _chance_below(x) + x * bell", "return _chance_below(x) - x * bell"),
    ("math.erfc(-x / math.sqrt(2)) / 2", "(1 + math.erf(x / math.sqrt(2))) / 2"),
    ("    relu: relu_derivative,", "    relu: leaky_relu_derivative,"),
    # the network
    ("self.bend(s) for s in sums", "s for s in sums"),
    ("self.bend_derivative(s) for s in sums",
     "self.bend_derivative(h) for h in bent"),
    ("self.bend_derivative(s) for s in sums", "1.0 for s in sums"),
    ("d_output = 2 * (output", "d_output = (output"),
    ("d_output = 2 * (output", "d_output = -2 * (output"),
    ("d_output * weight for weight in self.output[:-1]",
     "d_output for weight in self.output[:-1]"),
    ("[d * x for x in (*inputs, 1.0)]", "[d for x in (*inputs, 1.0)]"),
    ("[d_output * h for h in (*bent, 1.0)]",
     "[d_output * h for h in (*sums, 1.0)]"),
    ("slopes, rate / len(points)", "slopes, rate"),
    ("weight - rate * slope for", "weight + rate * slope for"),
    ("= [network.backward(x, t)", "= [self.backward(x, t)"),
    ("                errors.append(network.error(inputs, targets))\n",
     "                errors.append(self.error(inputs, targets))\n"),
    ("return fsum(errors) / len(errors)", "return fsum(errors)"),
]  # fmt: skip
