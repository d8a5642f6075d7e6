"""Three switches: the lamp changes whenever one of them is moved."""

from itertools import product

from backprop.activations import BentNetwork, relu

# A row for each hidden neuron: three weights and a bias.
HIDDEN = [
    [1, 1, 1, ...],
    [1, 1, 1, ...],
    [1, 1, 1, ...],
]
OUTPUT = [..., ..., ..., 0]  # a weight for each of them, and a bias


def show():
    """Print what the lamp does, all switches down first."""
    network = BentNetwork(HIDDEN, OUTPUT, relu)
    for switches in product((0, 1), repeat=3):
        print(switches, network.forward(switches)[-1])
