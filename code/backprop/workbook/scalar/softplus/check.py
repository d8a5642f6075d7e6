"""Draw it as three boxes, exp, plus 1 and log, and multiply their slopes: you
have met the result among the seven bends.
For x = 1000, take a factor out of the logarithm, so that no power is above 1.
"""

import math

from backprop.derivatives import central_difference
from backprop.scalar import Value
from backprop.workbook import diagnosis


def plain(x):
    return math.log(1 + math.exp(x))


def check_one_node(you):
    """`softplus` of a `Value` is one node, with one input"""
    x = Value(0.5)
    y = you.softplus(x)
    assert y is not ..., "softplus still returns `...`: return a Value."
    assert isinstance(y, Value), f"softplus must return a Value, not {y!r}."
    assert len(y.inputs) == 1 and y.inputs[0] is x, (
        "make it one node whose only input is x, as in "
        "Value(number, (x,), (local_derivative,), 'softplus')."
    )
    assert len(y.partials) == 1, "one input needs one local derivative."


def check_value_and_slope(you):
    """its number and its slope agree with nudging"""
    for number in (-3.0, -0.5, 0.0, 0.5, 3.0):
        x = Value(number)
        y = you.softplus(x)
        assert math.isclose(y.data, plain(number), rel_tol=1e-9), (
            f"softplus({number}) is {plain(number):.6f}, not {y.data!r}."
        )
        y.backward()
        slope = central_difference(plain, number)
        assert not math.isclose(x.grad, y.data, rel_tol=1e-6), (
            f"at {number} the local derivative is the node's own value: that "
            "is right for exp, and for exp alone."
        )
        assert math.isclose(x.grad, slope, rel_tol=1e-6), (
            f"at {number} the slope is {slope:.6f}, not {x.grad!r}."
            + diagnosis(x.grad, slope)
        )


def check_upstream(you):
    """in a longer row of operations the slope is right, too"""
    x = Value(0.5)
    (3 * you.softplus(2 * x)).backward()
    slope = central_difference(lambda x: 3 * plain(2 * x), 0.5)
    assert math.isclose(x.grad, slope, rel_tol=1e-6), (
        f"3 * softplus(2 * x) has the slope {slope:.6f} at 0.5, but came "
        f"{x.grad!r}: the partial is the slope of softplus alone."
    )


def check_far_out(you):
    """number and slope at -1000 and at 1000"""
    for number, value, slope in ((1000.0, 1000.0, 1.0), (-1000.0, 0.0, 0.0)):
        x = Value(number)
        try:
            y = you.softplus(x)
            y.backward()
        except OverflowError:
            raise AssertionError(
                "e ** 1000 is too large for a float: for x above 0 write "
                "softplus as x + log(1 + e ** -x)."
            ) from None
        for came, expected in ((y.data, value), (x.grad, slope)):
            assert math.isclose(came, expected, abs_tol=1e-9), (
                f"at {number} expected {expected}, but came {came!r}."
            )
