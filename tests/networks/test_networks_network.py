"""The digits, and a network of layers."""

import hashlib
import tomllib
from importlib.resources import files

import numpy as np
import pytest
from backprop.activations import relu, tanh
from backprop.gradients import gradient
from backprop.layers import Activation, Linear
from backprop.losses import cross_entropy
from backprop.networks import (
    Network,
    accuracy,
    confusion_matrix,
    fit,
    load_digits,
    mini_batches,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from networks_tools import (
    IMAGES,
    LABELS,
    RNG,
    ROOT,
    loss_by_formula,
    make,
    walk,
)

# The digits

ONE = Linear(2, 2, RNG)


def test_the_digits_are_those_of_uci():
    rows = np.column_stack([(IMAGES * 16).astype(int), LABELS])
    text = "".join(",".join(map(str, row)) + "\n" for row in rows.tolist())
    assert len(text) == 264_712
    assert hashlib.sha256(text.encode()).hexdigest() == (
        "6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8"
    )


def test_the_digits_in_numbers():
    assert IMAGES.shape == (1797, 64) and IMAGES.dtype == np.float64
    assert (IMAGES.min(), IMAGES.max()) == (0, 1)
    assert LABELS.shape == (1797,) and LABELS.dtype.kind == "i"
    counts = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert np.bincount(LABELS).tolist() == counts


def test_the_digits_ship_with_the_package():
    file = files("backprop") / "data" / "digits.npz"
    assert len(file.read_bytes()) < 50_000
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    patterns = settings["tool"]["setuptools"]["package-data"]["backprop"]
    assert "data/*" in patterns
    notice = (files("backprop") / "data" / "README.md").read_text("utf-8")
    for fact in ("10.24432/C50P49", "CC BY 4.0", "Alpaydin", "Kaynak"):
        assert fact in notice and fact in load_digits.__doc__


def test_the_caller_may_change_the_digits():
    load_digits()[0][:] = 0
    assert load_digits()[0].max() == 1


# Network


def test_a_network_is_its_layers_in_a_row():
    network = make(3, 5, 2)
    first, bend, last = network.layers
    batch = np.random.default_rng(1).normal(size=(7, 3))
    expected = last.forward(bend.forward(first.forward(batch)))
    assert np.array_equal(network.forward(batch), expected)
    assert np.array_equal(network.predict(batch), expected.argmax(axis=1))
    assert [p.shape for p in network.parameters()] == [
        (3, 5),
        (5,),
        (5, 2),
        (2,),
    ]
    for own, of_layer in zip(
        network.parameters(),
        first.parameters() + last.parameters(),
        strict=True,
    ):
        assert own is of_layer  # to be changed in place


def test_its_repr_is_how_to_make_it():
    assert repr(make(64, 32, 10)) == (
        "Network(Linear(64, 32), Activation(relu), Linear(32, 10))"
    )


shapes = st.lists(st.integers(1, 4), min_size=2, max_size=4)


@settings(max_examples=30, deadline=None)
@given(shapes, st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_gradients_agree_with_the_complex_step(sizes, rows, seed):
    rng = np.random.default_rng(seed)
    network = make(*sizes, bend=tanh, seed=seed)
    batch = rng.uniform(-1, 1, size=(rows, sizes[0]))
    labels = rng.integers(sizes[-1], size=rows)
    d_batch, gradients = walk(network, batch, labels, to_inputs=True)
    numbers = [*network.parameters(), batch]
    for array, slopes in zip(numbers, [*gradients, d_batch], strict=True):
        assert slopes.shape == array.shape
        for index in np.ndindex(array.shape):
            moved = [a.astype(complex) for a in numbers]
            at = next(i for i, a in enumerate(numbers) if a is array)
            moved[at][index] += 1e-20j
            loss = loss_by_formula(moved[:-1], moved[-1], labels, np.tanh)
            exact = loss.imag / 1e-20
            assert slopes[index] == pytest.approx(exact, rel=1e-10, abs=1e-14)


def test_gradients_agree_with_nudging():
    network = make(6, 5, 4, 3)
    rng = np.random.default_rng(2)
    batch, labels = rng.normal(size=(8, 6)), rng.integers(3, size=8)
    _, gradients = walk(network, batch, labels)
    assert min(abs(slopes).max() for slopes in gradients) > 1e-3
    for parameter, slopes in zip(network.parameters(), gradients, strict=True):
        kept = parameter.copy()

        def loss(value, parameter=parameter):
            parameter[...] = value
            return cross_entropy(network.forward(batch), labels)

        nudged = gradient(loss, kept)
        parameter[...] = kept
        np.testing.assert_allclose(slopes, nudged, rtol=1e-6, atol=1e-9)


def test_slopes_along_the_data_can_be_spared():
    network, batch = make(4, 3, 2), np.ones((5, 4))
    assert walk(network, batch, [0, 1, 0, 1, 0], to_inputs=False)[0] is None
    slopes, _ = walk(network, batch, [0, 1, 0, 1, 0])
    assert slopes.shape == batch.shape


@pytest.mark.parametrize("first, last", [(0, 3), (2, 4), (2, 5), (1, 2)])
def test_a_network_can_be_a_layer(first, last):
    flat = make(4, 6, 5, 3)
    before, inner, after = (
        flat.layers[:first], flat.layers[first:last], flat.layers[last:]
    )  # fmt: skip
    nested = Network(*before, Network(*inner), *after)
    batch, labels = np.random.default_rng(3).normal(size=(9, 4)), [0, 1, 2] * 3
    slopes, gradients = walk(flat, batch, labels, to_inputs=True)
    again, nested_gradients = walk(nested, batch, labels, to_inputs=True)
    assert np.array_equal(slopes, again)
    assert all(map(np.array_equal, gradients, nested_gradients))
    settings = {"rate": 0.1, "epochs": 2, "batch_size": 2}
    losses = [
        fit(network, batch, labels, rng=np.random.default_rng(0), **settings)
        for network in (make(4, 6, 5, 3), nested)
    ]
    assert losses[0] == losses[1]


class Halves:
    """A layer of the reader's own, without parameters, that changes sizes."""

    def forward(self, inputs):
        return inputs[:, ::2]

    def backward(self, d_outputs, to_inputs=True):
        raise NotImplementedError

    def parameters(self):
        return []

    def gradients(self):
        return []


def test_a_layer_of_the_readers_own_may_change_the_size():
    network = Network(Linear(2, 4, RNG), Halves(), Linear(2, 1, RNG))
    assert network.forward(np.ones((3, 2))).shape == (3, 1)


def test_a_layer_of_another_kind_hides_its_sizes():
    a, b, c = (Linear(*sizes, RNG) for sizes in ((2, 3), (3, 5), (5, 1)))
    assert Network(a, Network(b), c).forward(np.ones((1, 2))).shape == (1, 1)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: Network(), ValueError, "needs at least one layer"),
        (
            lambda: Network([Linear(2, 2, RNG)]),
            TypeError,
            "Network takes layers, one after the other: each must be a layer "
            "or a network, such as Linear(64, 10, rng), but it is [Linear(2, 2)]",
        ),
        (lambda: Network(Linear), TypeError, "Network takes layers"),
        (lambda: Network(relu), TypeError, "Network takes layers"),
        (
            lambda: Network(*[Linear(2, 2, RNG)] * 2),
            ValueError,
            "Linear(2, 2) stands in the network twice",
        ),
        (
            lambda: Network(Network(ONE), ONE),
            ValueError,
            "Linear(2, 2) stands in the network twice",
        ),
        (
            lambda: Network(Network(ONE), Activation(relu), Network(ONE)),
            ValueError,
            "Linear(2, 2) stands in the network twice",
        ),
        (
            lambda: Network(Network(Linear(2, 3, RNG)), Linear(2, 1, RNG)),
            ValueError,
            "Linear(2, 3) gives 3 numbers for each row",
        ),
        (
            lambda: Network(
                Linear(64, 32, RNG), Activation(relu), Linear(23, 10, RNG)
            ),
            ValueError,
            "Linear(64, 32) gives 32 numbers for each row, and Linear(23, 10) "
            "takes 23",
        ),
        (
            lambda: mini_batches([[1], [2]], [1], 1, RNG),
            ValueError,
            "1 labels and 2 inputs",
        ),
        (
            lambda: next(mini_batches([[1]], [1], True, RNG)),
            TypeError,
            "batch_size must be a whole number, but it is True",
        ),
        (
            lambda: next(mini_batches([[1]], [1], 1, np.random)),
            TypeError,
            "rng must be a Generator",
        ),
        (
            lambda: accuracy([1, 2], [1]),
            ValueError,
            "1 labels and 2 predicted labels",
        ),
        (
            lambda: accuracy([0.9, 0.1], [1, 0]),
            TypeError,
            "predicted must be whole numbers",
        ),
        (lambda: accuracy([], []), ValueError, "predicted must hold numbers"),
        (
            lambda: confusion_matrix([1, 2], [0, -1], classes=3),
            ValueError,
            "must be from 0 to 2, but they are from -1 to 2",
        ),
        (
            lambda: confusion_matrix([3], [0], classes=3),
            ValueError,
            "with 3 classes each label must be from 0 to 2",
        ),
        (
            lambda: confusion_matrix([3], [0], classes=10**6),
            ValueError,
            "1000000 classes are too many",
        ),
        (
            lambda: accuracy([[1], [2, 3]], [1, 2]),
            ValueError,
            "predicted must have rows of equal length",
        ),
        (
            lambda: mini_batches(np.ma.masked_equal([1, 2], 2), [1, 2], 1, RNG),
            TypeError,
            "inputs has a mask",
        ),
        (
            lambda: mini_batches({1, 2}, [1, 2], 1, RNG),
            TypeError,
            "inputs must be an array, or a list, of an entry for each example",
        ),
        (
            lambda: confusion_matrix([3], [0], classes=1.5),
            TypeError,
            "classes must be a whole number",
        ),
    ],
)
def test_bad_input_is_refused_in_plain_words(call, error, message):
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)
