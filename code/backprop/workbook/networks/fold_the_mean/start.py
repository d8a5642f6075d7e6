"""Raw images: a network from which nobody has to subtract a mean.

`network` was trained on `images - mean`. Change its first layer, and nothing
else, so that it gives the same answers for `images`.
"""


def fold(network, mean):
    """Change the first layer of a network so that it takes raw images."""
    first = network.layers[0]
    first.bias += ...
