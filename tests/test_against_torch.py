"""Every operation of the tape against PyTorch, in float64.

    python tests/test_against_torch.py

keeps what PyTorch computes in tests/against_torch.json, so that this can be
compared where it is not installed; where it is, other numbers are as well.
"""

import json
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from backprop import tensor as tape
from backprop.tensor import RULES, Tensor, youngest_first
from backprop.transforms import RULES_OF_RUNS, checkpoint, grad, vjp

KEPT = Path(__file__).with_name("against_torch.json")
LABELS, MASK = [2, 0, 2], [True, False, True]

# What is called differently there; the rest is called the same.
OURS = SimpleNamespace(
    gelu=Tensor.gelu, var=Tensor.var, max=Tensor.max, min=Tensor.min,
    logsumexp=Tensor.logsumexp, transpose=Tensor.transpose,
    cross_entropy=Tensor.cross_entropy,
    mean_squared_error=Tensor.mean_squared_error,
    concatenate=tape.concatenate, stack=tape.stack, linear=tape.linear,
    maximum=tape.maximum, where=tape.where, checkpoint=checkpoint,
)  # fmt: skip


def theirs(torch):
    """The same of PyTorch."""
    functional = torch.nn.functional

    def over_all(function):
        return lambda x, axis=(): function(x, dim=axis)

    return SimpleNamespace(
        gelu=functional.gelu,
        var=partial(torch.var, correction=0),
        max=over_all(torch.amax),
        min=over_all(torch.amin),
        logsumexp=lambda x, axis=None: x.logsumexp(
            tuple(range(x.ndim)) if axis is None else axis
        ),
        transpose=torch.permute,
        cross_entropy=lambda x, labels: functional.cross_entropy(
            x, torch.tensor(labels)
        ),
        mean_squared_error=functional.mse_loss,
        concatenate=torch.concatenate,
        stack=torch.stack,
        linear=lambda x, w, b: functional.linear(x, w.T, b),
        maximum=torch.maximum,
        where=lambda mask, a, b: torch.where(torch.tensor(mask), a, b),
        checkpoint=lambda f: f,
    )


def positive(x):
    return abs(x) + 0.5


# Each is a function of a library and its tensors, and what these are: a shape
# to be filled with normal numbers, or the numbers.
CASES = {
    "+": (lambda m, a, b: a + b, (2, 3), (2, 3)),
    "+ stretched": (lambda m, a, b: a + b, (2, 1), (3,)),
    "+ constant": (lambda m, a: 2.0 + a + 1.0, (3,)),
    "- stretched": (lambda m, a, b: a - b, (3,), (2, 1, 1)),
    "- constant": (lambda m, a: 2.0 - a - 1.0, (3,)),
    "*": (lambda m, a, b: a * b, (2, 3), (2, 3)),
    "* stretched": (lambda m, a, b: a * b, (2, 1, 2), (3, 1)),
    "* itself": (lambda m, a: a * a * 3.0, (3,)),
    "/": (lambda m, a, b: a / positive(b), (2, 3), (2, 3)),
    "/ stretched": (lambda m, a, b: a / positive(b), (1, 3), (2, 1)),
    "/ constant": (lambda m, a: 2.0 / positive(a) / 3.0, (3,)),
    "** 3": (lambda m, a: a**3, (3,)),
    "** 2.5": (lambda m, a: positive(a) ** 2.5, (3,)),
    "** -1": (lambda m, a: positive(a) ** -1.0, (3,)),
    "**": (lambda m, a, b: positive(a) ** b, (2, 1), (3,)),
    "2 **": (lambda m, a: 2.0**a, (3,)),
    "** 0 at 0": (lambda m, a: a**0, [0.0, -1.0]),
    "** 1 at 0": (lambda m, a: a**1, [0.0, -1.0]),
    "** 2 at 0": (lambda m, a: a**2, [0.0, -1.0]),
    "@": (lambda m, a, b: a @ b, (2, 3), (3, 2)),
    "@ of rows": (lambda m, a, b: a @ b, (3,), (3,)),
    "@ of a row": (lambda m, a, b: a @ b, (3,), (3, 2)),
    "@ of a column": (lambda m, a, b: a @ b, (2, 3), (3,)),
    "@ stretched": (lambda m, a, b: a @ b, (2, 1, 1, 2), (3, 2, 1)),
    "@ of a stack and a column": (lambda m, a, b: a @ b, (2, 2, 3), (3,)),
    "linear": (lambda m, x, w, b: m.linear(x, w, b), (3, 2), (2, 2), (2,)),
    "linear, one row": (
        lambda m, x, w, b: m.linear(x, w, b), (1, 2), (2, 2), (2,)
    ),
    "negative": (lambda m, a: -a * a, (3,)),
    "abs": (lambda m, a: abs(a) * a, (3,)),
    "abs at 0": (lambda m, a: abs(a), [0.0, -1.0]),
    "exp": (lambda m, a: a.exp(), (3,)),
    "log": (lambda m, a: positive(a).log(), (3,)),
    "sqrt": (lambda m, a: positive(a).sqrt(), (3,)),
    "sqrt at 0": (lambda m, a: a.sqrt(), [0.0, 1.0]),
    "sin": (lambda m, a: a.sin(), (3,)),
    "cos": (lambda m, a: a.cos(), (3,)),
    "tanh": (lambda m, a: a.tanh(), (3,)),
    "sigmoid": (lambda m, a: a.sigmoid(), [-40.0, -1.0, 2.0]),
    "relu": (lambda m, a: a.relu() * a, (4,)),
    "relu at 0": (lambda m, a: a.relu(), [0.0, -1.0, 1.0]),
    "gelu": (lambda m, a: m.gelu(a), (4,)),
    "maximum": (lambda m, a, b: m.maximum(a * a, b), (2, 1), (3,)),
    "maximum of equals": (
        lambda m, a, b: m.maximum(a, b), [1.0, 2.0], [1.0, 1.0]
    ),
    "where": (
        lambda m, a, b: m.where(MASK, a * a, b), (2, 3), (1,)
    ),
    "concatenate": (
        lambda m, a, b: m.concatenate([a, b, a * a], 1), (2, 1), (2, 2)
    ),
    "stack": (lambda m, a, b: m.stack([a, a * b], 1), (3,), (3,)),
    "cross_entropy": (lambda m, a: m.cross_entropy(a, LABELS), (3, 3)),
    "mean_squared_error": (
        lambda m, a, b: m.mean_squared_error(a, b), (2, 3), (2, 3)
    ),
    "sum": (lambda m, a: (a * a).sum(), (2, 3)),
    "sum along one": (lambda m, a: (a * a).sum(-1, keepdims=True), (2, 3)),
    "sum along two": (lambda m, a: (a * a).sum((0, 2)), (2, 2, 2)),
    "mean": (lambda m, a: (a * a).mean(), (2, 3)),
    "mean along one": (lambda m, a: (a * a).mean(0), (2, 3)),
    "var": (lambda m, a: m.var(a, 1), (2, 3)),
    "max": (lambda m, a: m.max(a * a), (2, 3)),
    "max of equals": (lambda m, a: m.max(a, 0), [[1.0, 3.0], [1.0, 2.0]]),
    "max of all equals": (lambda m, a: m.max(a), [[1.0, 3.0], [3.0, 3.0]]),
    "min of equals": (lambda m, a: m.min(a, (0, 1)), [[1.0, 3.0], [1.0, 1.0]]),
    "logsumexp": (lambda m, a: m.logsumexp(a), (2, 3)),
    "logsumexp along one": (
        lambda m, a: m.logsumexp(a, 1), [[999.0, 998.0], [-1.0, 1.0]]
    ),
    "softmax": (lambda m, a: a.softmax(-1), (2, 3)),
    "softmax along the first": (lambda m, a: a.softmax(0), (2, 3)),
    "log_softmax": (lambda m, a: a.log_softmax(-1), (2, 3)),
    "reshape": (lambda m, a: (a * a).reshape(3, -1), (2, 3)),
    "transpose": (lambda m, a: m.transpose(a * a, (2, 0, 1)), (2, 1, 3)),
    "T": (lambda m, a: (a * a).T @ a, (2, 3)),
    "swapaxes": (lambda m, a: (a * a).swapaxes(0, -1), (2, 1, 3)),
    "broadcast_to": (lambda m, a: (a * a).broadcast_to((2, 3, 2)), (3, 1)),
    "index": (lambda m, a: (a * a)[-1], (2, 3)),
    "index of one": (lambda m, a: (a * a)[1, 2], (2, 3)),
    "index of a slice": (lambda m, a: (a * a)[..., None, 1::2], (2, 4)),
    "index of a list": (lambda m, a: (a * a)[[2, 0, 2]], (3, 2)),
    "index of two lists": (lambda m, a: (a * a)[[1, 0, 1], [2, 0, 2]], (2, 3)),
    "index of a mask": (lambda m, a: (a * a)[MASK], (3, 2)),
    "checkpoint": (lambda m, a: m.checkpoint(lambda x: (x * x).sin())(a), (3,)),
}  # fmt: skip
NO_SECOND = {"sqrt at 0"}  # what is infinite has no slope


def drawn(what, seed):
    """The arrays of a case."""
    rng = np.random.default_rng(seed)
    for x in what:
        is_shape = isinstance(x, tuple)
        yield rng.standard_normal(x) if is_shape else np.array(x)


def weights(shape):
    """How much each number counts: each another amount."""
    return np.cos(np.arange(np.prod(shape))).reshape(shape)


def by_us(name, seed=0):
    f, *what = CASES[name]
    inputs = list(drawn(what, seed))

    def slopes(inputs):
        with np.errstate(divide="ignore"):  # at 0, sqrt is infinitely steep
            y, pull = vjp(lambda inputs: f(OURS, *inputs), inputs)
            return y, pull(weights(y.shape))

    def counted(inputs):
        return sum((g * weights(g.shape)).sum() for g in slopes(inputs)[1])

    first = slopes(inputs)
    second = [] if name in NO_SECOND else grad(counted)(inputs)
    return [first[0], *first[1], *second]


def by_torch(torch, name, seed=0):
    f, *what = CASES[name]
    inputs = [torch.tensor(x, requires_grad=True) for x in drawn(what, seed)]

    def slopes(y, u, **options):
        if not y.requires_grad:
            return [torch.zeros_like(x) for x in inputs]
        return torch.autograd.grad(
            y, inputs, u, allow_unused=True, materialize_grads=True, **options
        )

    y = f(theirs(torch), *inputs)
    first = slopes(y, torch.tensor(weights(y.shape)), create_graph=True)
    counted = sum((g * torch.tensor(weights(g.shape))).sum() for g in first)
    second = [] if name in NO_SECOND else slopes(counted, None)
    return [x.numpy(force=True) for x in (y, *first, *second)]


def assert_close(got, expected):
    for ours, other in zip(got, expected, strict=True):
        largest = np.max(np.abs(other), where=np.isfinite(other), initial=1e-3)
        np.testing.assert_allclose(ours, other, rtol=0, atol=1e-12 * largest)


@pytest.mark.parametrize("name", CASES)
def test_as_kept(name):
    assert_close(by_us(name), json.loads(KEPT.read_text("utf-8"))[name])


@pytest.mark.parametrize("name", CASES)
def test_as_pytorch(name):
    torch = pytest.importorskip(
        "torch", reason="PyTorch is not installed: only what it said is tested"
    )
    for seed in range(5):
        assert_close(by_us(name, seed), by_torch(torch, name, seed))


def test_no_operation_is_left_out():
    used = set()
    for f, *what in CASES.values():
        inputs = [Tensor(x, requires_grad=True) for x in drawn(what, 0)]
        nodes = youngest_first(f(OURS, *inputs).node)
        used.update(node.operation for node in nodes)
    # the ends of a transformation's walk, and what second slopes need
    every = {*RULES, *RULES_OF_RUNS}
    assert every - used == {"leaf", "outputs", "put"}


def keep():
    import torch

    rows = {"torch": torch.__version__}
    for name in CASES:
        rows[name] = [x.tolist() for x in by_torch(torch, name)]
    text = ",\n".join(f"{json.dumps(k)}: {json.dumps(rows[k])}" for k in rows)
    KEPT.write_text(f"{{\n{text}\n}}\n", "utf-8")


if __name__ == "__main__":
    keep()
