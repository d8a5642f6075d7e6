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
    ("return 4 * power", "return power"),
    ("return 4 * power / (1 + power) ** 2", "return 1 - math.tanh(x)"),
    ("return 4 * power / (1 + power) ** 2",
     "return 4 * sigmoid_derivative(2 * x)"),
    ("return 4 * power / (1 + power) ** 2", "return 1 - math.tanh(x) ** 2"),
    ("return max(x, 0.0)\n", "return abs(x)\n"),
    ("return 1.0 if x > 0 else 0.0", "return 1.0 if x >= 0 else 0.0"),
    ("return 1.0 if x > 0 else LEAK", "return 1.0 if x >= 0 else LEAK"),
    ("return 1.0 if x > 0 else LEAK", "return 1.0 if x > 0 else 0.0"),
    ("max(x, 0.0) + log1p(exp(-abs(x)))", "log1p(exp(x))"),
    ("    return sigmoid(x)\n", "    return sigmoid(-x)\n"),
    ("return chance_below(x) + x * bell", "return chance_below(x)"),
    ("return chance_below(x) + x * bell", "return chance_below(x) - x * bell"),
    ("erfc(-x / sqrt(2)) / 2", "(1 + math.erf(x / sqrt(2))) / 2"),
    ("    relu: relu_derivative,", "    relu: leaky_relu_derivative,"),
    # the network
    ("self.bend(s) for s in sums", "s for s in sums"),
    ("d * slope_of_bend(s) for d, s in zip(d_bent, sums)",
     "d * slope_of_bend(h) for d, h in zip(d_bent, bent)"),
    ("d * slope_of_bend(s) for", "d for"),
    ("d_output = 2 * (output", "d_output = (output"),
    ("d_output = 2 * (output", "d_output = -2 * (output"),
    ("d_output * weight for weight in self.output[:-1]",
     "d_output for weight in self.output[:-1]"),
    ("[d * x for x in [*inputs, 1.0]]", "[d for x in [*inputs, 1.0]]"),
    ("[d_output * h for h in [*bent, 1.0]]",
     "[d_output * h for h in [*sums, 1.0]]"),
    ("[], rate / len(targets)", "[], rate"),
    ("w - rate * slope for", "w + rate * slope for"),
    ("= network.backward(x, target)", "= self.backward(x, target)"),
    ("            errors.append(network.error(inputs, targets))\n",
     "            errors.append(self.error(inputs, targets))\n"),
    # the edge
    ("    @checked_with(give_points, can_be_kept)\n    @within_bounds\n",
     "    @checked_with(give_points, can_be_kept)\n"),
    ("return type(trained)(**vars(trained)), errors",
     "return trained, errors", "_checks/growth"),
    ("return fsum(errors) / len(errors)", "return fsum(errors)"),
]  # fmt: skip
