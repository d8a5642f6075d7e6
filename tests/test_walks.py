"""Walks: what is right is what nudging says, and each mistake is named.

The mistakes are tried on numbers that were worked out by hand, and generic
means that none of them gives the right number.
"""

import math

import matplotlib
import numpy as np
import pytest
from backprop.derivatives import central_difference
from backprop.figures import walks
from backprop.figures.walks import APART, NEAR, WALKS, Walk
from backprop.figures.walks_arrays import Arrays
from backprop.gradients import gradient
from backprop.losses import cross_entropy
from backprop.scalar import Value

matplotlib.use("agg")

every_walk = pytest.mark.parametrize("name", WALKS)
every_walk_of_values = pytest.mark.parametrize(
    "name", [name for name, walk in WALKS.items() if isinstance(walk, Walk)]
)
every_walk_of_arrays = pytest.mark.parametrize(
    "name", [name for name, walk in WALKS.items() if isinstance(walk, Arrays)]
)


@every_walk
def test_its_numbers_are_generic(name):
    assert walks.faults(name) == []
    data = walks.data(name)
    assert len(data["graphs"]) >= 3
    for graph in data["graphs"]:
        pairs = zip(graph["right"], graph["wrong"], strict=True)
        for box, (right, wrong) in zip(data["boxes"], pairs, strict=True):
            assert len(wrong) == len(box["says"]) >= 2
            assert len({*map(str, wrong)}) == len(wrong)
            if box["part"] == "shape":
                assert right not in wrong
            else:
                assert all(abs(x - right) > APART * abs(right) for x in wrong)


@every_walk_of_values
def test_its_gradients_are_those_of_nudging(name):
    walk = WALKS[name]
    for numbers, graph in zip(walk.numbers, walk.graphs(), strict=True):
        for knob in numbers.keys() - set(walk.held):

            def end(number):
                leaves = {n: Value(x) for n, x in numbers.items()}
                leaves[knob] = Value(number)
                return [*walk.compute(**leaves).values()][-1].data

            nudged = central_difference(end, float(numbers[knob]))
            assert math.isclose(graph.named[knob].grad, nudged, rel_tol=1e-6)


def test_the_gradients_of_a_layer_are_those_of_nudging():
    walk = WALKS["layer"]
    for numbers, graph in zip(walk.numbers, walk.graphs(), strict=True):
        given = {n: np.array(each, float) for n, each in numbers.items()}
        for name in "XWb":

            def end(array):
                X, W, b, dZ = (given | {name: array}).values()
                return ((X @ W + b) * dZ).sum()

            nudged = gradient(end, given[name])
            assert np.allclose(graph.number(name, "gradient"), nudged)


def test_the_gradient_of_three_classes_is_that_of_nudging():
    walk = WALKS["three_classes"]
    for numbers, graph in zip(walk.numbers, walk.graphs(), strict=True):
        z = np.array(numbers["z"])
        nudged = gradient(lambda z: cross_entropy([z], [1]), z)
        assert np.allclose(np.ravel(graph.number("z", "gradient")), nudged)


@every_walk_of_arrays
def test_shapes_come_before_numbers_and_values_before_gradients(name):
    data = walks.data(name)
    shapes = [box["part"] == "shape" for box in data["boxes"]]
    assert shapes == sorted(shapes, reverse=True)
    for which in True, False:
        asked = [
            box for box, is_shape in zip(data["boxes"], shapes)
            if is_shape == which
        ]  # fmt: skip
        assert [box["side"] for box in asked] == sorted(
            (box["side"] for box in asked), reverse=True
        )
        back = [box["node"] for box in asked if box["side"] == "gradient"]
        places = [data["nodes"][node]["at"] for node in back]
        assert places == sorted(places, reverse=True)
    stages = [box["stage"] for box in data["boxes"]]
    assert 3 <= stages.count(0) < stages.count(0) + stages.count(1)
    assert {*stages} == {0, 1, 2} and len(data["stages"]) == 3


@pytest.mark.parametrize("square", ["X", "W", "Z"])
def test_a_square_is_refused(monkeypatch, square):
    """With rows, inputs or neurons alike, what is transposed would fit."""
    rows, inputs, neurons = {"X": (2, 2, 4), "W": (3, 2, 2), "Z": (4, 2, 4)}[
        square
    ]
    rng = np.random.default_rng(0)
    shapes = {
        "X": (rows, inputs), "W": (inputs, neurons), "b": neurons,
        "dZ": (rows, neurons),
    }  # fmt: skip
    tried = [
        {n: rng.standard_normal(shape) for n, shape in shapes.items()}
        for _ in range(3)
    ]
    monkeypatch.setattr(WALKS["layer"], "numbers", tried)
    monkeypatch.setattr(WALKS["layer"], "blanks", {("Z", "value"): 2})
    found = [fault for fault in walks.faults("layer") if "square" in fault]
    assert found == [f"{square} is square: transposed, it has its shape"]


@every_walk_of_values
def test_a_walk_goes_there_from_the_left_and_back_from_the_right(name):
    """Inputs before users, and then users before inputs."""
    data = walks.data(name)
    there = [b["node"] for b in data["boxes"] if b["side"] == "value"]
    back = [b["node"] for b in data["boxes"] if b["side"] == "gradient"]
    assert [b["node"] for b in data["boxes"]] == there + back
    assert back[0] == len(data["nodes"]) - 1
    for user, node in enumerate(data["nodes"]):
        for source in node["inputs"]:
            if {source, user} <= set(there):
                assert there.index(source) < there.index(user)
            if source in back:
                assert back.index(user) < back.index(source)
    stages = [b["stage"] for b in data["boxes"]]
    assert stages == sorted(stages[: len(there)]) + sorted(
        stages[len(there) :]
    )
    assert {*stages} == {0, 1, 2} and stages.count(0) == 3


POWERS = math.exp(-0.3) + math.exp(1.3) + math.exp(0.6)
RIGHT, WRONG = math.exp(1.3) / POWERS, math.exp(-0.3) / POWERS
SURPRISE = math.log(POWERS) - 1.3

BY_HAND = {  # of the first graph: what came of a mistake, and words for it
    # a 8, b 3, c 5, d 9, e 45; the gradient of b is 9 · -1 + 5 · 6
    ("two_paths", "c", "value", 5): [
        (-5, "the other way round"),
        (11, "adds, and this box subtracts"),
    ],
    ("two_paths", "d", "value", 9): [(6, "doubles"), (-9, "sign")],
    ("two_paths", "e", "value", 45): [(14, "adds, and this box multiplies")],
    ("two_paths", "e", "gradient", 1): [
        (0, "as fast as itself"),
        (45, "the value of e"),
    ],
    ("two_paths", "c", "gradient", 9): [
        (5, "the other factor, d"),
        (1, "local derivative is left out"),
        (10, "are added"),
        (45, "came out of the box"),
        (-9, "sign"),
    ],
    ("two_paths", "a", "gradient", 9): [
        (1, "local derivative alone"),
        (8, "the value of a"),
    ],
    ("two_paths", "b", "gradient", 21): [
        (30, "Add it to what came before."),
        (-9, "A path is forgotten: b goes into d too"),
        (-270, "add over the paths"),
        (39, "b is subtracted in c"),
        (81, "taken at d, which came out"),
        (6, "has a 2"),
        (36, "That is the square"),
        (-4, "left out: how fast d grows with b"),
        (-3, "Multiply it by the gradient of d"),
        (29, "Multiply it by the gradient of c"),
        (2, "gradient of d and the local derivative are added"),
        (14, "added as they are"),
        (5, "local derivatives alone"),
        (-39, "sign of what comes back through d"),
        (-21, "Only the sign"),
        (3, "the value of b"),
    ],
    # x 2, w1 0.5, b1 3, h 4, w2 1.5, b2 -4, o 2, t -5, E 49
    ("two_neurons", "h", "value", 4): [
        (1, "bias is missing"),
        (2.5, "Multiply first"),
        (5.5, "weight multiplies"),
    ],
    ("two_neurons", "E", "value", 49): [
        (7, "squared"),
        (14, "doubles"),
        (9, "subtracted"),
    ],
    ("two_neurons", "o", "gradient", 14): [
        (7, "has a 2"),
        (4, "o − t, and not o"),
        (98, "taken at E"),
    ],
    ("two_neurons", "w2", "gradient", 56): [
        (21, "the other factor, h"),
        (14, "left out"),
        (28, "multiplies by o"),
    ],
    ("two_neurons", "w1", "gradient", 42): [(10.5, "the other factor, x")],
    # v 0.6, h tanh(0.6), and u 1.5 comes back to h
    ("used_twice", "v", "gradient", 1.5 * (1 - math.tanh(0.6) ** 2)): [
        (1.5 * (1 - 0.6**2), "1 − h², with what came out"),
        (1.5 * (1 - math.tanh(math.tanh(0.6)) ** 2), "At v, which went in"),
        (1.5 * (1 - math.tanh(0.6)), "square is forgotten"),
        (1.5 * math.tanh(0.6) ** 2, "h² alone"),
    ],
    ("used_twice", "v", "value", 0.6): [(-1.35, "multiplies, and this box")],
    # X 4 7, -9 4, 2 9; W 8 7 -1 9, 7 -1 -9 -7; b 4 -3 -8 -3;
    # dZ -6 6 6 8, 9 7 9 7, -8 -8 -3 4
    ("layer", "Z", "value", "shape", (3, 4)): [
        ((4, 3), "transposed"),
        ((3, 2), "the shape of X"),
        ((2, 4), "the shape of W"),
        ((2, 2), "are added up, and gone"),
        ((4,), "one row"),
    ],
    ("layer", "W", "gradient", "shape", (2, 4)): [
        ((4, 2), "transposed"),
        ((3, 4), "the shape of dZ"),
        ((3, 2), "the shape of X"),
        ((2, 3), "the shape of Xᵀ"),
        ((4,), "the shape of b"),
    ],
    ("layer", "b", "gradient", "shape", (4,)): [
        ((3, 4), "not yet summed over the batch"),
        ((3,), "the wrong axis"),
        ((1, 4), "one row, and b is a list"),
        ((4, 1), "one column, and b is a list"),
        ((4, 3), "transposed, and not summed"),
        ((), "All of dZ"),
    ],
    ("layer", "X", "gradient", "shape", (3, 2)): [
        ((2, 3), "transposed"),
        ((3, 4), "the shape of dZ"),
        ((2, 4), "the shape of W"),
        ((4, 2), "the shape of Wᵀ"),
        ((2,), "summed over the batch"),
    ],
    # row -9 4 and column -1 -9, and -8 is added
    ("layer", "Z", "value", (1, 2), -35): [
        (-27, "bias is missing"),
        (-43, "added once"),
        (-8, "bias alone"),
        (1, "first input alone"),
        (-44, "last input alone"),
        (42, "sums are multiplied"),
        (-23, "All is added"),
        (35, "sign"),
    ],
    # 4 -9 2 and 6 7 -8
    ("layer", "W", "gradient", (0, 1), -55): [
        (24, "first row alone"),
        (-16, "last row alone"),
        (-63, "one row alone"),
        (-55 / 3, "the mean"),
        (35, "exchanged"),
        (-78, "transposed"),
        (5, "inputs are left out"),
        (-3, "local derivatives alone"),
        (-15, "sums are multiplied"),
        (55, "sign"),
        (7, "value of W"),
    ],
    ("layer", "b", "gradient", (0, 1), 5): [
        (6, "first row alone"),
        (-8, "last row alone"),
        (7, "one row alone"),
        (5 / 3, "the mean"),
        (32, "wrong axis"),
        (31, "All of dZ"),
        (-15, "multiplies by the bias"),
        (-55, "multiplies by an input"),
        (-2, "multiplies by an input"),
        (3, "local derivatives alone"),
        (-5, "sign"),
        (-3, "value of b"),
    ],
    # 9 7 9 7 and 8 7 -1 9
    ("layer", "X", "gradient", (1, 0), 175): [
        (-158, "transposed"),
        (72, "first neuron alone"),
        (63, "last neuron alone"),
        (43.75, "mean over the neurons"),
        (175 / 3, "divided by the number of rows"),
        (-288, "exchanged"),
        (32, "weights are left out"),
        (23, "weights alone"),
        (736, "sums are multiplied"),
        (154, "summed over the batch"),
        (-175, "sign"),
        (-9, "value of X"),
    ],
    # -0.3 1.3 0.6, and of these the second is right
    ("three_classes", "e", "value", (1, 0), math.exp(1.3)): [
        (2**1.3, "power of 2"),
        (10**1.3, "power of 10"),
        (1.3 * math.e, "multiplies by e"),
        (math.exp(-1.3), "sign of the exponent"),
        (-math.exp(1.3), "power of e is never negative"),
        (math.exp(1.3) / POWERS, "divided already"),
        (1.3, "the logit itself"),
    ],
    ("three_classes", "s", "value", None, POWERS): [
        (1.6, "sum of the logits"),
        (math.exp(1.6), "power of the sum"),
        (POWERS / 3, "the mean"),
        (POWERS - math.exp(-0.3), "class 1 is missing"),
        (POWERS - math.exp(1.3), "class 2 is missing"),
        (POWERS - math.exp(0.6), "class 3 is missing"),
        (math.log(POWERS), "logarithm of the sum"),
    ],
    ("three_classes", "p", "value", (2, 0), math.exp(0.6) / POWERS): [
        (math.exp(0.6), "not divided"),
        (0.6 / 1.6, "shares of the logits"),
        (math.exp(0.6) / 1.6, "sum of the logits, and not"),
        (math.exp(0.6) / 3, "number of classes"),
        (1 / POWERS, "1 over the sum"),
        (0.6 / POWERS, "That is the logit, divided"),
        (math.exp(0.6) / (POWERS - math.exp(0.6)), "sum of the others"),
        (POWERS / math.exp(0.6), "upside down"),
        (-math.exp(0.6) / POWERS, "probability is never negative"),
    ],
    ("three_classes", "E", "value", None, SURPRISE): [
        (-SURPRISE, "minus is forgotten"),
        (SURPRISE - 0.6 + 1.3, "surprise at class 3"),
        (SURPRISE + 0.3 + 1.3, "surprise at class 1"),
        (SURPRISE / math.log(2), "base 2"),
        (SURPRISE / math.log(10), "base 10"),
        (SURPRISE / 3, "Divided by the classes"),
        (-1.3, "before it is divided"),
        (3 * SURPRISE + 3.9 - 1.6, "sum over the classes"),
        (SURPRISE + 1.3 - 1.6 / 3, "mean over the classes"),
        (math.log(POWERS), "logarithm of the sum"),
        (RIGHT, "the probability itself"),
        (1 / RIGHT, "1 over the probability"),
        (1 - math.exp(-SURPRISE), "what is left of 1"),
    ],
    ("three_classes", "z", "gradient", (1, 0), RIGHT - 1): [
        (RIGHT, "− 1 is missing"),
        (1 - RIGHT, "y − p"),
        (1 + RIGHT, "1 is added"),
        ((RIGHT - 1) / 3, "Divided by the classes"),
        (RIGHT * (1 - RIGHT), "how fast the probability of class 2 grows"),
        (-1 / RIGHT, "slope along the probability"),
        (math.exp(1.3) - 1, "e − y"),
        (0.3, "takes the logit"),
        (SURPRISE, "surprise itself"),
        (1.3, "That is the logit"),
    ],
    ("three_classes", "z", "gradient", (0, 0), WRONG): [
        (WRONG - 1, "subtracted at the label alone"),
        (-WRONG, "y − p"),
        (-RIGHT * WRONG, "how fast the probability of class 2 grows"),
        (WRONG * (1 - WRONG), "with its own logit"),
        (math.exp(-0.3), "not divided"),
    ],
}


@pytest.mark.parametrize("box", BY_HAND)
def test_each_mistake_is_named(box):
    name, node, side, *part, right = box
    part = part[0] if part else None
    data = walks.data(name)
    nodes = [each["name"] for each in data["nodes"]]
    places = [(nodes[b["node"]], b["side"], b["part"]) for b in data["boxes"]]
    at, graph = places.index((node, side, part)), data["graphs"][0]
    assert alike(graph["right"][at], right)
    says = data["boxes"][at]["says"]
    for wrong, words in BY_HAND[box]:
        named = [
            sentence
            for number, sentence in zip(graph["wrong"][at], says, strict=True)
            if alike(number, wrong)
        ]
        assert len(named) == 1 and words in named[0], (wrong, named)


def alike(found, wanted):
    if isinstance(wanted, tuple):
        return found == list(wanted)
    return math.isclose(found, wanted, rel_tol=1e-8, abs_tol=1e-8)


def test_all_that_is_said_of_a_layer_and_of_classes_was_tried():
    """But for what differs by a name alone, there is a number for each."""
    for name in "layer", "three_classes":
        tried = [
            words for (walk, *_), slips in BY_HAND.items() if walk == name
            for _, words in slips
        ]  # fmt: skip
        for box in walks.data(name)["boxes"]:
            for sentence in box["says"]:
                assert any(words in sentence for words in tried), sentence


def faults_of(monkeypatch, *numbers):
    monkeypatch.setitem(
        WALKS, "tried", Walk("Tried", walks.two_paths, list(numbers))
    )
    return walks.faults("tried")


GOOD = {"a": 8, "b": 3}, {"a": 4, "b": -3}


@pytest.mark.parametrize(
    "numbers, fault",
    [
        ({"a": 7, "b": 2}, "4 is right, and yet: That doubles."),
        ({"a": 7, "b": 1.97}, "3.94 is right, and yet"),  # nearly
        ({"a": 7, "b": 3}, "3 is two things: The slope of a square has a 2"),
        ({"a": 3, "b": 3}, "the value of c is 0"),
    ],
)
def test_numbers_that_are_not_generic_are_refused(monkeypatch, numbers, fault):
    found = faults_of(monkeypatch, *GOOD, numbers)
    assert any(fault in each for each in found), found
    assert faults_of(monkeypatch, *GOOD, {"a": -2, "b": 4}) == []


def test_shapes_that_differ_are_refused(monkeypatch):
    good, *others = WALKS["layer"].numbers
    wide = good | {"W": [row + [7] for row in good["W"]], "b": [1] * 5}
    wide["dZ"] = [row + [7] for row in good["dZ"]]
    monkeypatch.setattr(WALKS["layer"], "numbers", [wide, good, *others])
    assert walks.faults("layer") == ["its graphs do not ask for the same"]


def test_few_graphs_are_refused(monkeypatch):
    assert faults_of(monkeypatch, *GOOD) == ["it has fewer than 3"]


def test_what_is_near_is_no_mistake():
    """A number may be rounded, and a mistake must not look like that."""
    assert 2 * NEAR <= APART


@every_walk
def test_paper_has_lines_to_write_on_and_answers(name):
    data = walks.data(name)
    figure = walks.blank(name)
    texts = [text.get_text() for text in figure.axes[0].texts]
    assert "".join(texts).count(walks.BLANK) == len(data["boxes"])
    for sort, column in ("value", 1), ("gradient", 2):
        told = [row[column] for row in walks.answers(name) if row[column]]
        numbers = ", ".join(told).split(", ")
        for box in data["boxes"]:
            if box["side"] != sort:
                continue
            shown, part = data["graphs"][0][sort][box["node"]], box["part"]
            if part == "shape":
                assert str(tuple(data["nodes"][box["node"]]["shape"])) in told
            else:
                number = shown[part[0]][part[1]] if part else shown
                assert number in numbers


def test_a_formula_is_set_as_mathematics():
    assert walks.mathematics("h = tanh v") == r"h=\tanh v"
    assert walks.mathematics("d = b²") == "d=b^2"
    assert walks.mathematics("w1") == "w_1"
    assert walks.mathematics("E = −log p2") == r"E=−\log p_2"
