"""Mini-batches, fit, and how much of what came out is right."""

import io
import math
import subprocess
import sys

import numpy as np
import pytest
from backprop.activations import relu
from backprop.layers import Linear
from backprop.networks import (
    Network,
    accuracy,
    confusion_matrix,
    fit,
    mini_batches,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from networks_tools import (
    HELD_OUT,
    IMAGES,
    LABELS,
    RNG,
    TRAINING,
    loss_by_formula,
    make,
    same,
    values,
    walk,
)


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
        ({"held_out": (IMAGES[:2], [1])}, ValueError, "1 labels and 2 inputs held out"),
        ({"held_out": IMAGES[:3]}, TypeError, "held_out must be a pair"),
        (
            {"rate": 1e200},
            ValueError,
            "after 0 epochs the numbers grew beyond all bounds: try a smaller "
            "rate than 1e+200",
        ),
        (
            {"inputs": IMAGES[:20] * 1e200, "rate": 1e150, "batch_size": 20,
             "epochs": 1},
            ValueError,
            "after 1 epochs the numbers grew beyond all bounds",
        ),
        ({"epochs": 10**10}, ValueError, "error, are too many: there is room"),
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


@pytest.mark.parametrize("network", [None, relu, Linear, "network"])
def test_only_what_has_layers_is_trained(network):
    with pytest.raises(TypeError, match="network must be a layer or a netw"):
        fit(network, **small())


def test_a_locked_parameter_is_told_before_anything_changes():
    network = make(64, 4, 10)
    network.parameters()[2].flags.writeable = False
    before = values(network)
    with pytest.raises(ValueError, match="parameter 2 of the network is lock"):
        fit(network, **small())
    assert same(network, before)


def test_each_parameter_needs_a_gradient():
    class Half(Linear):
        def gradients(self):
            return super().gradients()[:1]

    network = Network(Half(64, 10, RNG))
    before = values(network)
    with pytest.raises(ValueError, match="shorter"):
        fit(network, **small())
    assert same(network, before)


def test_what_is_held_out_is_named():
    with pytest.raises(ValueError, match="as many labels as inputs held out"):
        fit(make(64, 4, 10), **small(held_out=(IMAGES[:2], [1])))
    with pytest.raises(TypeError, match="network.predict, which a Network"):
        fit(Linear(64, 10, RNG), **small(held_out=(IMAGES[:1], [1])))
    with pytest.raises(TypeError, match="after_epoch must be a function"):
        fit(make(64, 4, 10), **small(after_epoch=5))


def test_after_each_epoch_a_function_is_called():
    seen = []
    network = make(64, 4, 10)
    history = fit(
        network,
        **small(after_epoch=lambda losses: seen.append(list(losses))),
    )
    assert seen == [history.losses[:n] for n in (1, 2, 3)]


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
