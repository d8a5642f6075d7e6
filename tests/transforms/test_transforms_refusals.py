"""What is refused, in plain words, and what is not."""

import math

import numpy as np
import pytest
from backprop import transforms
from backprop._checks import NotFinite
from backprop.tensor import Tensor, detect_nan
from backprop.transforms import (
    check_grads,
    checkpoint,
    derivative,
    grad,
    hessian,
    hvp,
    jacobian,
    jvp,
    linearize,
    value_and_grad,
    vjp,
)
from transforms_forms import DEEP, ENDLESS, RNG, Pair, close

x2 = np.array([1.0, 2.0])
square = lambda x: x * x  # noqa: E731
total = lambda x: (x * x).sum()  # noqa: E731
ENDLESS.append(ENDLESS)
WHOLE = (
    "only floating-point numbers can have a gradient, because steps downhill "
    "are fractions, but these are whole numbers: write 1.0 instead of 1, or "
    "use x.astype(float)"
)
REFUSED = [
    # no function
    *((lambda make=make: make(3), TypeError,
       "f must be a function, but it is 3 (an int)")
      for make in (grad, value_and_grad, jacobian, hessian, checkpoint,
                   derivative)),
    (lambda: vjp(None, 1.0), TypeError,
     "f must be a function, but it is None (a NoneType)"),
    (lambda: jvp("sin", 1.0, 1.0), TypeError, "but it is 'sin' (a str)"),
    (lambda: linearize(x2, 1.0), TypeError, "f must be a function"),
    (lambda: hvp(1.5, 1.0, 1.0), TypeError, "but it is 1.5 (a float)"),
    (lambda: check_grads([], 1.0, RNG(0)), TypeError,
     "f must be a function, but it is [] (a list)"),
    # no floating-point numbers
    (lambda: grad(square)(3), TypeError, WHOLE),
    (lambda: grad(square)(True), TypeError, WHOLE),
    (lambda: jacobian(square)(np.arange(3)), TypeError, WHOLE),
    (lambda: vjp(lambda x: x["a"], {"a": 1.0, "b": 2}), TypeError, WHOLE),
    (lambda: check_grads(square, 3, RNG(0)), TypeError, WHOLE),
    (lambda: check_grads(square, [1.0, 3], RNG(0)), TypeError, WHOLE),
    (lambda: grad(square)(1j), TypeError,
     "a Tensor holds real numbers, but data is 1j (a complex)"),
    (lambda: grad(square)("1.0"), TypeError, "but data is '1.0' (a str)"),
    (lambda: grad(square)(None), TypeError, "but data is None (a NoneType)"),
    (lambda: grad(square)({1.0, 2.0}), TypeError, "(a set)"),
    (lambda: grad(square)(np.array([None])), TypeError,
     "a Tensor holds real numbers, but data is array([None]"),
    # no array at all
    *((lambda x=x: grad(lambda x: 1.0)(x), ValueError,
       "there is no array here to differentiate along")
      for x in ([], (), {}, [[], {"a": ()}])),
    (lambda: checkpoint(lambda: 1.0)(), ValueError,
     "there is no array here to differentiate along"),
    (lambda: check_grads(lambda x: 1.0, [], RNG(0)), ValueError,
     "there is no array here to differentiate along"),
    (lambda: hvp(lambda x: 1.0, {}, {}), ValueError,
     "there is no array here to differentiate along"),
    (lambda: vjp(lambda x: [], 1.0), ValueError,
     "there is no array in what the function gives"),
    (lambda: jvp(lambda x: {"a": ()}, 1.0, 1.0), ValueError,
     "there is no array in what the function gives"),
    (lambda: check_grads(lambda x: (), 1.0, RNG(0)), ValueError,
     "there is no array in what the function gives"),
    # lists in lists in lists
    (lambda: grad(lambda x: 1.0)(ENDLESS), ValueError,
     "lists in lists may be 50 deep, but these are deeper"),
    (lambda: grad(lambda x: 1.0)(DEEP), ValueError, "may be 50 deep"),
    (lambda: vjp(lambda x: ENDLESS, 1.0), ValueError, "may be 50 deep"),
    (lambda: checkpoint(lambda x: 1.0)(ENDLESS), ValueError, "50 deep"),
    (lambda: vjp(square, 1.0)[1](ENDLESS), ValueError,
     "data must have rows of equal length"),
    (lambda: vjp(lambda x: [x, x], 1.0)[1](ENDLESS), ValueError,
     "data must have rows of equal length"),
    # not one number
    (lambda: grad(square)(x2), ValueError,
     "a gradient is that of one number, but the function gives the shape "
     "(2,): take the mean or the sum, or use jacobian"),
    (lambda: value_and_grad(lambda x: x[:0])(x2), ValueError,
     "but the function gives the shape (0,)"),
    (lambda: hessian(square)(x2), ValueError, "gives the shape (2,)"),
    (lambda: hvp(square, x2, x2), ValueError, "gives the shape (2,)"),
    (lambda: grad(lambda x: [x.sum()])(x2), TypeError,
     "what the function gives must be one array, but it is [Tensor("),
    (lambda: jacobian(lambda x: (x, x))(x2), TypeError,
     "what the function gives must be one array, but it is (Tensor("),
    (lambda: jacobian(lambda x: x[0])([1.0, 2.0]), TypeError,
     "the argument must be one array, but it is [Tensor("),
    (lambda: checkpoint(lambda x: {"y": x})(1.0), TypeError,
     "what a checkpoint gives must be one array, but it is {'y': Tensor("),
    # no Tensor and no number
    *((lambda call=call: call(lambda x: None), TypeError,
       "the function gave None: is its `return` missing?")
      for call in (lambda f: grad(f)(1.0), lambda f: vjp(f, 1.0),
                   lambda f: jvp(f, 1.0, 1.0), lambda f: jacobian(f)(1.0),
                   lambda f: hvp(f, 1.0, 1.0), lambda f: checkpoint(f)(1.0),
                   lambda f: check_grads(f, 1.0, RNG(0)))),
    (lambda: grad(lambda x: "x")(1.0), TypeError,
     "a Tensor holds real numbers, but data is 'x' (a str)"),
    (lambda: vjp(lambda x: [x, None], 1.0), TypeError, "but data is None"),
    (lambda: grad(lambda x: 1j)(1.0), TypeError, "but data is 1j"),
    (lambda: grad(lambda x: {1.0})(1.0), TypeError, "(a set)"),
    (lambda: grad(lambda x: grad)(1.0), TypeError, "(a function)"),
    # another form or shape
    (lambda: vjp(square, x2)[1](1.0), ValueError,
     "there must be a weight for each number, in the shape (2,), but the "
     "shape is ()"),
    (lambda: vjp(square, x2)[1]([x2]), ValueError, "but the shape is (1, 2)"),
    (lambda: vjp(square, x2)[1](np.ones((2, 1))), ValueError,
     "in the shape (2,), but the shape is (2, 1)"),
    (lambda: jvp(square, x2, np.ones(3)), ValueError,
     "in the shape (2,), but the shape is (3,)"),
    (lambda: linearize(square, 1.0)[1](x2), ValueError,
     "in the shape (), but the shape is (2,)"),
    (lambda: hvp(total, x2, 1.0), ValueError, "in the shape (2,)"),
    (lambda: jvp(square, 1.0, None), TypeError, "but data is None"),
    (lambda: vjp(square, 1.0)[1]("u"), TypeError, "but data is 'u'"),
    (lambda: vjp(square, 1.0)[1](1j), TypeError, "but data is 1j"),
    (lambda: vjp(square, 1.0)[1]({"a": 1.0}), TypeError, "(a dict)"),
    (lambda: vjp(square, 1.0)[1](), TypeError, "missing 1 required"),
    (lambda: jvp(lambda x: x[0] * x[1], [1.0, 2.0], [1.0]), ValueError,
     "two things must have the same form, but one is a list of 2, and the "
     "other is [1.0] (a list)"),
    (lambda: jvp(lambda x: x[0] * x[1], [1.0, 2.0], (1.0, 2.0)), ValueError,
     "one is a list of 2, and the other is (1.0, 2.0) (a tuple)"),
    (lambda: jvp(lambda x: x[0] * x[1], [1.0, 2.0], x2), ValueError,
     "one is a list of 2, and the other is array([1., 2.]) (a ndarray)"),
    (lambda: hvp(lambda x: x[0] * x[1], (1.0, 2.0), None), ValueError,
     "one is a tuple of 2, and the other is None (a NoneType)"),
    (lambda: vjp(lambda x: {"y": x}, 1.0)[1]({"z": 1.0}), ValueError,
     "one is a dict of 1, and the other is {'z': 1.0} (a dict)"),
    (lambda: vjp(lambda x: {"y": x}, 1.0)[1]({"y": 1.0, "z": 1.0}),
     ValueError, "one is a dict of 1, and the other is {'y': 1.0, 'z': 1.0}"),
    (lambda: vjp(lambda x: {"y": x}, 1.0)[1]([1.0]), ValueError,
     "one is a dict of 1, and the other is [1.0] (a list)"),
    (lambda: vjp(lambda x: Pair(x, x), 1.0)[1]((1.0, 1.0)), ValueError,
     "one is a Pair of 2, and the other is (1.0, 1.0) (a tuple)"),
    (lambda: vjp(lambda x: [x, [x]], 1.0)[1]([1.0, []]), ValueError,
     "one is a list of 1, and the other is [] (a list)"),
    # what check_grads needs
    (lambda: check_grads(square, 1.0, 0), TypeError,
     "rng must be a Generator, as np.random.default_rng(0) makes one, but it "
     "is 0 (an int)"),
    (lambda: check_grads(square, 1.0, np.random), TypeError,
     "rng must be a Generator"),
    (lambda: check_grads(square, 1.0, RNG(0), 0), ValueError,
     "order must be one or more, but it is 0"),
    (lambda: check_grads(square, 1.0, RNG(0), -1), ValueError,
     "order must be zero or more, but it is -1"),
    (lambda: check_grads(square, 1.0, RNG(0), 1.5), TypeError,
     "order must be a whole number, but it is 1.5 (a float)"),
    (lambda: check_grads(square, 1.0, RNG(0), True), TypeError,
     "order must be a whole number, but it is True (a bool)"),
    (lambda: check_grads(square, 1.0, RNG(0), 11), ValueError,
     "order must be 10 or less, because each takes twice the time of the one "
     "before, but it is 11"),
    (lambda: check_grads(square, 1.0, RNG(0), 10**400), ValueError,
     "order must be 10 or less"),
    (lambda: check_grads(square, 1.0, RNG(0), tolerance=0.0), ValueError,
     "tolerance must be above zero, but it is 0.0"),
    (lambda: check_grads(square, 1.0, RNG(0), tolerance=math.nan), ValueError,
     "tolerance must be a finite number, but it is nan"),
    (lambda: check_grads(square, 1.0, RNG(0), tolerance="1"), TypeError,
     "tolerance must be a number, but it is '1' (a str)"),
    (lambda: check_grads(square, math.inf, RNG(0)), ValueError,
     "a slope needs finite numbers"),
    # Duals
    *((lambda f=f: derivative(f)(1.0), TypeError,
       "a Dual computes with numbers, but this is 'a' (a str)")
      for f in (lambda x: x + "a", lambda x: "a" + x, lambda x: x * "a",
                lambda x: "a" * x, lambda x: x - "a", lambda x: "a" - x,
                lambda x: "a")),
    (lambda: derivative(lambda x: None)(1.0), TypeError,
     "a Dual computes with numbers, but this is None (a NoneType)"),
    (lambda: derivative(lambda x: x2 * x)(1.0), TypeError,
     "a Dual computes with numbers, but this is array([Dual(1.0, 1.0), "),
    (lambda: derivative(square)("a"), TypeError, "but this is 'a' (a str)"),
    (lambda: derivative(square)(x2), TypeError, "this is array([1., 2.])"),
    (lambda: derivative(square)(1j), TypeError, "but this is 1j"),
    (lambda: derivative(square)(Tensor(1.0)), TypeError,
     "but this is Tensor(1.) (a Tensor)"),
    (lambda: derivative(lambda x: x * Tensor(1.0))(1.0), TypeError,
     "but this is Tensor(1.) (a Tensor)"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "error", "message"), REFUSED)
def test_bad_input_is_refused_in_plain_words(call, error, message):
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)
    finite = "must be a finite number" in message  # a ValueError of its own
    assert caught.type is (NotFinite if finite else error)


def test_errors_of_the_function_itself_come_through():
    for transform in (grad, value_and_grad, jacobian, hessian, checkpoint):
        with pytest.raises(ZeroDivisionError, match="by zero"):
            transform(lambda x: 1 / 0)(1.0)
        with pytest.raises(RecursionError):
            transform(recursive)(1.0)
    assert transforms._unfinished == set()


def recursive(x):
    return recursive(x)


def test_infinite_numbers_raise_no_false_alarm():
    """The sum of outputs times u is infinite or nan, and of no use."""
    x = np.array([0.0, 1.0])
    with np.errstate(divide="ignore"):
        close(jacobian(lambda x: 1 / x)(x[1:]), [[-1.0]])
        assert vjp(lambda x: x.log(), x)[1](np.ones(2)).tolist() == [
            math.inf, 1.0
        ]  # fmt: skip
        assert jvp(lambda x: x.log(), x, np.ones(2))[1].tolist() == [
            math.inf, 1.0
        ]  # fmt: skip
    far = np.array([math.inf, -math.inf])
    assert jacobian(lambda x: x + far)(x).tolist() == [[1, 0], [0, 1]]
    with detect_nan():
        _, change = jvp(lambda x: x.exp(), 1000.0, 1.0)
        assert change == math.inf
        assert jacobian(lambda x: x + far)(x).tolist() == [[1, 0], [0, 1]]
        with pytest.raises(FloatingPointError, match="log gave nan"):
            grad(lambda x: x.log())(-1.0)


def test_a_nan_on_the_way_back_is_still_found():
    with detect_nan(), pytest.raises(FloatingPointError, match="slopes of"):
        grad(lambda x: x.sqrt() * 0)(0.0)
