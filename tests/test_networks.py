"""Step 11: networks of layers, their training, their files, the digits."""

import hashlib
import io
import math
import os
import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from backprop import networks
from backprop.activations import relu, tanh
from backprop.gradients import gradient
from backprop.layers import Activation, Linear
from backprop.losses import cross_entropy, cross_entropy_gradient
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

ROOT = Path(__file__).resolve().parents[1]
IMAGES, LABELS = load_digits()
ORDER = np.random.default_rng(0).permutation(1797)
HELD_OUT, TRAINING = ORDER[:450], ORDER[450:]


def make(*sizes, bend=relu, seed=0):
    """A network with a bend between its layers."""
    rng = np.random.default_rng(seed)
    layers = [Linear(sizes[0], sizes[1], rng)]
    for inputs, outputs in zip(sizes[1:], sizes[2:], strict=False):
        layers += [Activation(bend), Linear(inputs, outputs, rng)]
    return Network(*layers)


def values(network):
    return [parameter.copy() for parameter in network.parameters()]


def same(network, before):
    return all(map(np.array_equal, network.parameters(), before))


def walk(network, batch, labels, **options):
    logits = network.forward(batch)
    slopes = network.backward(
        cross_entropy_gradient(logits, labels), **options
    )
    return slopes, network.gradients()


def loss_by_formula(parameters, batch, labels, bend):
    """Written out, so that it takes complex numbers and shares no code."""
    pairs = list(zip(parameters[::2], parameters[1::2], strict=True))
    for number, (weights, bias) in enumerate(pairs, start=1):
        batch = batch @ weights + bias
        batch = bend(batch) if number < len(pairs) else batch
    powers = np.exp(batch - batch.real.max(axis=1, keepdims=True))
    shares = powers[np.arange(len(labels)), labels] / powers.sum(axis=1)
    return -np.log(shares).mean()


# The digits


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


def test_slopes_along_the_data_only_if_asked_for():
    network, batch = make(4, 3, 2), np.ones((5, 4))
    assert walk(network, batch, [0, 1, 0, 1, 0])[0] is None
    slopes, _ = walk(network, batch, [0, 1, 0, 1, 0], to_inputs=True)
    assert slopes.shape == batch.shape


def test_a_network_can_be_a_layer():
    flat = make(4, 6, 5, 3)
    nested = Network(Network(*flat.layers[:3]), *flat.layers[3:])
    batch, labels = np.random.default_rng(3).normal(size=(9, 4)), [0, 1, 2] * 3
    slopes, gradients = walk(flat, batch, labels, to_inputs=True)
    again, nested_gradients = walk(nested, batch, labels, to_inputs=True)
    assert np.array_equal(slopes, again)
    assert all(map(np.array_equal, gradients, nested_gradients))


def test_a_layer_of_another_kind_hides_its_sizes():
    a, b, c = (Linear(*sizes, RNG) for sizes in ((2, 3), (3, 5), (5, 1)))
    assert Network(a, Network(b), c).forward(np.ones((1, 2))).shape == (1, 1)


# Mini-batches


@settings(deadline=None)
@given(st.integers(1, 40), st.data())
def test_mini_batches_show_each_row_once(rows, data):
    size = data.draw(st.integers(1, rows))
    inputs = np.arange(2 * rows).reshape(rows, 2)
    batches = list(mini_batches(inputs, inputs[:, 0], size, RNG))
    lengths = [len(labels) for _, labels in batches]
    assert lengths[:-1] == [size] * (math.ceil(rows / size) - 1)
    assert 1 <= lengths[-1] <= size
    assert all((batch[:, 0] == labels).all() for batch, labels in batches)
    seen = np.concatenate([labels for _, labels in batches])
    assert sorted(seen) == inputs[:, 0].tolist()


def test_mini_batches_are_shuffled_by_their_generator():
    def order(rng):
        return [int(b[0, 0]) for b, _ in mini_batches(x, x[:, 0], 1, rng)]

    x, rng = np.arange(50).reshape(50, 1), np.random.default_rng(5)
    first, second = order(rng), order(rng)
    assert first != second and first != sorted(first)
    assert order(np.random.default_rng(5)) == first


# fit


def small(**changes):
    """What `fit` needs besides the network, for 20 of the digits."""
    facts = {
        "inputs": IMAGES[:20],
        "labels": LABELS[:20],
        "rate": 0.5,
        "epochs": 3,
        "batch_size": 8,
        "rng": np.random.default_rng(0),
    }
    return facts | changes


def test_fit_is_gradient_descent_on_mini_batches():
    network, by_hand = make(64, 8, 10), make(64, 8, 10)
    history = fit(network, **small(epochs=2))
    rng, losses = np.random.default_rng(0), []
    for _ in range(2):
        order, total = rng.permutation(20), 0.0
        for rows in (order[:8], order[8:16], order[16:]):
            batch, labels = IMAGES[rows], LABELS[rows]
            total += len(rows) * loss_by_formula(
                by_hand.parameters(), batch, labels, lambda x: np.maximum(x, 0)
            )
            _, gradients = walk(by_hand, batch, labels)
            for parameter, slopes in zip(
                by_hand.parameters(), gradients, strict=True
            ):
                parameter[...] = parameter - 0.5 * slopes
        losses.append(total / 20)
    assert history.losses == pytest.approx(losses, rel=1e-12)
    assert history.accuracies == []
    for got, expected in zip(
        network.parameters(), by_hand.parameters(), strict=True
    ):
        np.testing.assert_allclose(got, expected, rtol=1e-12, atol=1e-15)


def test_twenty_digits_are_learned_by_heart():
    network = make(64, 32, 10)
    history = fit(network, **small(epochs=300, batch_size=20))
    assert history.losses[0] == pytest.approx(math.log(10), abs=1)
    assert history.losses[-1] < 0.01
    assert accuracy(network.predict(IMAGES[:20]), LABELS[:20]) == 1


def test_one_seed_one_result():
    def run(seed):
        network = make(64, 8, 10, seed=seed)
        rng = np.random.default_rng(seed)
        return fit(network, **small(rng=rng)), values(network)

    (first, ends), (second, again) = run(1), run(1)
    assert first == second and all(map(np.array_equal, ends, again))
    assert run(2)[0] != first


@pytest.fixture(scope="module")
def trained():
    """Two networks trained on 1347 digits, and their histories."""

    def run(seed):
        network = make(64, 32, 10, seed=seed)
        history = fit(
            network,
            IMAGES[TRAINING],
            LABELS[TRAINING],
            rate=0.3,
            epochs=20,
            batch_size=32,
            rng=np.random.default_rng(seed),
            held_out=(IMAGES[HELD_OUT], LABELS[HELD_OUT]),
        )
        return network, history

    return [run(seed) for seed in range(2)]


def test_digits_it_has_never_seen_are_read(trained):
    for network, history in trained:
        assert len(history.losses) == len(history.accuracies) == 20
        assert history.losses[-1] < 0.15 < 1 < history.losses[0]
        assert history.accuracies[-1] > 0.9
        said = network.predict(IMAGES[HELD_OUT])
        assert accuracy(said, LABELS[HELD_OUT]) == history.accuracies[-1]
    assert trained[0][1] != trained[1][1]


def test_fit_changes_nothing_but_the_network():
    inputs, labels = IMAGES[:20].copy(), LABELS[:20].copy()
    fit(
        make(64, 4, 10),
        **small(inputs=inputs, labels=labels, held_out=(inputs, labels)),
    )
    assert np.array_equal(inputs, IMAGES[:20])
    assert np.array_equal(labels, LABELS[:20])


def test_fit_takes_lists_and_no_epochs():
    network = make(2, 2)
    before = values(network)
    facts = {"inputs": [[0, 1], [1, 0]], "labels": [0, 1], "batch_size": 2}
    assert fit(network, **small(epochs=0, **facts)) == ([], [])
    assert same(network, before)
    assert len(fit(network, **small(**facts)).losses) == 3


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"labels": LABELS[:19]}, ValueError, "19 labels and 20 inputs"),
        ({"labels": [0.5] * 20}, TypeError, "labels must be whole numbers"),
        ({"labels": ["a"] * 20}, TypeError, "labels must hold numbers"),
        ({"labels": [[1]] * 20}, ValueError, "labels must have 1 axis"),
        ({"labels": [True] * 20}, TypeError, "labels must hold numbers"),
        ({"labels": [10] * 20}, ValueError, "10"),
        ({"inputs": IMAGES[0]}, ValueError, "inputs must have 2 axes"),
        ({"inputs": []}, ValueError, "inputs must hold numbers"),
        (
            {"inputs": IMAGES[:20] * math.nan},
            ValueError,
            "inputs must hold finite numbers",
        ),
        ({"batch_size": 0}, ValueError, "batch_size must be from 1 to 20"),
        ({"batch_size": 21}, ValueError, "the number of inputs, but it is 21"),
        ({"batch_size": 2.5}, TypeError, "batch_size must be a whole number"),
        ({"rng": 0}, TypeError, "rng must be a Generator, as np.random"),
        ({"rate": 0}, ValueError, "rate must be above zero"),
        ({"rate": "1"}, TypeError, "rate must be a number"),
        ({"epochs": 1.5}, TypeError, "epochs must be a whole number"),
        ({"held_out": (IMAGES[:2], [1])}, ValueError, "1 labels and 2 inputs"),
        ({"held_out": IMAGES[:3]}, TypeError, "held_out must be a pair"),
        (
            {"rate": 1e200},
            ValueError,
            "epoch 1 the numbers grew beyond all bounds: try a smaller rate than 1e+200",
        ),
    ],
)
def test_what_fit_refuses_leaves_the_network_as_it_was(
    changes, error, message
):
    network = make(64, 6, 10)
    before = values(network)
    with pytest.raises(error) as caught:
        fit(network, **small(**changes))
    assert message in str(caught.value)
    assert same(network, before)


def test_stopped_from_the_keyboard_it_keeps_what_it_has_learned(monkeypatch):
    def stopped(*args):
        raise KeyboardInterrupt

    network, other = make(64, 6, 10), make(64, 6, 10)
    fit(other, **small(epochs=1))
    monkeypatch.setattr("backprop.networks.accuracy", stopped)
    with pytest.raises(KeyboardInterrupt):
        fit(network, **small(held_out=(IMAGES[:2], LABELS[:2])))
    assert same(network, values(other))


def test_the_inputs_must_fit_the_network():
    network = make(64, 6, 10)
    with pytest.raises(ValueError, match="64"):
        fit(network, **small(inputs=IMAGES[:20, :63]))


def test_fit_is_silent_where_there_is_no_terminal(capsys):
    fit(make(64, 4, 10), **small())
    assert capsys.readouterr() == ("", "")


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_in_a_terminal_there_is_a_bar(monkeypatch):
    pytest.importorskip("tqdm")
    monkeypatch.setattr(sys, "stderr", Terminal())
    history = fit(make(64, 4, 10), **small())
    shown = sys.stderr.getvalue()
    assert "3/3" in shown and f"loss {history.losses[-1]:.4f}" in shown


def test_fit_works_without_tqdm(monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)  # as if not installed
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert len(fit(make(64, 4, 10), **small()).losses) == 3
    assert sys.stderr.getvalue() == ""


def test_tqdm_is_imported_only_when_something_is_trained():
    code = "import sys, backprop.networks; sys.exit('tqdm' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


# Counting what is right


def test_accuracy_and_confusion():
    labels, said = [0, 0, 1, 2, 2, 2], [0, 1, 1, 2, 0, 2]
    matrix = confusion_matrix(said, labels, classes=4)
    assert matrix.tolist() == [
        [1, 1, 0, 0],
        [0, 1, 0, 0],
        [1, 0, 2, 0],
        [0, 0, 0, 0],
    ]
    assert accuracy(said, labels) == np.trace(matrix) / matrix.sum() == 4 / 6


# Files


def test_what_is_saved_can_be_loaded(tmp_path):
    saved, loaded = make(64, 32, 10, seed=1), make(64, 32, 10, seed=2)
    saved.save(tmp_path / "digits.npz")
    own = loaded.parameters()
    loaded.load(str(tmp_path / "digits.npz"))
    assert same(loaded, saved.parameters())
    assert all(a is b for a, b in zip(own, loaded.parameters(), strict=True))
    assert [path.name for path in tmp_path.iterdir()] == ["digits.npz"]


def test_one_network_one_file(tmp_path):
    for name in ("a", "b.npz"):  # the name is taken as it is
        make(3, 2).save(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_a_file_that_cannot_be_finished_leaves_the_old_one(
    tmp_path, monkeypatch
):
    path = tmp_path / "net.npz"
    make(3, 2, seed=1).save(path)
    before = path.read_bytes()

    def full(file, **arrays):
        file.write(b"half of it")
        raise OSError("no space left on device")

    monkeypatch.setattr(networks.np, "savez", full)
    with pytest.raises(OSError, match="no space left"):
        make(3, 2, seed=2).save(path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["net.npz"]


def test_what_could_not_be_loaded_is_not_saved(tmp_path):
    network = make(3, 2)
    network.parameters()[1][0] = math.nan
    with pytest.raises(ValueError, match="the parameters must hold finite"):
        network.save(tmp_path / "net.npz")
    assert list(tmp_path.iterdir()) == []


def refused(network, path, error=ValueError):
    """The message with which a file is refused, nothing being changed."""
    before = values(network)
    with pytest.raises(error) as caught:
        network.load(path)
    assert same(network, before)
    return str(caught.value)


def test_a_file_cut_anywhere_is_refused(tmp_path):
    network, path = make(2, 2), tmp_path / "net.npz"
    network.save(path)
    whole = path.read_bytes()
    for length in [*range(0, len(whole), 7), len(whole) - 1]:
        path.write_bytes(whole[:length])
        message = refused(network, path)
        assert message == (
            f"{path} is damaged, or no file that Network.save has written"
        )


def test_a_changed_byte_never_changes_what_is_loaded(tmp_path):
    network, path = make(2, 2), tmp_path / "net.npz"
    network.save(path)
    whole, before, refusals = path.read_bytes(), values(network), 0
    for position in range(0, len(whole), 3):
        changed = bytearray(whole)
        changed[position] ^= 0x20
        path.write_bytes(changed)
        try:
            network.load(path)
        except ValueError as error:
            assert "net.npz" in str(error)
            refusals += 1
        assert same(network, before)  # the rest is not read at all
    assert refusals > 200


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"network": "Network()"}, "belongs to Network() and does not fit"),
        ({"network": None}, "is damaged, or no file that Network.save"),
        ({"parameter_1": None}, "it holds network, parameter_0, but should"),
        ({"weights": np.ones(1)}, "parameter_1, weights, but should hold"),
        ({"parameter_1": np.ones(3)}, "parameter_1 has shape (3,) and holds"),
        (
            {"parameter_0": np.ones((3, 2), dtype=np.float32)},
            "holds float32, but must have (3, 2) and hold float64",
        ),
        ({"parameter_1": np.array(["a", "b"])}, "holds <U1, but must have"),
        ({"parameter_1": np.array([None, 1])}, "is damaged"),
        (
            {"parameter_1": np.array([1, math.nan])},
            "is damaged: parameter_1 is not finite everywhere",
        ),
    ],
)
def test_a_file_of_something_else_is_refused(tmp_path, changes, message):
    network, path = make(3, 2), tmp_path / "net.npz"
    network.save(path)
    arrays = dict(np.load(path)) | changes
    arrays = {name: a for name, a in arrays.items() if a is not None}
    np.savez(path, **arrays)
    found = refused(network, path)
    assert found.startswith(str(path)) and message in found


class RunsWhenRead:
    """What a pickle in a file of a stranger can be: a call."""

    def __init__(self, folder):
        self.folder = folder

    def __reduce__(self):
        return os.mkdir, (self.folder,)


def test_a_file_cannot_run_code(tmp_path):
    network, path = make(3, 2), tmp_path / "net.npz"
    network.save(path)
    arrays, folder = dict(np.load(path)), tmp_path / "the file ran code"
    arrays["parameter_1"] = np.array([RunsWhenRead(folder)])
    np.savez(path, **arrays)
    assert "no file that Network.save" in refused(network, path)
    assert not folder.exists()


@pytest.mark.parametrize("other", [make(3, 4, 2, bend=tanh), make(3, 5, 2)])
def test_a_file_of_another_network_is_refused(tmp_path, other):
    path = tmp_path / "net.npz"
    other.save(path)
    message = refused(make(3, 4, 2), path)
    assert f"{path} belongs to {other!r} and does not fit Network(" in message


def test_a_file_that_is_none(tmp_path):
    path = tmp_path / "net.npz"
    assert "net.npz" in refused(make(3, 2), path, FileNotFoundError)
    np.save(tmp_path / "array.npy", np.ones(3))
    assert "no file that" in refused(make(3, 2), tmp_path / "array.npy")
    path.write_text("hello")
    assert "no file that" in refused(make(3, 2), path)


RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: Network(), ValueError, "needs at least one layer"),
        (
            lambda: Network([Linear(2, 2, RNG)]),
            TypeError,
            "Network takes layers, one after the other, but came with [Linear",
        ),
        (lambda: Network(Linear), TypeError, "Network takes layers"),
        (lambda: Network(relu), TypeError, "Network takes layers"),
        (
            lambda: Network(*[Linear(2, 2, RNG)] * 2),
            ValueError,
            "Linear(2, 2) stands in the network twice",
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
            lambda: next(mini_batches([[1], [2]], [1], 1, RNG)),
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
