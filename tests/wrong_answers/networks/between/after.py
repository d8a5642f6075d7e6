"""expected the accuracy before the step"""

from backprop.losses import cross_entropy_gradient
from backprop.networks import accuracy


def step(network, batch, labels, held_out, held_out_labels, rate):
    logits = network.forward(batch)
    network.backward(cross_entropy_gradient(logits, labels))
    for parameter, slopes in zip(
        network.parameters(), network.gradients(), strict=True
    ):
        parameter -= rate * slopes
    return accuracy(network.predict(held_out), held_out_labels)
