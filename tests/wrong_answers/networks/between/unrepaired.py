"""which images were that, when backward was called"""

from backprop.losses import cross_entropy_gradient
from backprop.networks import accuracy


def step(network, batch, labels, held_out, held_out_labels, rate):
    """Make one step downhill; return the accuracy before it."""
    logits = network.forward(batch)
    said = network.predict(held_out)
    network.backward(cross_entropy_gradient(logits, labels))
    for parameter, slopes in zip(
        network.parameters(), network.gradients(), strict=True
    ):
        parameter -= rate * slopes
    return accuracy(said, held_out_labels)
