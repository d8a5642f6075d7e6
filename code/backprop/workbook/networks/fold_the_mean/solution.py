"""(x - mean) @ W + b = x @ W + (b - mean @ W).

The bracket does not depend on x: it is a bias. Such things are done before a
network is handed on, so that nothing has to be remembered. Why subtract the
mean at all, then? Because training goes other ways: it is the same network,
but not the same bowl.
"""


def fold(network, mean):
    """Change the first layer of a network so that it takes raw images."""
    first = network.layers[0]
    first.bias -= mean @ first.weights
