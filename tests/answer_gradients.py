"""The gradients that answers to exercises give, for those that are about one.

For each such exercise the gradient that an answer finds, and what is known of the right one: the paths
that it is the sum of, and what may be a factor of it. The right one is that of the solution.
"""

import math
import warnings
from dataclasses import astuple
from types import SimpleNamespace
from unittest.mock import patch

import numpy as np
from backprop import workbook
from backprop.activations import DERIVATIVES, sigmoid, sigmoid_derivative
from backprop.losses import softmax
from backprop.scalar import Value
from backprop.tensor import RULES, Tensor, walk_back
from backprop.transforms import derivative
from backprop.two_neurons import Weights

PLACES = [-3.0, -1.0, 0.5, 2.0]


def normal(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape)


def bent_twice(you):
    weights, inputs = [0.7, -1.2, 0.3], [2.0, 0.5]
    return you.d_hidden(weights, 1.3, inputs, 2.1)


S = 0.7 * 2.0 - 1.2 * 0.5 + 0.3
BENT_TWICE = {
    "factors": {
        "the slope at s": sigmoid_derivative(S),
        "the slope at h": sigmoid_derivative(sigmoid(S)),
    }
}


def swish(you):
    return [you.swish_derivative(x) for x in PLACES]


SWISH = {
    "paths": {
        "x moves": [sigmoid(x) for x in PLACES],
        "the sigmoid moves": [x * sigmoid_derivative(x) for x in PLACES],
    }
}


def own_place(you):
    row = [math.sin, math.exp], [math.cos, math.exp]
    return [you.slope_of_row(*row, x) for x in PLACES]


OWN_PLACE = {
    "factors": {
        name: [math.cos(at_sin(x)) * math.exp(at_exp(x)) for x in PLACES]
        for name, at_sin, at_exp in (
            ("slopes at what arrives", lambda x: x, math.sin),
            ("slopes at x", lambda x: x, lambda x: x),
            ("slopes at what leaves", math.sin, lambda x: math.exp(math.sin(x))),
        )
    }
}


def walk_back_on_paper(you):
    fork = [("x", []), ("a", [("x", 4)]), ("b", [("x", 12)])]
    return you.walk_back([*fork, ("y", [("a", 1), ("b", 1)])])


WALK_BACK = {
    "paths": {
        "through a": {"x": 4, "a": 0, "b": 0, "y": 0},
        "through b": {"x": 12, "a": 0, "b": 0, "y": 0},
        "to the others": {"x": 0, "a": 1, "b": 1, "y": 1},
    }
}


def paths(you):
    return [
        sum(map(math.prod, both)) for both in (you.FROM_A, you.FROM_B)
    ]


PATHS = {"paths": {"c": [2, 2], "d": [0, 3]}}


def product_and_sum(you):
    return you.predicted_slopes()


def backward_difference(you):
    places = [2.0, 2.1, 2.2, 2.3, 2.4]
    return [you.backward_difference(lambda x: x * x, x, 0.1) for x in places]


def whole_numbers(you):
    return you.gradient(lambda x: sum(v**3 for v in x), [1, 2, 4])


def one_direction(you):
    def height(x):
        return 5 * x[0] + x[1] ** 2

    ways = [3.0, 4.0], [-6.0, 8.0], [5.0, 12.0]
    return [you.slope_along(height, [10.0, 20.0], way) for way in ways]


ONE_DIRECTION = {"factors": {"the length of the direction": [5, 10, 13]}}


def absolute_error(you):
    weights = Weights(1.5, -0.5, -2.0, 0.25)
    return astuple(you.backward(weights, 0.8, 9.0))


OUTPUT = -2.0 * (1.5 * 0.8 - 0.5) + 0.25
ABSOLUTE_ERROR = {"factors": {"d_output of the square": 2 * (OUTPUT - 9.0), "the sign": -1.0}}


def stale_weight(you):
    numbers = 1.0, -2.0, 0.5, 3.0
    after = you.step(*numbers, x=0.7, target=2.0, rate=0.1)
    return [(before - w) / 0.1 for before, w in zip(numbers, after)]


D_OUTPUT = 2 * (0.5 * (0.7 - 2.0) + 3.0 - 2.0)
STALE_WEIGHT = {
    "factors": {
        "the old w2": 0.5,
        "the new w2": 0.5 - 0.1 * D_OUTPUT * (0.7 - 2.0),
    }
}


def three_neurons(you):
    return you.backward((1.5, -0.5, -2.0, 0.25, 0.75, 3.0), 0.8, -1.0)


THREE_NEURONS = {
    "factors": {
        "w1": 1.5,
        "w2": -2.0,
        "w3": 0.75,
        "the weights behind": [-2.0 * 0.75] * 2 + [0.75] * 2 + [1.0] * 2,
        "the weights before": [1.5 * -2.0] * 2 + [-2.0] * 2 + [1.0] * 2,
    }
}
BY_HAND = "(x + 1) * x at x = 3", "x * x * x at x = 2", "(x + x) * (x * x) at x = 1"
CHAIN_BY_HAND = {
    "paths": {
        "through the sum": dict(zip(BY_HAND, (3, 0, 0))),
        "directly": dict(zip(BY_HAND, (4, 0, 0))),
        "in the others": dict(zip(BY_HAND, (0, 12, 6))),
    }
}


def scalar_by_hand(you):
    return you.GRADIENTS


BEFORE = [[0, 0, 0], [4, 3, 0], [8, 6, 0], [0, 0, 0]]
THIS_WALK = [[4, 3, 1], [4, 3, 1], [5, 3, 1], [0, 0, 0]]


def scalar_softplus(you):
    slopes = []
    for number in PLACES:
        x = Value(number)
        you.softplus(x).backward()
        slopes.append(x.grad)
    return slopes


SOFTPLUS = {
    "factors": {
        "the slope": [sigmoid(x) for x in PLACES],
        "the value": [math.log(1 + math.exp(x)) for x in PLACES],
    }
}


def scalar_twice(you):
    return [you.GRADIENTS[line] for line in (1, 2, 3, 4)]


def scale(you):
    layer = you.Scale(3)
    layer.factors = normal(3)
    layer.forward(normal(5, 3, seed=1))
    d_inputs = layer.backward(normal(5, 3, seed=2))
    return {"d_factors": layer.d_factors, "d_inputs": d_inputs}


SCALE = {"factors": {"factors": normal(3)}}


def square(you):
    x, weights, d_outputs = normal(3, 4, 4)
    names = "d_weights", "d_bias", "d_inputs"
    return dict(zip(names, you.backward(x, weights, d_outputs)))


X, W, DZ = normal(5, 4), normal(4, 2, seed=1), normal(5, 4, seed=2)


def used_twice(you):
    return you.d_weights(X, W, DZ)


TWICE = {
    "paths": {"the way in": X.T @ DZ @ W, "the way out": DZ.T @ X @ W}
}
LOGITS = np.array([[2.0, 1.0, 0.0, -1.0], [0.5, 3.0, -2.0, 1.0]])
LABELS = np.array([1, 3])


def nearly(you):
    return {
        "sum": you.slopes_of_sum(LOGITS, LABELS),
        "bits": you.slopes_in_bits(LOGITS, LABELS),
        "warm": you.slopes_when_warm(LOGITS, LABELS),
    }


COLD, WARM = (softmax(z) - np.eye(4)[LABELS] for z in (LOGITS, LOGITS / 2))
NEARLY = {
    "factors": {
        "log 2": math.log(2),
        "1 / log 2": 1 / math.log(2),
        "p - y of the logits": COLD,
        "p - y of the halved logits": WARM,
    }
}


def smoothing(you):
    return you.slopes(LOGITS, LABELS)


SMOOTH = 0.9 * np.eye(4)[LABELS] + 0.1 / 4
SMOOTHING = {
    "factors": {
        "p - y": softmax(LOGITS) - SMOOTH,
        "p - one_hot": COLD,
        "p - y, the tenth shared by the others": softmax(LOGITS)
        - np.where(np.eye(4)[LABELS], 0.9, 0.1 / 3),
    }
}
P, DP = softmax(normal(3, 5)), normal(3, 5, seed=1)


def softmax_back(you):
    return you.walk_back(P, DP)


def paths_of_softmax(y, g):
    own_row = (g * y).sum(axis=-1, keepdims=True)
    return {
        "the delta": g * y,
        "the own logit": -g * y * y,
        "the other logits": g * y * y - y * own_row,
        "the other rows": -y * ((g * y).sum() - own_row),
    }


SOFTMAX_BACK = {"paths": paths_of_softmax(P, DP)}


def between(you):
    from backprop.activations import relu
    from backprop.layers import Activation, Linear
    from backprop.networks import Network, load_digits

    images, labels = load_digits()
    rng = np.random.default_rng(0)
    network = Network(Linear(64, 16, rng), Activation(relu), Linear(16, 10, rng))
    before = [p.copy() for p in network.parameters()]
    a, b = slice(0, 32), slice(500, 532)
    you.step(network, images[a], labels[a], images[b], labels[b], rate=1.0)
    return [p - q for p, q in zip(before, network.parameters())]


A, B, G = normal(2, 3, 5), normal(5, 4, seed=1), normal(2, 3, 4, seed=2)


def einsum(you):
    return dict(zip("ab", you.slopes("bik,kj->bij", A, B, G)))


def own_operation(you):
    x = Tensor([-1000.0, -0.5, 2.0], requires_grad=True)
    y = you.softplus(x)
    one = Tensor(np.ones(3))
    slopes = walk_back(y.node, one, [x.node], with_tensors=True)[x.node]
    if not slopes.requires_grad:
        return slopes.data, np.zeros(3)
    slopes.sum().backward()
    return slopes.data, x.grad


def shapes_back(you):
    return [you.NUMBERS[number] for number in (2, 4, 5)]


def softmax_rule(you):
    return you.softmax_rule(DP, P)


WORDS = np.array([[3, 1, 3], [0, 4, 2]])
USES = normal(2, 3, 2).round(2)


def twice_in_a_row(you):
    return you.backward(normal(6, 2), WORDS, USES)


def used(*chosen):
    """What these uses of words add to the table."""
    table = np.zeros((6, 2))
    for index in np.ndindex(WORDS.shape):
        if (index in ((0, 0), (0, 2))) * (index[1] + 1) in chosen:
            table[WORDS[index]] += USES[index]
    return table


TWICE_IN_A_ROW = {
    "paths": {
        "the first use of 3": used(1),
        "the last use of 3": used(3),
        "the other words": used(0),
    }
}


def undo(you):
    return [
        you.undo_broadcasting(normal(*of_g, seed=3), shape)
        for of_g, shape in (
            ((5, 3), (3,)),
            ((5, 3), (1, 3)),
            ((2, 5, 3), (1, 5, 1)),
        )
    ]


def dual_tanh(you):
    def outer(x):
        return x * derivative(lambda y: you.divide(x, y))(3.0)

    return [
        *(derivative(you.tanh)(x) for x in PLACES),
        *(derivative(lambda x: you.divide(1.0, x))(x) for x in PLACES),
        *(derivative(outer)(x) for x in PLACES),
    ]


def product_of_numbers(you):
    return you.product_and_slopes([2.0, 3.0, 5.0, 7.0])[1]


GRADIENTS = {
    "activations/bent_twice": (bent_twice, BENT_TWICE),
    "activations/swish": (swish, SWISH),
    "chain_rule/by_hand": (lambda you: you.SLOPES, CHAIN_BY_HAND),
    "chain_rule/own_place": (own_place, OWN_PLACE),
    "chain_rule/paths": (paths, PATHS),
    "chain_rule/walk_back": (walk_back_on_paper, WALK_BACK),
    "derivatives/backward_difference": (backward_difference, {}),
    "gradients/one_direction": (one_direction, ONE_DIRECTION),
    "gradients/product": (
        product_and_sum,
        {"paths": {"x1·x2": [4, 3], "+ x1": [1, 0]}},
    ),
    "gradients/whole_numbers": (whole_numbers, {}),
    "layers/scale": (scale, SCALE),
    "layers/square": (square, {}),
    "layers/twice": (used_twice, TWICE),
    "losses/nearly": (nearly, NEARLY),
    "losses/smoothing": (smoothing, SMOOTHING),
    "losses/walk_back": (softmax_back, SOFTMAX_BACK),
    "networks/between": (between, {}),
    "scalar/by_hand": (scalar_by_hand, {"factors": {"f": -2}}),
    "scalar/softplus": (scalar_softplus, SOFTPLUS),
    "scalar/twice": (
        scalar_twice,
        {"paths": {"what there was": BEFORE, "this walk": THIS_WALK}},
    ),
    "tensor/einsum": (einsum, {}),
    "tensor/own_operation": (own_operation, {}),
    "tensor/shapes_back": (
        shapes_back,
        {"factors": {"the copies": [[4, 3], [5, 5], [4, 12]]}},
    ),
    "tensor/softmax_rule": (softmax_rule, SOFTMAX_BACK),
    "tensor/twice_in_a_row": (twice_in_a_row, TWICE_IN_A_ROW),
    "tensor/undo": (undo, {}),
    "transforms/dual_tanh": (dual_tanh, {}),
    "transforms/product": (product_of_numbers, {}),
    "two_neurons/absolute_error": (absolute_error, ABSOLUTE_ERROR),
    "two_neurons/stale_weight": (stale_weight, STALE_WEIGHT),
    "two_neurons/three_neurons": (three_neurons, THREE_NEURONS),
}


def gradient_of(exercise, answer):
    """What an answer finds; what it adds to tables of the package is taken off again."""
    names = {"__name__": "answer"}
    with (
        patch.dict(RULES),
        patch.dict(DERIVATIVES),
        warnings.catch_warnings(action="ignore"),
        np.errstate(all="ignore"),
    ):
        exec(answer, names)
        return GRADIENTS[exercise][0](SimpleNamespace(**names))


def right_gradient(exercise):
    return gradient_of(exercise, workbook.read(exercise, "solution.py"))
