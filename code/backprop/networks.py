"""Many layers: reading digits.

A `Network` has the methods of a layer, and so is one: layers in a row, and
the way back through them in the opposite order. `fit` is the training loop
of the chapters before, on a handful of images at a time, with nothing new
but the shuffling and the measuring.

Training changes the arrays of the layers in place, and so it is careful with
them: if anything fails, each number is as it was before. In the same spirit
a file is written in whole or not at all, and read in whole before a single
weight changes; it holds arrays alone, never code. The images come with the
package.
Chapter: book/networks.md
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import numpy as np

from backprop._checks import check_count, check_positive, describe
from backprop._checks.arrays import check_array, check_generator
from backprop.layers import Linear
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

    def __init__(self, *layers):
        self.layers = _checked_layers(layers)

    def __repr__(self):
        return f"Network({', '.join(map(repr, self.layers))})"

    def forward(self, batch):
        """What the last layer gives for a batch; each keeps what it needs."""
        for layer in self.layers:
            batch = layer.forward(batch)
        return batch

    def backward(self, d_outputs, to_inputs=False):
        """Walk back from the slopes along the outputs of the last `forward`.

        After it, `gradients()` are those of that batch. The slopes along the
        batch itself are returned only if `to_inputs` asks for them.
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

    def save(self, path):
        """Write the parameters to a file, in whole or not at all.

        Raises
        ------
        ValueError
            If one of them is not finite. A file that is there stays.
        """
        for parameter in self.parameters():
            check_array(parameter, "the parameters")
        path = Path(path)
        unfinished = path.with_name(path.name + ".unfinished")
        try:
            with unfinished.open("wb") as file:
                np.savez(file, network=repr(self), **_named(self))
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)

    def load(self, path):
        """Take over the parameters from a file that `save` has written.

        Raises
        ------
        FileNotFoundError
            If there is no such file.
        ValueError
            If it is damaged, or belongs to another network. Then nothing has
            changed.
        """
        saved = _read(path)
        if saved["network"] != repr(self):
            raise ValueError(
                f"{path} belongs to {saved['network']} and does not fit "
                f"{self!r}"
            )
        own = _named(self)
        _check_fit(saved, own, path)
        for name, parameter in own.items():
            parameter[...] = saved[name]


def mini_batches(
    inputs, labels, batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Inputs and labels in random order, `batch_size` at a time.

    Each row comes once. The last batch is smaller where the numbers do not
    come out even.

    Told in book/networks.md, "A handful at a time".

    Raises
    ------
    TypeError, ValueError
        When the first batch is asked for: if there are not as many labels as
        inputs, `batch_size` is not from 1 to their number, or `rng` is no
        Generator.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> batches = mini_batches(np.zeros((1347, 64)), np.zeros(1347), 32, rng)
    >>> [len(labels) for _, labels in batches][-3:]
    [32, 32, 3]
    """
    inputs, labels = np.asarray(inputs), np.asarray(labels)
    _check_batches(inputs, labels, batch_size, rng)
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


def fit(
    network: Network,
    inputs,
    labels,
    *,
    rate: float,
    epochs: int,
    batch_size: int,
    rng: np.random.Generator,
    held_out=None,
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

    Returns
    -------
    History
        For each epoch the mean of the losses, each measured before its step,
        and the accuracies, if there is something to measure them on.

    Raises
    ------
    TypeError, ValueError
        If something given is of no use, or the loss grows beyond all bounds:
        then the rate is too large. The network is then as it was before.
    """
    inputs, labels = _checked_examples(inputs, labels)
    _check_batches(inputs, labels, batch_size, rng)
    rate, epochs = check_positive(rate, "rate"), check_count(epochs, "epochs")
    if held_out is not None:
        held_out = _checked_examples(*_pair(held_out))
    history = History([], [])
    with _restored_on_failure(network.parameters()):
        for epoch in _with_bar(epochs, history.losses):
            total = 0.0
            for rows, answers in mini_batches(inputs, labels, batch_size, rng):
                logits = _in_bounds(network.forward(rows), epoch, rate)
                loss, d_logits = cross_entropy_and_gradient(logits, answers)
                total += len(rows) * loss
                network.backward(d_logits)
                for parameter, slopes in zip(
                    network.parameters(), network.gradients(), strict=True
                ):
                    parameter -= rate * slopes
            history.losses.append(total / len(labels))
            if held_out is not None:
                said = network.predict(held_out[0])
                history.accuracies.append(accuracy(said, held_out[1]))
    return history


def accuracy(predicted, labels) -> float:
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
    predicted, labels = _checked_pair(predicted, labels)
    return float(np.mean(predicted == labels))


def confusion_matrix(predicted, labels, classes: int) -> np.ndarray:
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
    predicted, labels = _checked_pair(predicted, labels)
    check_count(classes, "classes")
    both = np.concatenate([predicted, labels])
    if both.min() < 0 or both.max() >= classes:
        raise ValueError(
            f"with {classes} classes each label must be from 0 to "
            f"{classes - 1}, but they are from {both.min()} to {both.max()}"
        )
    counts = np.zeros((classes, classes), dtype=int)
    np.add.at(counts, (labels, predicted), 1)
    return counts


@contextmanager
def _restored_on_failure(arrays):
    before = [array.copy() for array in arrays]
    try:
        with np.errstate(over="ignore", invalid="ignore"):  # we look ourselves
            yield
    except Exception:
        for array, values in zip(arrays, before, strict=True):
            array[...] = values
        raise


def _with_bar(epochs, losses):
    """Count the epochs, with a bar where there are a terminal and tqdm."""
    try:
        from tqdm import tqdm
    except ImportError:  # it is an extra: training works without
        yield from range(epochs)
        return
    with tqdm(total=epochs, unit="epoch", disable=None) as bar:
        for epoch in range(epochs):
            yield epoch
            bar.set_postfix_str(f"loss {losses[-1]:.4f}", refresh=False)
            bar.update()


def _in_bounds(logits, epoch, rate):
    if not np.isfinite(logits).all():
        raise ValueError(
            f"in epoch {epoch + 1} the numbers grew beyond all bounds: "
            f"try a smaller rate than {rate:g}"
        )
    return logits


METHODS = ("forward", "backward", "parameters", "gradients")


def _checked_layers(layers):
    if not layers:
        raise ValueError(
            "a Network needs at least one layer, as in "
            "Network(Linear(64, 10, rng))"
        )
    before = None
    for number, layer in enumerate(layers):
        missing = [name for name in METHODS if not hasattr(layer, name)]
        if missing or isinstance(layer, type):
            raise TypeError(
                "Network takes layers, one after the other, but came with "
                f"{describe(layer)}"
            )
        if any(layer is other for other in layers[:number]):
            raise ValueError(
                f"{layer!r} stands in the network twice: a layer keeps what "
                "passed through it, and that of one batch only. Make two"
            )
        if isinstance(layer, Linear):
            _check_sizes(before, layer)
            before = layer
        elif layer.parameters():  # of another kind: it checks its batches
            before = None
    return list(layers)


def _check_sizes(before, layer):
    takes = layer.weights.shape[0]
    gives = before.weights.shape[1] if before else takes
    if gives != takes:
        raise ValueError(
            f"{before!r} gives {gives} numbers for each row, and {layer!r} "
            f"takes {takes}: they must be equal"
        )


def _named(network):
    parameters = network.parameters()
    return {f"parameter_{i}": array for i, array in enumerate(parameters)}


def _read(path):
    """The arrays of a file that `Network.save` has written, by name."""
    content = Path(path).read_bytes()
    try:
        with np.load(BytesIO(content), allow_pickle=False) as file:
            saved = {name: np.asarray(file[name]) for name in file.files}
        return saved | {"network": str(saved["network"])}
    except Exception as error:  # zipfile and NumPy have many for bad bytes
        raise ValueError(
            f"{path} is damaged, or no file that Network.save has written"
        ) from error


def _check_fit(saved, own, path):
    """Refuse arrays that are not as many, as large and of the kind of ours."""
    if saved.keys() != {"network", *own}:
        raise ValueError(
            f"{path} is damaged: it holds {', '.join(saved)}, but should "
            f"hold network, {', '.join(own)}"
        )
    for name, parameter in own.items():
        array = saved[name]
        if (array.shape, array.dtype) != (parameter.shape, parameter.dtype):
            raise ValueError(
                f"{path} is damaged: {name} has shape {array.shape} and "
                f"holds {array.dtype}, but must have {parameter.shape} and "
                f"hold {parameter.dtype}"
            )
        if not np.isfinite(array).all():
            raise ValueError(
                f"{path} is damaged: {name} is not finite everywhere"
            )


def _checked_examples(inputs, labels):
    inputs = check_array(inputs, "inputs", axes=2)
    labels = _whole_numbers(labels)
    _check_as_many(inputs, labels, "inputs")
    return inputs, labels


def _pair(held_out):
    if not isinstance(held_out, tuple) or len(held_out) != 2:
        raise TypeError(
            "held_out must be a pair, (inputs, labels), but it is "
            f"{describe(held_out)}"
        )
    return held_out


def _whole_numbers(labels, name="labels"):
    array = np.array(labels)
    check_array(labels, name, axes=1)
    if array.dtype.kind not in "iu":
        raise TypeError(
            f"{name} must be whole numbers, but they are {describe(labels)}"
        )
    return array


def _checked_pair(predicted, labels):
    predicted = _whole_numbers(predicted, "predicted")
    labels = _whole_numbers(labels)
    _check_as_many(predicted, labels, "predicted labels")
    return predicted, labels


def _check_as_many(first, labels, what):
    if len(first) != len(labels):
        raise ValueError(
            f"there must be as many labels as {what}, but there are "
            f"{len(labels)} labels and {len(first)} {what}"
        )


def _check_batches(inputs, labels, batch_size, rng):
    _check_as_many(inputs, labels, "inputs")
    if not 1 <= check_count(batch_size, "batch_size") <= len(labels):
        raise ValueError(
            f"batch_size must be from 1 to {len(labels)}, the number of "
            f"inputs, but it is {batch_size}"
        )
    check_generator(rng)
