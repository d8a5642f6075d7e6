"""Multiply out (x - mean) @ W + b"""


def fold(network, mean):
    network.layers[0].bias -= mean.mean()
