"""the sign is wrong"""


def fold(network, mean):
    network.layers[0].bias += mean @ network.layers[0].weights
