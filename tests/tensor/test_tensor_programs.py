"""Random programs."""

import numpy as np
from backprop.tensor import Tensor, concatenate, linear, maximum, stack, where
from hypothesis import given, settings
from hypothesis import strategies as st
from tensor_rows import close, leaf, numbers, walked_twice

WIDE = (2, 3)


def filled(x):
    return x.broadcast_to(WIDE)


# each gives again what can be combined with the others, and grows little
INSTRUCTIONS = {
    "+": lambda a, b: (a + b) * 0.5,
    "-": lambda a, b: a - 0.5 * b,
    "*": lambda a, b: (a * b).sin(),
    "/": lambda a, b: a / (1 + b * b),
    "**": lambda a, b: (1 + a * a) ** b.tanh(),
    "@": lambda a, b: (filled(a) @ filled(b).T @ filled(b)).tanh(),
    "linear": lambda a, b: linear(filled(a), filled(b).T[:, :1], [0.5]).cos(),
    "maximum": maximum,
    "where": lambda a, b: where([[True, False, True]], a, b),
    "stack": lambda a, b: stack([filled(a), filled(b)], 1).mean(1),
    "concatenate": lambda a, b: concatenate(
        [filled(a), filled(b)[:, [1, 1]]], 1
    )[:, ::2],
    "abs": lambda a, b: abs(a),
    "exp": lambda a, b: (-a * a).exp(),
    "log": lambda a, b: (1 + a * a).log(),
    "sqrt": lambda a, b: (1 + a * a).sqrt(),
    "sigmoid": lambda a, b: a.sigmoid(),
    "relu": lambda a, b: a.relu() + 0.1 * b,
    "gelu": lambda a, b: a.gelu(),
    "sum": lambda a, b: filled(a).sum(0).tanh(),
    "mean": lambda a, b: filled(a).mean(1, keepdims=True),
    "var": lambda a, b: filled(a).var().sin(),
    "max": lambda a, b: filled(a).max(axis=-1, keepdims=True),
    "min": lambda a, b: filled(a).min(axis=0),
    "logsumexp": lambda a, b: filled(a).logsumexp(axis=1, keepdims=True),
    "softmax": lambda a, b: filled(a).softmax(),
    "log_softmax": lambda a, b: filled(a).log_softmax(axis=0).tanh(),
    "cross_entropy": lambda a, b: filled(a).cross_entropy([2, 0]).tanh(),
    "mse": lambda a, b: filled(a).mean_squared_error(filled(b)).tanh(),
    "index": lambda a, b: filled(a)[[1, 0, 1], [[2], [0]]],
    "reshape": lambda a, b: filled(a).reshape(3, 2).transpose(1, 0),
    "swapaxes": lambda a, b: filled(a).swapaxes(0, 1)[1:].T.sum(1)[:, None],
}
INPUTS = [(), (3,), (2, 1), (2, 3)]
programs = st.lists(
    st.tuples(
        st.sampled_from(sorted(INSTRUCTIONS)),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=8,
)


def run(program, *inputs):
    parts = list(inputs)
    for name, i, j in program:
        a, b = parts[-1 - i % len(parts)], parts[-1 - j % len(parts)]
        parts.append(INSTRUCTIONS[name](a, b))
    return parts[-1] + parts[-2] * 0.1


@settings(derandomize=True, max_examples=150, deadline=None)
@given(program=programs, seed=st.integers(0, 99))
def test_random_programs(program, seed):
    rng = np.random.default_rng(seed)
    arrays = [numbers(rng, shape) for shape in INPUTS]
    ways = [rng.normal(size=shape) for shape in INPUTS]
    u = rng.normal(size=run(program, *map(Tensor, arrays)).shape)
    f = lambda *x: run(program, *x)  # noqa: E731
    found = walked_twice(f, arrays, u, ways)

    # the adjoint identity, and the one way back against the other
    back = sum((g * v).sum() for g, v in zip(found.slopes, ways))
    close((u * found.pushed).sum(), back, 1e-12)
    leaves = [leaf(a) for a in arrays]
    f(*leaves).backward(u)
    for x, g in zip(leaves, found.slopes):
        close(np.zeros(x.shape) if x.grad is None else x.grad, g, 1e-13)

    def along(t):
        return [a + t * v for a, v in zip(arrays, ways)]

    h = 1e-5
    moved = [f(*map(Tensor, along(t))).data for t in (h, -h)]
    close(found.pushed, (moved[0] - moved[1]) / (2 * h), 1e-7)
    moved = [walked_twice(f, along(t), u, ways).slopes for t in (h, -h)]
    for got, right, left in zip(found.of_slopes, *moved):
        close(got, (right - left) / (2 * h), 1e-6)
