"""What is refused, in plain words, and what NumPy takes and refuses."""

import dis
import math
import operator
import os
import re

import backprop
import numpy as np
import pytest
from backprop.tensor import (
    Tensor,
    concatenate,
    linear,
    maximum,
    no_grad,
    stack,
    where,
)
from tensor_rows import ARITHMETIC, INF, NAN, leaf, normalized

T3, T23 = Tensor([1.0, 2.0, 3.0]), leaf([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
SCALAR = leaf(2.0)


def assigned(name, value, tensor=None):
    setattr(leaf([1.0, 2.0]) if tensor is None else tensor, name, value)


def item_assigned():
    T3[0] = 1.0


def added_in_place():
    array = np.ones(3)
    array += T3


MASKED = np.ma.masked_equal([1, -9, 1], -9)

# fmt: off
REFUSED = [
    # what it is made of
    (lambda: Tensor("3"), TypeError,
     "a Tensor holds real numbers, but data is '3' (a str)"),
    (lambda: Tensor(None), TypeError, "but data is None (a NoneType)"),
    (lambda: Tensor(1j), TypeError, "real numbers, but data is 1j"),
    (lambda: Tensor(MASKED), TypeError,
     "data has a mask, which would be forgotten: use x.filled(0), or compute "
     "with x.compressed(), the numbers that are not masked"),
    (lambda: T3 + MASKED, TypeError, "data has a mask"),
    (lambda: T3 * np.ma.masked, TypeError, "data has a mask"),
    (lambda: T3[MASKED], TypeError, "an index has a mask"),
    (lambda: where(MASKED > 0, T3, 0), TypeError, "the condition has a mask"),
    (lambda: Tensor([[1, 2], [3]]), ValueError,
     "data must have rows of equal length, but it is [[1, 2], [3]] (a list)"),
    (lambda: Tensor(10**400), ValueError,
     "data is too large for a float: 1000"),
    (lambda: Tensor(T3), TypeError,
     "an array forgets where it came from: use x.data for the numbers "
     "alone, or stack([...]) to make one Tensor of several"),
    (lambda: Tensor([SCALAR, SCALAR]), TypeError,
     "stack([...]) to make one Tensor of several"),
    (lambda: leaf(3), TypeError,
     "only floating-point numbers can have a gradient, because steps "
     "downhill are fractions, but these are whole numbers: write 1.0 "
     "instead of 1, or use x.astype(float)"),
    (lambda: leaf([True]), TypeError, "but these are whole numbers"),
    (lambda: Tensor([1.0], dtype=int), TypeError,
     "dtype must be np.float32 or np.float64, but it is <class 'int'>"),
    (lambda: Tensor([1.0], dtype="float32"), TypeError,
     "but it is 'float32' (a str)"),
    (lambda: Tensor([1.0], dtype=np.ones(2)), TypeError, "dtype must be"),
    (lambda: Tensor([1.0], np.float32), TypeError,
     "requires_grad must be True or False, but it is <class 'numpy.float32'>"),
    # backward
    (lambda: T23.backward(), ValueError,
     "backward starts from one number, but the shape is (2, 3): take the "
     ".mean() or the .sum() first, or say how much each number counts, with "
     "backward(gradient)"),
    (lambda: leaf([]).backward(), ValueError, "but the shape is (0,)"),
    (lambda: T3.sum().backward(), ValueError,
     "there is nothing to walk back to: no Tensor that led to this one has "
     "requires_grad=True, or it was computed within no_grad"),
    (lambda: T23.detach().sum().backward(), ValueError, "nothing to walk back"),
    (lambda: no_grad()(T23.sum)().backward(), ValueError, "within no_grad"),
    (lambda: T23.backward([1, 2, 3]), ValueError,
     "gradient must have the shape (2, 3) of the numbers, but it is (3,)"),
    (lambda: SCALAR.backward([1.0]), ValueError,
     "gradient must have the shape () of the numbers, but it is (1,)"),
    (lambda: T23.backward("1"), TypeError, "holds real numbers"),
    # shapes
    (lambda: T23 + [1, 2], ValueError,
     "add cannot combine the shapes (2, 3) and (2,): on axis -1, counted "
     "from the end, it is 3 against 2, and they must be equal or one of "
     "them 1; x[:, None] makes a column of the one with one axis"),
    (lambda: [1, 2, 3, 4] * T23, ValueError,
     "multiply cannot combine the shapes (4,) and (2, 3): on axis -1, counted "
     "from the end, it is 4 against 3, and they must be equal or one of "
     "them 1"),
    (lambda: T23 - np.ones((3, 3)), ValueError,
     "subtract cannot combine the shapes (2, 3) and (3, 3): on axis -2, "
     "counted from the end, it is 2 against 3"),
    (lambda: T23 / np.ones((2, 1, 1, 3, 3)), ValueError, "on axis -2"),
    (lambda: T23 ** np.ones(2), ValueError, "power cannot combine"),
    (lambda: maximum(T23, [1, 2]), ValueError, "maximum cannot combine"),
    (lambda: T3 < [1, 2], ValueError, "less cannot combine"),
    (lambda: where([True, False], T23, 0), ValueError,
     "where cannot combine the shapes (2,) and (2, 3) and (): on axis -1"),
    (lambda: where(True, T23, [1, 2]), ValueError, "it is 1 against 3 against"),
    (lambda: T23 @ [[1, 2, 3]], ValueError,
     "matmul cannot multiply the shapes (2, 3) and (1, 3): the last axis of "
     "the first has 3 numbers, and the last but one of the second 1; they "
     "must be equal; did you mean to transpose the second one, as in a @ b.T?"),
    (lambda: T23 @ [[1, 2], [3, 4]], ValueError,
     "the last but one of the second 2; they must be equal$"),
    (lambda: T23 @ [1, 2], ValueError,
     "matmul cannot multiply the shapes (2, 3) and (2,): the last axis of "
     "the first has 3 numbers, and the only one of the second 2"),
    (lambda: T3 @ np.ones((4, 5)), ValueError,
     "matmul cannot multiply the shapes (3,) and (4, 5)"),
    (lambda: T3 @ T3[:2], ValueError, "shapes (3,) and (2,)"),
    (lambda: T3 @ 2, ValueError,
     "matmul cannot multiply the shapes (3,) and (): one of them is a number "
     "without axes; * multiplies by it"),
    (lambda: SCALAR @ T23, ValueError, "the shapes () and (2, 3): one of"),
    (lambda: np.ones((2, 2, 3)) @ leaf(np.ones((3, 3, 4))), ValueError,
     "matmul cannot combine the shapes (2, 2, 3) and (3, 3, 4): the axes "
     "before the last two must be equal or 1"),
    (lambda: linear(T23, np.ones((2, 2)), [1, 2]), ValueError,
     "matmul cannot multiply the shapes (2, 3) and (2, 2)"),
    (lambda: linear(T23, np.ones((3, 2)), [1, 2, 3]), ValueError,
     "add cannot combine the shapes (2, 2) and (3,)"),
    (lambda: leaf([[1.0], [2]]).mean_squared_error([1, 2]), ValueError,
     "predictions have shape (2, 1) and targets (2,): they must be equal, or "
     "NumPy combines each number with many; x.ravel() makes one row of x"),
    (lambda: T23.reshape(4), ValueError,
     "reshape of a Tensor of shape (2, 3): cannot reshape array of size 6"),
    (lambda: T23.reshape("6"), TypeError,
     "reshape of a Tensor of shape (2, 3): "),
    (lambda: T23.transpose(0), ValueError,
     "transpose of a Tensor of shape (2, 3): axes don't match array"),
    (lambda: T23.transpose([]), ValueError, "axes don't match array"),
    (lambda: T23.transpose([1, 0], 5), TypeError,
     "transpose of a Tensor of shape (2, 3): "),
    (lambda: T23.transpose(0, 0), ValueError, "repeated axis"),
    (lambda: T3.broadcast_to((3, 2)), ValueError,
     "broadcast_to of a Tensor of shape (3,): "),
    (lambda: concatenate([T23, T3]), ValueError,
     "concatenate along axis 0 needs shapes that are equal but for that "
     "axis, but they are (2, 3), (3,)"),
    (lambda: concatenate([T23, T23[:, :2]]), ValueError, "(2, 3), (2, 2)"),
    (lambda: stack([T3, T3[:1]]), ValueError,
     "stack needs equal shapes, but they are (3,), (1,)"),
    (lambda: concatenate([]), ValueError,
     "concatenate needs at least one Tensor"),
    (lambda: stack([]), ValueError, "stack needs at least one Tensor"),
    (lambda: stack(T23), TypeError,
     "stack needs a list of Tensors, but it got Tensor("),
    (lambda: concatenate(np.array(1.0)), TypeError, "it got array(1.)"),
    (lambda: concatenate(x for x in [T3]), TypeError, "needs a list"),
    (lambda: stack({T3}), TypeError, "needs a list"),  # in no order
    (lambda: stack({"a": T3}), TypeError, "needs a list"),
    (lambda: assigned("data", [1, 2, 3]), ValueError,
     "the new array must have the shape (2,) of the numbers, but it is (3,)"),
    (lambda: assigned("grad", 1.0), ValueError,
     "a gradient must have the shape (2,) of the numbers, but it is ()"),
    # axes
    (lambda: T23.sum(2), ValueError,
     "axis 2 is not there: the shape is (2, 3)"),
    (lambda: T23.mean(-3), ValueError, "axis -3 is not there"),
    (lambda: T23.var((0, 5)), ValueError, "axis 5 is not there"),
    (lambda: SCALAR.softmax(), ValueError,
     "axis -1 is not there: the shape is ()"),
    (lambda: T23.swapaxes(0, 2), ValueError, "axis 2 is not there"),
    (lambda: concatenate([T3, T3], 1), ValueError, "axis 1 is not there"),
    (lambda: stack([T3, T3], 2), ValueError, "axis 2 is not there"),
    (lambda: T23.sum((0, -2)), ValueError,
     "axis (0, -2) names one axis twice"),
    (lambda: T23.logsumexp([1, 1]), ValueError, "[1, 1] names one axis twice"),
    (lambda: T23.max(1.0), TypeError,
     "axis must be a whole number, but it is 1.0 (a float)"),
    (lambda: T23.min(True), TypeError, "axis must be a whole number"),
    (lambda: T23.sum(np.array([0, 1])), TypeError, "axis must be a whole"),
    (lambda: T23.sum(int), TypeError, "axis must be a whole number"),
    (lambda: T23.softmax(None), TypeError, "axis must be a whole number"),
    (lambda: T23.log_softmax((0, 1)), TypeError, "axis must be a whole number"),
    (lambda: T23.sum(0, 1), TypeError,
     "keepdims must be True or False, but it is 1 (an int)"),
    (lambda: T23.mean(0, None), TypeError, "keepdims must be True or False"),
    (lambda: T23.logsumexp(0, "yes"), TypeError, "keepdims must be"),
    (lambda: T23.max(0, []), TypeError, "keepdims must be"),
    # nothing to reduce
    (lambda: leaf([]).mean(), ValueError,
     "mean of no numbers: the shape is (0,), and axis None"),
    (lambda: leaf([[]]).var(1), ValueError, "mean of no numbers"),
    (lambda: leaf([[]]).max(1), ValueError,
     "max of no numbers: the shape is (1, 0), and axis 1"),
    (lambda: leaf([]).min(), ValueError, "min of no numbers"),
    (lambda: leaf([]).logsumexp(), ValueError, "logsumexp of no numbers"),
    (lambda: leaf([]).softmax(), ValueError, "softmax of no numbers"),
    (lambda: leaf([]).log_softmax(), ValueError, "log_softmax of no numbers"),
    (lambda: leaf(np.ones((0, 3))).cross_entropy(np.zeros(0, int)), ValueError,
     "cross_entropy of no numbers: the shape is (0, 3)"),
    (lambda: leaf([]).mean_squared_error([]), ValueError, "mean of no numbers"),
    # labels
    (lambda: T23.cross_entropy([0, 3]), ValueError,
     "label 3 at row 1: there are 3 classes, 0 to 2"),
    (lambda: T23.cross_entropy([-1, 0]), ValueError, "label -1 at row 0"),
    (lambda: T23.cross_entropy([0]), ValueError,
     "labels must have the shape (2,), a whole number for each row of "
     "logits, but it is (1,)"),
    (lambda: T23.cross_entropy([0.0, 1.0]), TypeError,
     "labels must be whole numbers from 0 to 2"),
    (lambda: T3.cross_entropy([0]), ValueError,
     "logits must have the shape (batch, classes), but it is (3,); "
     "logits[None] makes a batch of one row"),
    (lambda: T23.cross_entropy(T3), TypeError, "an array forgets"),
    # powers
    (lambda: leaf([2.0, 0.0]) ** leaf(2.0), ValueError,
     "with an exponent that requires a gradient, each base must be above 0, "
     "but one is 0.0"),
    (lambda: (-2) ** leaf(2.0), ValueError,
     "but one is -2.0"),
    # in place
    (item_assigned, TypeError,
     "a Tensor does not change in place, because the way back needs its "
     "numbers as they were: compute a new one, as with where(mask, new, old), "
     "or assign all of .data of a leaf"),
    (added_in_place, TypeError, "np.add has no rule for Tensors here"),
    (lambda: assigned("data", [1, 2], leaf([1.0, 2]) * 2), AttributeError,
     "this Tensor was computed; only a leaf can be given new numbers: "
     "compute a new Tensor"),
    (lambda: assigned("grad", [1, 2], leaf([1.0, 2]) * 2), AttributeError,
     "only a leaf that requires a gradient can be given one"),
    (lambda: assigned("grad", [1, 2, 3], T3), AttributeError,
     "only a leaf that requires a gradient can be given one"),
    (lambda: (T23 * 2).grad, AttributeError,
     "only a leaf keeps a gradient, and this Tensor was computed, by *: for "
     "the slope along it, make a leaf of its numbers, "
     "Tensor(x.data, requires_grad=True)"),
    (lambda: assigned("data", "12"), TypeError, "holds real numbers"),
    (lambda: assigned("data", T3), TypeError, "an array forgets"),
    # indices
    (lambda: T23[2], IndexError,
     "an index of a Tensor of shape (2, 3): index 2 is out of bounds"),
    (lambda: T23[0, 0, 0], IndexError, "an index of a Tensor of shape (2, 3)"),
    (lambda: T23[1.0], IndexError, "an index of a Tensor of shape (2, 3)"),
    (lambda: T23["a"], IndexError, "an index of a Tensor of shape (2, 3)"),
    (lambda: T3[T3], TypeError,
     "an index must be whole numbers or true and false, but it is a Tensor: "
     "use x.data.astype(int), or an array"),
    (lambda: T23[0, T3], TypeError, "but it is a Tensor"),
    (lambda: T3[:SCALAR], TypeError, "but it is a Tensor"),
    (lambda: T3[[[0], [1, 2]]], ValueError,
     "an index must have rows of equal length"),
    # what would forget
    (lambda: float(SCALAR), TypeError,
     "a plain number forgets where it came from: use x.exp() instead of "
     "math.exp(x), or x.item() for the number alone"),
    (lambda: math.exp(SCALAR), TypeError, "a plain number forgets"),
    (lambda: bool(SCALAR), TypeError,
     "a Tensor is neither true nor false: compare it, as in x > 0, and ask "
     ".any() or .all() of that"),
    (lambda: T3.sum() and 1, TypeError, "neither true nor false"),
    (lambda: np.asarray(T3), TypeError,
     "an array forgets where it came from: use x.data for the numbers alone, "
     "or stack([...]) to make one Tensor of several"),
    (lambda: np.array([T3, T3]), TypeError, "an array forgets"),
    (lambda: np.array(SCALAR, dtype=float), TypeError, "an array forgets"),
    (lambda: np.sum(T3), TypeError,
     "np.sum takes no Tensors: look for a method or function of this name in "
     "backprop.tensor, or use x.data for the numbers alone"),
    (lambda: np.concatenate([T3, T3]), TypeError, "np.concatenate takes no"),
    (lambda: np.where([True], T3, 1), TypeError, "np.where takes no Tensors"),
    (lambda: np.arctan(T3), TypeError,
     "np.arctan has no rule for Tensors here: use the methods of Tensor, or "
     "x.data for the numbers alone"),
    (lambda: np.add.reduce(T3), TypeError, "np.add has no rule"),
    (lambda: np.multiply.outer(T3, T3), TypeError, "np.multiply has no rule"),
    (lambda: np.exp(T3, dtype=float), TypeError, "np.exp has no rule"),
    (lambda: np.exp(np.ones(3), out=T3), TypeError, "np.exp has no rule"),
    (lambda: len(SCALAR), TypeError,
     "a Tensor without axes has no length: it is one number"),
    (lambda: list(SCALAR), TypeError, "a Tensor without axes has no length"),
    (lambda: T3.item(), ValueError,
     "item needs one number, but the shape is (3,)"),
    # conditions
    (lambda: where([1, 0, 1], T3, 0), TypeError,
     "the condition of where must be true or false for each number, as x > 0 "
     "is, but it is [1, 0, 1] (a list)"),
    (lambda: where(T3, T3, 0), TypeError, "an array forgets"),
    (lambda: where([[True], [True, False]], T3, 0), ValueError,
     "the condition must have rows of equal length"),
    # numbers beside it
    (lambda: T3 + "1", TypeError, "holds real numbers, but data is '1'"),
    (lambda: "1" + T3, TypeError, "holds real numbers, but data is '1'"),
    (lambda: T3 * None, TypeError, "but data is None"),
    (lambda: T3 == None, TypeError, "but data is None"),  # noqa: E711
    (lambda: T3 / 1j, TypeError, "but data is 1j"),
    (lambda: T3 @ [[1], [1, 2], [1]], ValueError, "rows of equal length"),
]
# fmt: on


@pytest.mark.parametrize(("call", "error", "message"), REFUSED)
def test_bad_input_is_refused_in_plain_words(call, error, message):
    ends = message.endswith("$")
    pattern = re.escape(message.removesuffix("$")) + "$" * ends
    with pytest.raises(error, match=pattern):
        call()


class Sly:
    """Looks like a number to whoever asks with hasattr."""

    def __index__(self):
        raise TypeError("no")


def hostile():
    """What people give by mistake, and what nobody would."""
    knot = []
    knot.append(knot)
    return [
        *(None, "3", "", b"3", 3, -1, 0, 1, 10**30, 10**400, -(10**30)),
        *(True, False, 2.5, NAN, INF, -INF, 1j, complex(NAN, 1)),
        *([], [[]], [0, 1], [1, 2, 3], [1.0, 2.0, 3.0], [[1], [2, 3]], [None]),
        *(["a"], [[1, 2, 3], [4, 5, 6]], [True, False], [T3], [T3, 1], knot),
        *((), (0,), (0, 0), (1, 0), (0, 1, 2), (-1, 5), (3, 2), (2, 3)),
        *({}, {"a": 1}, {1}, object(), int, len, range(2), Sly(), Ellipsis),
        *(
            slice(None),
            slice("a"),
            slice(0, 10**30),
            np.newaxis,
            NotImplemented,
        ),
        *(np.array(2), np.array([0, 1]), np.array([[0, 1]]), np.empty((0, 3))),
        *(
            np.empty(0, int),
            np.array([True, False]),
            np.array([NAN, 1.0, INF]),
        ),
        *(np.array(["a"]), np.array([object()]), np.array([1j])),
        *(np.datetime64("2020-01-01"), np.array([1], "m8[s]"), np.float16(2)),
        *(np.longdouble(2), np.int8(1), np.uint64(2**63), np.bool_(True)),
        *(np.float32(2), np.ones((1, 2, 3)), np.zeros((2, 0)), np.void(b"3")),
        *(T3, T23, SCALAR, iter([1, 2]), (x for x in [1]), [slice(None)]),
        *(np.float64("inf"), np.array([("a", 1)], "U1,i4"), float, np.float32),
    ]


A = T23.data


def as_floats(x):
    return np.asarray(getattr(x, "data", x) if isinstance(x, Tensor) else x)


def both_ways(f):
    return (
        lambda x: f(T23, x),
        lambda x: f(A, as_floats(x).astype(float)),
    ), (
        lambda x: f(x, T23),
        lambda x: f(as_floats(x).astype(float), A),
    )  # fmt: skip


def axes_of(x):
    return tuple(x) if isinstance(x, list) else x


# what is called with each of them, and what NumPy makes of it then
# fmt: off
CALLS = {
    **{
        f"{f.__name__} {side}": calls
        for f in (*ARITHMETIC, operator.matmul, operator.lt, operator.eq,
                  operator.ne)
        for side, calls in zip(("right", "left"), both_ways(f))
    },
    "Tensor": (Tensor, lambda x: np.asarray(x).astype(float)),
    "leaf": (leaf, lambda x: np.asarray(x).astype(float)),
    "requires_grad": (lambda x: Tensor([1.0], x), lambda x: [1.0]),
    "dtype": (lambda x: Tensor(A, dtype=x), lambda x: A),
    "backward": (lambda x: leaf(A).backward(x), None),
    "data": (lambda x: assigned("data", x), None),
    "grad": (lambda x: assigned("grad", x), None),
    **{
        name: (lambda x, name=name: getattr(T23, name)(x), plain)
        for name, plain in {
            "sum": lambda x: A.sum(axis=axes_of(x)),
            "mean": lambda x: A.mean(axis=axes_of(x)),
            "var": lambda x: A.var(axis=axes_of(x)),
            "max": lambda x: A.max(axis=axes_of(x)),
            "min": lambda x: A.min(axis=axes_of(x)),
            "logsumexp": lambda x: np.log(np.exp(A).sum(axis=axes_of(x))),
            "softmax": lambda x: normalized(A, x),
            "log_softmax": lambda x: np.log(normalized(A, x)),
            "cross_entropy": lambda x: -np.log(normalized(A))[[0, 1], x].mean(),
            "mean_squared_error": lambda x: (
                (A - as_floats(x).astype(float)) ** 2).mean(),
            "reshape": lambda x: A.reshape(x),
            "transpose": lambda x: A.transpose(x),
            "broadcast_to": lambda x: np.broadcast_to(A, x),
            "__getitem__": lambda x: A[x],
        }.items()
    },
    "swapaxes": (lambda x: T23.swapaxes(0, x), lambda x: A.swapaxes(0, x)),
    "keepdims": (lambda x: T23.sum(0, x), lambda x: A.sum(0, keepdims=bool(x))),
    "reshape, twice": (lambda x: T23.reshape(x, x), lambda x: A.reshape(x, x)),
    "index, twice": (lambda x: T23[x, x], lambda x: A[x, x]),
    "index, 0-d": (lambda x: SCALAR[x], lambda x: SCALAR.data[x]),
    "maximum": (lambda x: maximum(T23, x),
                lambda x: np.maximum(A, as_floats(x).astype(float))),
    "maximum, alone": (lambda x: maximum(x, x),
                       lambda x: as_floats(x).astype(float)),
    "where": (lambda x: where(x, T23, 0), lambda x: np.where(x, A, 0)),
    "where, then": (lambda x: where([True, False, True], x, T23),
                    lambda x: np.where([True, False, True], as_floats(x).astype(float), A)),
    "linear, inputs": (lambda x: linear(x, T23.T, [1, 2]),
                       lambda x: as_floats(x).astype(float) @ A.T + [1, 2]),
    "linear, weights": (lambda x: linear(T23, x, 1),
                        lambda x: A @ as_floats(x).astype(float) + 1),
    "linear, bias": (lambda x: linear(T23, T23.T, x),
                     lambda x: A @ A.T + as_floats(x).astype(float)),
    "concatenate": (concatenate, None),
    "concatenate, part": (lambda x: concatenate([T23, x]), lambda x:
                          np.concatenate([A, as_floats(x).astype(float)])),
    "concatenate, axis": (lambda x: concatenate([T23, T23], x),
                          lambda x: np.concatenate([A, A], x)),
    "stack": (stack, None),
    "stack, part": (lambda x: stack([T23, x]),
                    lambda x: np.stack([A, as_floats(x).astype(float)])),
    "stack, axis": (lambda x: stack([T23, T23], x),
                    lambda x: np.stack([A, A], x)),
}
# fmt: on


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # NumPy's own
@pytest.mark.parametrize("name", CALLS)
def test_a_right_result_or_our_own_words(name):
    call, plain = CALLS[name]
    package = os.path.dirname(backprop.__file__)
    for x in hostile():
        records = isinstance(x, np.void | np.ndarray) and x.dtype.kind == "V"
        if records and name in ("eq left", "ne left"):
            continue  # NumPy compares records itself, and asks nobody
        said = f"{name} of {type(x).__name__} {x!r:.50}"
        try:
            with np.errstate(all="ignore"):
                result = call(x)
        except (ValueError, TypeError, IndexError) as error:
            trace = error.__traceback__
            while trace.tb_next:
                trace = trace.tb_next
            code = trace.tb_frame.f_code
            assert code.co_filename.startswith(package), said
            by_us = dis.opname[code.co_code[trace.tb_lasti]] == "RAISE_VARARGS"
            assert by_us, f"{said}: {error}"  # a raise of ours, no accident
            assert len(str(error)) > 20, said
        else:
            if plain is None:
                continue
            with np.errstate(all="ignore"):
                expected = plain(x)
            assert isinstance(result, Tensor | np.ndarray), said
            got = result.data if isinstance(result, Tensor) else result
            assert got.dtype in (float, np.float32, bool), said
            np.testing.assert_allclose(
                got, expected, rtol=1e-6, err_msg=said
            )  # fmt: skip


@pytest.mark.parametrize(
    ("f", "plain"),
    [
        (Tensor.exp, np.exp), (Tensor.log, np.log), (Tensor.sqrt, np.sqrt),
        (Tensor.sin, np.sin), (Tensor.cos, np.cos), (Tensor.tanh, np.tanh),
        (Tensor.relu, lambda x: np.maximum(x, 0)), (abs, abs),
        (Tensor.sum, np.sum), (Tensor.mean, np.mean), (Tensor.max, np.max),
        (Tensor.min, np.min), (lambda x: x.max(0), lambda x: x.max(0)),
        (lambda x: -x, lambda x: -x), (lambda x: x.T + x, lambda x: x.T + x),
        (lambda x: x.T - x, lambda x: x.T - x),
        (lambda x: x.T * x, lambda x: x.T * x),
        (lambda x: x.T / x, lambda x: x.T / x),
        (lambda x: x.T**x.data, lambda x: x.T**x),
        (lambda x: maximum(x.T, x), lambda x: np.maximum(x.T, x)),
        (lambda x: where(x < x.T, x.T, x), lambda x: np.where(x < x.T, x.T, x)),
    ],
)  # fmt: skip
def test_nan_and_infinity_are_as_in_numpy(f, plain):
    special = [NAN, INF, -INF, 0.0, -0.0, 1.0, -2.0, 1e308]
    x = np.tile(special, (8, 1))
    with np.errstate(all="ignore"):
        y = f(leaf(x))
        np.testing.assert_array_equal(y.data, plain(x))
        y.backward(np.ones(y.shape))  # whatever comes of it, it comes
