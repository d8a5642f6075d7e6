"""With a pencil, take one input and two hidden neurons, and write the output
as a formula with x in it.
What stands before x when you have multiplied out, and what is left without x?
"""

import math
import random

from backprop.activations import identity, neuron, random_network


def check_same_outputs(you):
    """one neuron gives what the whole network gives, for any width"""
    rng = random.Random(1)
    for inputs, width in ((1, 1), (2, 3), (3, 20)):
        network = random_network(inputs, width, identity, rng)
        weights = you.one_neuron(network)
        assert weights is not ..., (
            "one_neuron still returns `...`: which sum of products is it?"
        )
        assert weights is not None, (
            "one_neuron gave None: is its `return` missing?"
        )
        assert len(weights) == inputs + 1, (
            f"{inputs} inputs need {inputs} weights and a bias, but "
            f"{len(weights)} numbers came."
        )
        zeros = [0.0] * inputs
        at_zero = network.forward(zeros)[-1] - neuron(weights, zeros)
        for place in range(inputs):
            x = [float(i == place) for i in range(inputs)]
            gap = network.forward(x)[-1] - neuron(weights, x) - at_zero
            assert math.isclose(gap, 0, abs_tol=1e-9), (
                f"weight {place} is off by {-gap:.4g}. Which paths lead from "
                "this input to the output, and what multiplies along each?"
            )
        assert not math.isclose(at_zero, network.output[-1], rel_tol=1e-9), (
            "the bias of the output neuron is missing."
        )
        assert math.isclose(at_zero, 0, abs_tol=1e-9), (
            f"the weights are right, but the bias is off by {-at_zero:.4g}: "
            "the hidden biases go through the output weights, too."
        )
