"""The sum of the switches goes from 0 to 3, and the lamp up, down and up.

Each neuron changes the slope at its kink. From 0 on it is 1, from 1 on it has
to be -1, which takes a -2, and from 2 on 1 again, a +2. With n switches it
takes n neurons.
"""

from itertools import product

from backprop.activations import BentNetwork, relu

# A row for each hidden neuron: three weights and a bias.
HIDDEN = [
    [1, 1, 1, 0],
    [1, 1, 1, -1],
    [1, 1, 1, -2],
]
OUTPUT = [1, -2, 2, 0]  # a weight for each of them, and a bias


def show():
    """Print what the lamp does, all switches down first."""
    network = BentNetwork(HIDDEN, OUTPUT, relu)
    for switches in product((0, 1), repeat=3):
        print(switches, network.forward(switches)[-1])


show()
