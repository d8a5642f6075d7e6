"""For the numbers, take the larger of x and 0 out of the logarithm, as you did
for a Value. Its slope is e ** x / (1 + e ** x): which power of e is the
denominator, and what is a quotient of powers?
"""

import numpy as np
from backprop import layers
from backprop.tensor import RULES, Tensor, no_grad, walk_back

NUMBERS = np.array([[-3.0, -0.5, 0.0], [0.5, 2.0, 3.0]])


def plain(x):
    return np.log(1 + np.exp(x))


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def both_slopes(you, numbers):
    """The slopes of softplus, and the slopes of their sum."""
    x = Tensor(numbers, requires_grad=True)
    y = you.softplus(x)
    one = Tensor(np.ones(x.shape))
    try:
        slopes = walk_back(y.node, one, [x.node], with_tensors=True)[x.node]
    except TypeError as error:
        raise AssertionError(
            f"handed Tensors, the rule fails: {error}. Write it with "
            "operators and functions such as np.exp, which they understand."
        ) from None
    if not slopes.requires_grad:
        return slopes, np.zeros(x.shape)
    slopes.sum().backward()
    return slopes, x.grad


def check_value(you):
    """the numbers are those of softplus"""
    for numbers in (NUMBERS, 0.5):
        y = you.softplus(Tensor(numbers))
        assert y is not ..., "softplus still returns `...`: return a Tensor."
        assert isinstance(y, Tensor), (
            f"softplus must give a Tensor, not {y!r}."
        )
        assert y.shape == np.shape(numbers), (
            f"of the shape {np.shape(numbers)} came {y.shape}."
        )
        assert np.allclose(y.data, plain(numbers), rtol=1e-9), (
            f"softplus of {numbers} is {plain(numbers)}, not {y.data}."
        )


def check_one_node(you):
    """`softplus` makes one node, and none where nothing is kept"""
    x = Tensor(NUMBERS, requires_grad=True)
    node = you.softplus(x).node
    assert node is not None, (
        "x requires a gradient, but the result forgot where it came from: "
        "give record the nodes of the inputs, (x.node,)."
    )
    assert node.inputs == (x.node,), (
        "make it one node, whose only input is x: compute the numbers with "
        "x.data."
    )
    assert node.operation in RULES, f"RULES has no {node.operation!r}."
    with no_grad():
        assert you.softplus(x).node is None, (
            "within no_grad it makes a node all the same; record knows better."
        )


def check_slope(you):
    """in a longer row of operations, the slopes agree with nudging"""
    x = Tensor(NUMBERS, requires_grad=True)
    y = you.softplus(x * 2)
    rules = RULES[y.node.operation]
    assert isinstance(rules, tuple | list) and len(rules) == 1, (
        "the entry must be a tuple with one rule: mind the comma."
    )
    assert rules[0](np.ones(x.shape), *y.node.saved) is not ..., (
        "the rule still gives `...`: g, times the slope of softplus."
    )
    (y * 3).sum().backward()
    assert not np.allclose(x.grad, 2 * sigmoid(2 * NUMBERS)), (
        "in 3 * softplus(2 * x) the 3 is lost on the way back: the rule gives "
        "the slope of softplus, and g is not in it."
    )
    try:
        layers.check_gradients(
            lambda x: 3 * plain(2 * x).sum(), NUMBERS, x.grad
        )
    except AssertionError as report:
        raise AssertionError(f"of 3 * softplus(2 * x), {report}") from None


def check_slope_of_slope(you):
    """the slope of the slope"""
    slopes, second = both_slopes(you, NUMBERS)
    assert np.allclose(slopes.data, sigmoid(NUMBERS)), (
        "with Tensors, the rule gives other slopes than with arrays."
    )
    assert second.any(), (
        "the slopes do not change with x, says the rule. Whatever it keeps "
        "beyond y and x is a constant on the way back: compute with y and x."
    )
    try:
        layers.check_gradients(lambda x: sigmoid(x).sum(), NUMBERS, second)
    except AssertionError as report:
        raise AssertionError(f"of the slopes, {report}") from None


def check_far_out(you):
    """the value and both slopes at -1000 and at 1000"""
    far = np.array([-1000.0, 1000.0])
    with np.errstate(all="ignore"):
        value = you.softplus(Tensor(far)).data
        slopes, second = both_slopes(you, far)
    assert np.allclose(value, [0, 1000]), (
        f"at -1000 and 1000 it should be 0 and 1000, but it is {value}: "
        "e ** 1000 is too large for a float, so take the larger of x and 0 "
        "out of the logarithm."
    )
    assert np.allclose(slopes.data, [0, 1]), (
        f"at -1000 and 1000 the slope should be 0 and 1, but it is "
        f"{slopes.data}. Which power of e is 1 + e ** x?"
    )
    assert np.allclose(second, 0), (
        f"at -1000 and 1000 the slope of the slope should be 0, but it is "
        f"{second}: on the way an infinity met a 0. Which power of e is "
        "1 + e ** x?"
    )
