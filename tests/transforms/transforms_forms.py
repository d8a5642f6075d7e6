"""Numbers in lists and dicts, as the files beside this one compare them."""

from collections import namedtuple

import numpy as np
from backprop.derivatives import central_difference
from backprop.tensor import Tensor

Pair = namedtuple("Pair", "first second")
KINDS = (np.float64, np.float32)
SHAPES = ((), (3,), (2, 3), (2, 1, 3))

# a hundred roundings, of the largest number
TOLERANCE = {kind: 100 * np.finfo(kind).eps for kind in KINDS}


def numbers(*shape, seed=0):
    return np.random.default_rng([seed, *shape]).uniform(0.5, 1.5, shape)[()]


def close(got, expected, tolerance=TOLERANCE[np.float64]):
    """Equal but for a part of the largest number, and of the same shape."""
    got, expected = (getattr(x, "array", x) for x in (got, expected))
    assert np.shape(got) == np.shape(expected)
    floor = max(1, np.abs(expected).max(initial=0))
    np.testing.assert_allclose(got, expected, rtol=0, atol=tolerance * floor)


def listed(form):
    """What stands in lists, tuples and dicts, in its order."""
    if isinstance(form, dict):
        form = list(form.values())
    if isinstance(form, list | tuple):
        return [x for part in form for x in listed(part)]
    return [form]


def put_back(form, rest):
    """The same form, with other things in it: `rest` is an iterator."""
    if isinstance(form, dict):
        return {key: put_back(part, rest) for key, part in form.items()}
    if isinstance(form, Pair):
        return Pair(*(put_back(part, rest) for part in form))
    if isinstance(form, list | tuple):
        return type(form)([put_back(part, rest) for part in form])
    return next(rest)


def same_form(form, other):
    if isinstance(form, dict):
        assert isinstance(other, dict) and list(form) == list(other)
        form, other = form.values(), list(other.values())
    elif isinstance(form, list | tuple):
        assert type(form) is type(other)
    else:
        assert isinstance(other, np.ndarray | np.floating)
        assert np.shape(form) == other.shape
        return
    assert len(form) == len(other)
    for part, another in zip(form, other):
        same_form(part, another)


def dot(form, other):
    pairs = zip(listed(form), listed(other), strict=True)
    return sum(np.sum(np.multiply(a, b)) for a, b in pairs)


def random_like(form, seed=1):
    rng = np.random.default_rng(seed)
    return put_back(
        form, (rng.standard_normal(np.shape(x)) for x in listed(form))
    )


def nudged(f, form):
    """The gradient of f by nudging each number: it knows no rule."""
    parts = [np.array(x, float) for x in listed(form)]
    slopes = [np.zeros(x.shape) for x in parts]
    for part, slope in zip(parts, slopes):
        for index in np.ndindex(part.shape):

            def along(value):
                before = part[index]
                part[index] = value
                y = f(put_back(form, (Tensor(x) for x in parts)))
                part[index] = before
                return y.item()

            slope[index] = central_difference(along, part[index].item())
    return slopes


A = numbers(3, 3, seed=5)


FORMS = {
    "number": 0.7,
    "list of numbers": [0.5, 0.25, 1.5],
    "tuple": (numbers(2), numbers(2, 2), 0.5),
    "named tuple": Pair(numbers(2), second=numbers(3, 1)),
    "dict": {"weights": numbers(2, 2), "bias": numbers(2)},
    "dict with numbers as keys": {2: 0.5, 1: 0.75},
    "deep": {
        "layers": [Pair(numbers(2, 2), numbers(2)), Pair(numbers(1), 0.5)],
        "rest": ({"scale": 0.25}, [numbers(2, 1, 1)], ()),
        "none": [],
    },
}


def mixed(form):
    """One number, to which each number in the form contributes."""
    total = 1.0
    for i, x in enumerate(listed(form), 1):
        total = total * 0.7 + (x * (0.5 + i / 10)).sin().sum() * total
    return total


def leaf(data):
    return Tensor(data, requires_grad=True)


RNG = np.random.default_rng
ENDLESS = [1.0]
DEEP = 1.0
for _ in range(60):
    DEEP = [DEEP]
