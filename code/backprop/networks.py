"""Many layers: reading digits.

A `Network` has the methods of a layer, and so is one: layers in a row, and
the way back through them in the opposite order. `fit` is the training loop
of the chapters before, on a handful of images at a time, with nothing new
but the shuffling and the measuring.

Training changes the arrays of the layers in place, and so its edge is careful
with them: if anything fails, each number is as it was before. In the same
spirit a file is written in whole or not at all, and read in whole before a
single weight changes; it holds arrays alone, never code. The images come with
the package.
Chapter: book/networks.md
"""

from importlib.resources import files
from typing import Annotated, NamedTuple

import numpy as np

from backprop._checks import (
    Count,
    Function,
    Positive,
    check_room,
    describe,
    shown,
)
from backprop._checks.arrays import (
    Examples,
    Generator,
    Matrix,
    WholeNumbers,
    check_array,
    check_as_many,
    check_matrix,
    check_whole_numbers,
)
from backprop._checks.edge import checked, checked_with
from backprop._checks.files import read_in_whole, written_in_whole
from backprop._checks.growth import can_be_kept, within_bounds
from backprop._checks.training import (
    check_unlocked,
    restored_on_failure,
    with_a_bar,
)
from backprop.layers import Activation, Linear
from backprop.losses import cross_entropy_and_gradient

__all__ = [
    "History",
    "Network",
    "accuracy",
    "confusion_matrix",
    "fit",
    "load_digits",
    "mini_batches",
]


def load_digits() -> tuple[np.ndarray, np.ndarray]:
    """Images of 1797 handwritten digits, 8 by 8, and what each of them is.

    They are the test part of "Optical Recognition of Handwritten Digits" by
    E. Alpaydin and C. Kaynak (1998), UCI Machine Learning Repository,
    doi 10.24432/C50P49, licence CC BY 4.0; the file `data/README.md` of the
    package tells how they were made and what was checked.

    Told in book/networks.md, "The digits".

    Returns
    -------
    images : ndarray
        Shape (1797, 64): the rows of an image one after the other, from 0,
        paper, to 1, ink, in steps of 1/16.
    labels : ndarray
        Shape (1797,): whole numbers from 0 to 9.

    Examples
    --------
    >>> images, labels = load_digits()
    >>> images.shape, labels[:5]
    ((1797, 64), array([0, 1, 2, 3, 4]))
    """
    with (files("backprop") / "data" / "digits.npz").open("rb") as file:
        digits = np.load(file)
        return digits["images"] / 16, digits["labels"].astype(int)


METHODS = ("forward", "backward", "parameters", "gradients")


def check_layer(value, name):
    """Return `value` if it has the methods of a layer."""
    missing = [each for each in METHODS if not hasattr(value, each)]
    if missing or isinstance(value, type):
        raise TypeError(
            f"{name} must be a layer or a network, such as Linear(64, 10, "
            f"rng), but it is {describe(value)}"
        )
    return value


def check_layers(layers, name):
    """Return `layers` if they can stand in a row, all of them once."""
    if not layers:
        raise ValueError(
            "a Network needs at least one layer, as in "
            "Network(Linear(64, 10, rng))"
        )
    for layer in layers:
        check_layer(layer, "Network takes layers, one after the other: each")
    before, seen = None, []
    for layer in single_layers(layers):
        if any(layer is other for other in seen):
            raise ValueError(
                f"{layer!r} stands in the network twice: a layer keeps what "
                "passed through it, and that of one batch only. Make two"
            )
        seen.append(layer)
        if isinstance(layer, Linear):
            check_sizes(before, layer)
            before = layer
        elif not isinstance(layer, Activation):  # it may change the size
            before = None
    return layers


def single_layers(layers):
    """The layers in a row, and in place of a network those within it."""
    for layer in layers:
        if isinstance(layer, Network):
            yield from single_layers(layer.layers)
        else:
            yield layer


def check_sizes(before, layer):
    """Refuse a layer that takes more or less than the one before gives."""
    takes = layer.weights.shape[0]
    gives = before.weights.shape[1] if before else takes
    if gives != takes:
        raise ValueError(
            f"{before!r} gives {gives} numbers for each row, and {layer!r} "
            f"takes {takes}: they must be equal"
        )


Layer = Annotated[object, check_layer]
Layers = Annotated[object, check_layers]


def are_finite(self):
    """A guard: what is written can be used again."""
    for parameter in self.parameters():
        check_array(parameter, "the parameters")


def belongs_to_this_network(path, self):
    """A guard: the file is whole, and fits; what was read in its place."""
    check_unlocked(self.parameters())
    return read_in_whole(path, repr(self), named(self.parameters()))


class Network:
    """Layers in a row: what one gives, the next one takes.

    A network has the methods of a layer, and so can be one.

    Told in book/networks.md, "Layers in a row".

    Parameters
    ----------
    *layers
        Objects with the methods `forward`, `backward`, `parameters` and
        `gradients`, such as `Linear` and `Activation`.

    Raises
    ------
    TypeError
        If one of them is not a layer.
    ValueError
        If there is none, one stands there twice, or one gives another number
        of outputs than the next one takes.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> network = Network(Linear(64, 32, rng), Linear(32, 10, rng))
    >>> network.forward(np.zeros((5, 64))).shape
    (5, 10)
    """

    @checked
    def __init__(self, *layers: Layers):
        self.layers = list(layers)

    def __repr__(self):
        return f"Network({', '.join(map(repr, self.layers))})"

    def forward(self, batch):
        """What the last layer gives for a batch; each keeps what it needs."""
        for layer in self.layers:
            batch = layer.forward(batch)
        return batch

    def backward(self, d_outputs, to_inputs=True):
        """Walk back from the slopes along the outputs of the last `forward`.

        After it, `gradients()` are those of that batch. The slopes along the
        batch itself are returned, unless `to_inputs` is False: that saves a
        product.
        """
        first, *others = self.layers
        for layer in reversed(others):
            d_outputs = layer.backward(d_outputs)
        return first.backward(d_outputs, to_inputs)

    def parameters(self):
        """The arrays that training changes, from the first layer on."""
        return [array for layer in self.layers for array in layer.parameters()]

    def gradients(self):
        """The slopes of the loss along them, in the same order."""
        return [array for layer in self.layers for array in layer.gradients()]

    def predict(self, batch):
        """For each row the label with the largest logit."""
        return self.forward(batch).argmax(axis=1)

    @checked_with(are_finite)
    @written_in_whole
    def save(self, path):
        """Write the parameters to a file.

        It is written in whole or not at all.

        Raises
        ------
        TypeError, ValueError
            If `path` is no path, or a parameter is not finite. A file that is
            there stays.
        """
        with open(path, "wb") as file:
            np.savez(file, network=repr(self), **named(self.parameters()))

    @checked_with(belongs_to_this_network)
    def load(self, path):
        """Take over the parameters from a file that `save` has written.

        Raises
        ------
        FileNotFoundError
            If there is no such file.
        TypeError, ValueError
            If `path` is no path, or the file is damaged or belongs to another
            network. Then nothing has changed.
        """
        with np.load(path) as saved:
            for name, parameter in named(self.parameters()).items():
                parameter[...] = saved[name]


def named(parameters):
    """The arrays, each with a name for the file."""
    return {f"parameter_{i}": array for i, array in enumerate(parameters)}


def fill_batches(batch_size, inputs, labels):
    """A guard: as many labels as inputs, and no more in a batch."""
    check_as_many(inputs, labels, "inputs")
    if not 1 <= batch_size <= len(labels):
        raise ValueError(
            f"batch_size must be from 1 to {len(labels)}, the number of "
            f"inputs, but it is {shown(batch_size)}"
        )


@checked_with(fill_batches)
def mini_batches(
    inputs: Examples, labels: Examples, batch_size: Count, rng: Generator
):
    """Inputs and labels in random order, `batch_size` at a time.

    Each row comes once. The last batch is smaller where the numbers do not
    come out even. A batch is a pair of arrays.

    Told in book/networks.md, "A handful at a time".

    Raises
    ------
    TypeError, ValueError
        If there are not as many labels as inputs, `batch_size` is not from 1
        to their number, or `rng` is no Generator.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> batches = mini_batches(np.zeros((1347, 64)), np.zeros(1347), 32, rng)
    >>> [len(labels) for _, labels in batches][-3:]
    [32, 32, 3]
    """
    order = rng.permutation(len(labels))
    for start in range(0, len(labels), batch_size):
        rows = order[start : start + batch_size]
        yield inputs[rows], labels[rows]


class History(NamedTuple):
    """What `fit` saw, one number for each epoch.

    Told in book/networks.md, "A handful at a time".
    """

    losses: list[float]
    accuracies: list[float]


def are_inputs_and_labels(held_out, network):
    """A guard: what is held out is a pair, and checked as the examples are."""
    if held_out is None:
        return None
    if not isinstance(held_out, tuple) or len(held_out) != 2:
        raise TypeError(
            "held_out must be a pair, (inputs, labels), but it is "
            f"{describe(held_out)}"
        )
    if not hasattr(network, "predict"):
        raise TypeError(
            "what is held out is read by network.predict, which a Network "
            f"has, but network is {describe(network)}"
        )
    inputs = check_matrix(held_out[0], "inputs held out")
    labels = check_whole_numbers(held_out[1], "labels held out")
    check_as_many(inputs, labels, "inputs held out")
    return inputs, labels


@checked_with(fill_batches, are_inputs_and_labels, can_be_kept)
@within_bounds
@restored_on_failure
@with_a_bar
def fit(
    network: Layer,
    inputs: Matrix,
    labels: WholeNumbers,
    *,
    rate: Positive,
    epochs: Count,
    batch_size: Count,
    rng: Generator,
    held_out=None,
    after_epoch: Function | None = None,
) -> History:
    """Train a network on mini-batches to tell the labels of inputs.

    In a terminal, and with `tqdm` installed, a bar shows how far it is.
    Stopped from the keyboard, the network keeps what it has learned so far.

    Told in book/networks.md, "A handful at a time".

    Parameters
    ----------
    held_out
        Inputs and labels that are not trained on: `(inputs, labels)`. If
        given, the accuracy on them is measured after each epoch.
    after_epoch
        A function that is called with the losses after each epoch. If
        nothing is said, it moves the bar.

    Returns
    -------
    History
        For each epoch the mean of the losses, each measured before its step,
        and the accuracies, if there is something to measure them on.

    Raises
    ------
    TypeError, ValueError
        If something given is of no use, or the numbers grow beyond all
        bounds: then the rate is too large. The network is then as it was
        before.
    """
    losses, accuracies = [], []
    for _ in range(epochs):
        total = 0.0
        for rows, answers in mini_batches(inputs, labels, batch_size, rng):
            logits = network.forward(rows)
            loss, d_logits = cross_entropy_and_gradient(logits, answers)
            total += len(rows) * loss
            network.backward(d_logits, to_inputs=False)
            parameters, gradients = network.parameters(), network.gradients()
            for parameter, slopes in zip(parameters, gradients, strict=True):
                parameter -= rate * slopes
        losses.append(total / len(labels))
        if held_out is not None:
            said = network.predict(held_out[0])
            accuracies.append(accuracy(said, held_out[1]))
        if after_epoch is not None:
            after_epoch(losses)
    return History(losses, accuracies)


def are_as_many(predicted, labels):
    """A guard: a label for each prediction."""
    check_as_many(predicted, labels, "predicted labels")


@checked_with(are_as_many)
def accuracy(predicted: WholeNumbers, labels: WholeNumbers) -> float:
    """Which part of the predicted labels is right.

    Told in book/networks.md, "A handful at a time".

    Raises
    ------
    TypeError, ValueError
        If one of the two holds something else than whole numbers, or they
        are not equally many.

    Examples
    --------
    >>> accuracy([3, 8, 1, 5], [3, 3, 1, 5])
    0.75
    """
    return float(np.mean(predicted == labels))


def are_classes(predicted, labels, classes):
    """A guard: each label is from 0 to `classes` - 1."""
    both = np.concatenate([predicted, labels])
    if both.min() < 0 or both.max() >= classes:
        raise ValueError(
            f"with {shown(classes)} classes each label must be from 0 to "
            f"{shown(classes - 1)}, but they are from {both.min()} to "
            f"{both.max()}"
        )
    check_room(classes**2, f"{shown(classes)} classes")


@checked_with(are_as_many, are_classes)
def confusion_matrix(
    predicted: WholeNumbers, labels: WholeNumbers, classes: Count
) -> np.ndarray:
    """How often what is `row` was said to be `column`.

    Told in book/networks.md, "What it gets wrong".

    Raises
    ------
    TypeError, ValueError
        As `accuracy` does, and if a label is not from 0 to `classes` - 1.

    Examples
    --------
    >>> confusion_matrix([0, 1, 1, 1], [0, 0, 1, 1], classes=2)
    array([[1, 1],
           [0, 2]])
    """
    counts = np.zeros((classes, classes), dtype=int)
    np.add.at(counts, (labels, predicted), 1)
    return counts
