"""The numbers that a flipbook shows are those of the package."""

import ast
import json
import math
import re
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
from backprop.activations import random_network, tanh
from backprop.derivatives import central_difference, forward_difference
from backprop.figures import activations as drawn_activations
from backprop.figures import derivatives as drawn_derivatives
from backprop.figures import gradient_descent as drawn_descent
from backprop.figures import networks as drawn_networks
from backprop.figures import scalar as drawn_scalar
from backprop.figures import two_neurons as drawn_neurons
from backprop.figures.flipbook import Flipbook
from backprop.figures.style import new_figure
from backprop.gradient_descent import gradient_descent
from backprop.layers import Linear
from backprop.networks import Network
from backprop.scalar import Value
from backprop.two_neurons import Weights, backward, forward, squared_error

matplotlib.use("agg")


def data_of(book):
    html = book.html()
    packed = re.search(r'application/json">(.*?)</script>', html, re.DOTALL)[1]
    return json.loads(packed)


def texts(book, *places):
    """What is written in a frame, from back to front."""
    data, number = data_of(book), book._frame(places)
    picture = "".join(data["parts"][p] for p in data["frames"][number])
    root = ElementTree.fromstring(f"<svg>{picture}</svg>")
    return ["".join(text.itertext()) for text in root.iter("text")]


def numbers(sentence):
    plain = sentence.replace("\N{MINUS SIGN}", "-")
    found = re.findall(r"(?<![\w.])-?\d+\.?\d*(?:e-?\d+)?", plain)
    return [float(number) for number in found]


def dots(place, rate=1):
    figure, axes = new_figure()
    axes.plot([0, 1], [0, rate])
    axes.plot(place, place, marker="o")
    axes.set(xlim=(-1, 21), ylim=(-1, 21))
    return figure, f"The dot is at {place}."


def whole(book):
    """Each frame, put together again."""
    data = data_of(book)
    return ["".join(data["parts"][p] for p in f) for f in data["frames"]]


def test_frames_are_what_was_drawn():
    """The pieces, joined and shared as they are, make the same pictures."""
    several = Flipbook(
        lambda place: dots(place), {"place": [1, 2, 3]}, "Dots."
    )
    for place in (1, 2, 3):
        alone = Flipbook(
            lambda place: dots(place), {"place": [place]}, "Dots."
        )
        prefix = re.compile(r"f[0-9a-f]{6}(?=[mp])")
        one = prefix.sub("", whole(alone)[0])
        assert one == prefix.sub("", whole(several)[place - 1])
        assert one.count("<path") >= 4


def test_what_does_not_change_is_kept_once():
    book = Flipbook(lambda place: dots(place), {"place": range(20)}, "Dots.")
    alone = Flipbook(lambda place: dots(place), {"place": [0]}, "Dots.")
    assert len(book.html()) < 4 * len(alone.html())


def test_the_last_control_is_the_fastest():
    book = Flipbook(
        lambda rate, place: dots(place, rate),
        {"rate": [1, 2], "place": [5, 6, 7]},
        "Dots.",
        still=[0, 1],
    )
    assert book.sentences == [
        f"The dot is at {p}." for p in (5, 6, 7, 5, 6, 7)
    ]
    assert ">The dot is at 6.</p>" in book.html()
    assert book._repr_mimebundle_()["text/plain"] == "The dot is at 6."


def test_the_same_bytes_each_time():
    books = [
        Flipbook(lambda place: dots(place), {"place": [1, 2]}, "Dots.")
        for _ in range(2)
    ]
    assert books[0]._repr_mimebundle_() == books[1]._repr_mimebundle_()
    assert books[0].pdf.startswith(b"%PDF")


def test_text_ends_no_script():
    def draw(step):
        figure, axes = new_figure()
        axes.set_title("</script><b>")
        return figure, "a < b & c </script>"

    html = Flipbook(draw, {"step": [1, 2]}, 'An "alt"').html()
    assert html.count("</script>") == 1
    assert "a &lt; b &amp; c" in html and "An &quot;alt&quot;" in html


@pytest.mark.parametrize("controls", [{}, {"step": []}])
def test_a_control_needs_values(controls):
    with pytest.raises(ValueError, match="each control needs values"):
        Flipbook(dots, controls, "Dots.")


def test_a_frame_needs_its_sentence():
    with pytest.raises(ValueError, match="the frame at .* has no sentence"):
        Flipbook(lambda p: (new_figure()[0], " "), {"p": [1]}, "Dots.")


def test_two_neurons():
    weights, x, target = Weights(0.5, -1.5, 2.0, 0.25), 3.0, 7.0
    book = drawn_neurons.walk(weights, x, target)
    hidden, output = forward(weights, x)
    error = squared_error(output, target)
    slopes = backward(weights, x, target)
    last = book.sentences
    assert numbers(last[1])[-1] == hidden
    assert numbers(last[2])[-1] == output
    assert numbers(last[3])[-1] == float(f"{error:.4g}")
    assert numbers(last[5])[-1] == slopes.b2
    assert slopes.w2 in numbers(last[6])
    assert numbers(last[7])[-1] == slopes.b1
    assert slopes.w1 in numbers(last[8])
    written = " ".join(texts(book, 8)).replace("\N{MINUS SIGN}", "-").split()
    for number in (hidden, output, error, *vars(slopes).values(), 1.0):
        assert f"{number:.4g}" in written
    assert f"{error:.4g}" not in " ".join(texts(book, 2)).split()


def test_a_graph_of_values():
    a, b = Value(2.0), Value(1.0)
    e = (a + b) * (b + 1)
    book = drawn_scalar.walk(e, {"a": a, "b": b, "e": e})
    e.backward()
    steps = len(book.sentences)
    written = texts(book, steps - 1)
    expected = [f"{n.grad:g}" for n in (a, b, e)] + [f"{e.data:g}"]
    assert all(number in written for number in expected)
    assert "6" not in texts(book, 0) and "5" not in texts(book, steps - 2)
    assert "gives 6" in book.sentences[3]


def test_two_walks_end_at_eight_and_four():
    a = Value(1.0)
    b = a + a
    c = b + b
    book = drawn_scalar.two_walks(c, {"a": a, "b": b, "c": c})
    assert "a has 8." in book.sentences[3] and "8" in texts(book, 0, 3)
    assert "a has 4." in book.sentences[-1] and "8" not in texts(book, 1, 3)
    c.backward()
    assert a.grad == 4


def test_step_sizes():
    steps = np.array([0.1, 1e-3, 1e-8])
    methods = forward_difference, central_difference
    errors = {
        m.__name__: abs(
            np.array([m(np.exp, 1.0, h) for h in steps]) / math.e - 1
        )
        for m in methods
    }
    book = drawn_derivatives.error_against_step(np.exp, 1.0, steps, errors)
    for place, sentence in enumerate(book.sentences):
        h, *shown = numbers(sentence)
        assert h == steps[place]
        for number, values in zip(shown, errors.values(), strict=True):
            assert number == float(f"{values[place]:.0e}")


def test_walks_downhill():
    def error(point):
        return float(point @ point)

    paths = {
        f"rate {rate}": gradient_descent(lambda p: 2 * p, [2, 1], rate, 12)
        for rate in (0.1, 0.9)
    }
    book = drawn_descent.walks(error, paths, np.zeros(2))
    for number, (title, step) in enumerate(
        (t, s) for t in paths for s in range(13)
    ):
        said, m, c, height, least = numbers(book.sentences[number])
        point = paths[title][step]
        assert said == step and least == 0
        assert abs(np.array([m, c]) - point).max() <= 0.0051
        assert abs(height - error(point)) <= 0.0051


def test_folding():
    corners, lit = [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]
    start = random_network(2, 2, tanh, np.random.default_rng(3))
    book = drawn_activations.folding(start, corners, lit, 0.2, [0, 7, 20])
    for epoch, sentence in zip((0, 7, 20), book.sentences, strict=True):
        network, _ = start.train(corners, lit, rate=0.2, epochs=epoch)
        said, error, *outputs = numbers(sentence)
        assert said == epoch
        assert abs(error - network.error(corners, lit)) <= 0.0051
        right = [network.forward(x)[-1] for x in corners]
        assert abs(np.subtract(outputs, right)).max() <= 0.0051


def test_learning():
    rng = np.random.default_rng(0)
    inputs, labels = rng.normal(size=(20, 2)), np.arange(20) % 2
    network = Network(Linear(2, 2, rng))
    trained = []

    def train_one_epoch():
        trained.append(len(trained))
        return 0.5 / len(trained)

    book = drawn_networks.learning(
        network, inputs, labels, train_one_epoch, [0, 2, 5]
    )
    assert len(trained) == 5
    right = int((network.predict(inputs) == labels).sum())
    for epoch, sentence in zip((0, 2, 5), book.sentences, strict=True):
        said, *rest = numbers(sentence)
        assert said == epoch and rest[0] == right
        assert rest[2:] == ([0.5 / epoch] if epoch else [])


def test_every_legend_says_where_it_stands():
    """As matplotlib warns on a slow machine where it looks for a place that nobody asked for."""
    figures = Path(__file__).parents[1] / "code" / "backprop" / "figures"
    legends = [
        node
        for path in figures.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "legend"
    ]
    assert len(legends) > 5
    assert all("loc" in [each.arg for each in node.keywords] for node in legends)
