"""A tape of arrays: an engine that differentiates what NumPy computes.

A `Tensor` is two things: an array, which is locked, and a `Node`, which
remembers the operation and whatever arrays its rules will need. They are
kept apart, so that an array which nobody needs can go while the node stays.
`RULES` is the table of derivatives: for each operation and each input one
line, written with what arrays and Tensors share. Handed arrays it computes a
gradient, handed Tensors one that has gradients in turn; nothing is said twice.

`record` makes what an operation gives, and `walk_back` is the only way back.
It takes the youngest node first, by the number that each got at birth: no
recursion, and no closures over Tensors that keep each other in memory.
Broadcasting is undone there, in one place. What NumPy and the caller can get
wrong is said in `_checks`: a rule and an operation stay one idea long.
Chapter: book/tensor.md
"""

from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from backprop._checks.arrays import (
    check_condition,
    check_labels,
    check_several,
    locked_copy,
    own_index,
    upstream_of,
)
from backprop._checks.shapes import (
    ask_numpy,
    check_axes,
    check_axis,
    check_inner,
    check_same_shape,
    check_shape,
    clash,
    combine,
    numbers_along,
    refuse_empty,
)
from backprop._checks.watch import watch, watch_slopes
from backprop.layers import array_sigmoid, normal_cdf, normal_density

__all__ = [
    "RULES",
    "Node",
    "Tensor",
    "concatenate",
    "detect_nan",
    "linear",
    "maximum",
    "no_grad",
    "record",
    "stack",
    "undo_broadcasting",
    "walk_back",
    "where",
    "youngest_first",
]


class AnyNumber:
    """The rules of an operation of any number of inputs, made as needed."""

    def __init__(self, rule_of):
        self.rule_of = rule_of

    def __iter__(self):
        return map(self.rule_of, count())


# For each operation and each of its inputs: what reaches that input of the
# gradient g at the output y. After g come y, the inputs a, b, … and what else
# the operation keeps; arrays, or Tensors where gradients have gradients.
RULES = {
    "+": (lambda g: g, lambda g: g),
    "-": (lambda g: g, lambda g: -g),
    "*": (lambda g, y, a, b: g * b, lambda g, y, a, b: g * a),
    "/": (lambda g, y, a, b: g / b, lambda g, y, a, b: -g * y / b),
    "**": (
        lambda g, y, a, b: g * b * a ** _one_less(b),
        lambda g, y, a, b: g * y * np.log(a),
    ),
    "@": (
        lambda g, y, a, b: g @ b.swapaxes(-1, -2),
        lambda g, y, a, b: a.swapaxes(-1, -2) @ g,
    ),
    "linear": (
        lambda g, y, x, w: g @ w.T,
        lambda g, y, x, w: x.T @ g,
        lambda g, y, x, w: g.sum(axis=0),
    ),
    "negative": (lambda g: -g,),
    "abs": (lambda g, y, a: g * (1.0 * (a > 0) - (a < 0)),),
    "exp": (lambda g, y: g * y,),
    "log": (lambda g, y, a: g / a,),
    "sqrt": (lambda g, y: g * 0.5 / y,),
    "sin": (lambda g, y, a: g * np.cos(a),),
    "cos": (lambda g, y, a: -g * np.sin(a),),
    "tanh": (lambda g, y: g * (1 - y * y),),
    "sigmoid": (lambda g, y: g * y * (1 - y),),
    "relu": (lambda g, y: g * (y > 0),),
    "chance_below": (lambda g, y, a: g * normal_density(a),),
    "maximum": (
        lambda g, y, a, b: g * ((a > b) + 0.5 * (a == b)),
        lambda g, y, a, b: g * ((b > a) + 0.5 * (a == b)),
    ),
    "where": (
        lambda g, y, a, b, chosen: g * chosen,
        lambda g, y, a, b, chosen: g * ~chosen,
    ),
    "concatenate": AnyNumber(lambda i: lambda g, *saved: g[saved[-1][i]]),
    "cross_entropy": (lambda g, y, a, p, right: g * _p_minus_y(a, p, right),),
    "sum": (lambda g, y, a, kept, shape: _repeat_to(g.reshape(kept), shape),),
    "max": (
        lambda g, y, a, kept, axes: (
            g.reshape(kept) * _share_of_ties(a == y.reshape(kept), axes)
        ),
    ),
    "logsumexp": (
        lambda g, y, a, kept: g.reshape(kept) * np.exp(a - y.reshape(kept)),
    ),
    "softmax": (
        lambda g, y, a, axis: y * (g - (g * y).sum(axis=axis, keepdims=True)),
    ),
    "log_softmax": (
        lambda g, y, a, axis: g - np.exp(y) * g.sum(axis=axis, keepdims=True),
    ),
    "reshape": (lambda g, y, a, shape: g.reshape(shape),),
    "transpose": (lambda g, y, a, back: g.transpose(back),),
    "broadcast_to": (lambda g: g,),
    "index": (lambda g, y, a, shape, index: _zeros_with(g, shape, index),),
    "put": (lambda g, y, a, shape, index: g[index],),
}


class Node:
    """What is remembered of an operation, apart from its numbers.

    Told in book/tensor.md, "What a result remembers".

    Attributes
    ----------
    operation : str
        Its name; of a leaf, "leaf".
    inputs : tuple
        Their nodes; None for an input that needs no gradient.
    saved : tuple
        What the rules need: the output, the inputs, and what else there is;
        None where no rule needs it.
    shape : tuple
        That of the output.
    birth : int
        Its number: inputs are born before what is computed from them.
    grad : ndarray or None
        Of a leaf, its gradient.
    rules : iterable or None
        Those of its inputs, where they are not in `RULES`.
    place : str
        Where it was computed, if `detect_nan` looked.
    """

    __slots__ = "operation inputs saved shape rules birth grad place".split()

    def __init__(self, operation, inputs, saved, shape, rules=None):
        self.operation = operation
        self.inputs = inputs
        self.saved = saved
        self.shape = shape
        self.rules = rules
        self.birth = next(_births)


_births = count()


def record(array, operation, inputs, saved=(), rules=None):
    """What an operation gives: a Tensor, and the node that remembers it.

    An operation of your own calls it too, and has an entry in `RULES` or
    brings its rules along.

    Told in book/tensor.md, "What a result remembers".

    Parameters
    ----------
    array
        The output, which must be new: it is locked.
    operation : str
        Its name, as in `RULES`.
    inputs : tuple
        The nodes of the inputs.
    saved : tuple
        What its rules need, as in `Node`.
    rules : iterable, optional
        One for each input, where they are not in `RULES`.
    """
    array.setflags(False)  # write=False: from now on nobody changes it
    tensor = _new(Tensor)
    tensor.array, tensor.node = array, None
    mode = _mode.get()
    if any(inputs) and mode.recording:
        tensor.node = Node(operation, inputs, saved, array.shape, rules)
    if mode.watching:
        watch(tensor, operation)
    return tensor


_new = object.__new__  # makes a Tensor without looking at its numbers again


class _Mode(NamedTuple):
    recording: bool = True
    watching: bool = False


_USUAL = _Mode()
_mode = ContextVar("mode", default=_USUAL)


class _Operations:
    """What a Tensor does besides the arithmetic, and what it refuses."""

    __slots__ = ()

    def __radd__(self, other):
        return tensor_like(self, other) + self

    def __rsub__(self, other):
        return tensor_like(self, other) - self

    def __rmul__(self, other):
        return tensor_like(self, other) * self

    def __rtruediv__(self, other):
        return tensor_like(self, other) / self

    def __rpow__(self, other):
        return tensor_like(self, other) ** self

    def __rmatmul__(self, other):
        return tensor_like(self, other) @ self

    def __pow__(self, other):
        a, b = self, tensor_like(self, other)
        if b.node and not (a.array > 0).all():
            raise ValueError(
                "with an exponent that requires a gradient, each base must "
                f"be above 0, but one is {a.array.min()}"
            )
        y = combine(np.power, a, b)
        needed = b.node and y, a.array, b.array
        return record(y, "**", (a.node, b.node), needed)

    def __neg__(self):
        return record(-self.array, "negative", (self.node,))

    def __abs__(self):
        x = self.array
        return record(abs(x), "abs", (self.node,), (None, x))

    def exp(self):
        """The exponential function of each number."""
        y = np.exp(self.array)
        return record(y, "exp", (self.node,), (y,))

    def log(self):
        """The natural logarithm of each number."""
        x = self.array
        return record(np.log(x), "log", (self.node,), (None, x))

    def sqrt(self):
        """The square root of each number; at 0 it is infinitely steep."""
        y = np.sqrt(self.array)
        return record(y, "sqrt", (self.node,), (y,))

    def sin(self):
        """The sine of angles in radians."""
        x = self.array
        return record(np.sin(x), "sin", (self.node,), (None, x))

    def cos(self):
        """The cosine of angles in radians."""
        x = self.array
        return record(np.cos(x), "cos", (self.node,), (None, x))

    def sigmoid(self):
        """1 / (1 + exp(-x)), between 0 and 1."""
        y = array_sigmoid(self.array).astype(self.dtype, copy=False)
        return record(y, "sigmoid", (self.node,), (y,))

    def gelu(self):
        """Each number times the chance that a normal one is below it."""
        x = self.array
        chance = normal_cdf(x).astype(x.dtype)
        return self * record(chance, "chance_below", (self.node,), (None, x))

    def mean(self, axis=None, keepdims=False):
        """The mean over all axes, over one, or over several."""
        refuse_empty(self, axis, "mean")
        return self.sum(axis, keepdims) / numbers_along(self, axis)

    def var(self, axis=None, keepdims=False):
        """The variance: the mean of the squared distances from the mean."""
        apart = self - self.mean(axis, keepdims=True)
        return (apart * apart).mean(axis, keepdims)

    def max(self, axis=None, keepdims=False):
        """The largest number; several of them share the gradient equally."""
        return _extreme(self, axis, keepdims, np.max)

    def min(self, axis=None, keepdims=False):
        """The smallest number; several of them share the gradient equally."""
        return _extreme(self, axis, keepdims, np.min)

    def logsumexp(self, axis=None, keepdims=False):
        """The logarithm of the sum of the exponentials, without overflow."""
        x, (axes, kept) = self.array, check_axes(self, axis, keepdims)
        refuse_empty(self, axis, "logsumexp")
        largest = x.max(axis=axes, keepdims=True)
        largest = np.where(np.isfinite(largest), largest, x.dtype.type(0))
        total = np.exp(x - largest).sum(axis=axes, keepdims=True)
        y = np.log(total) + largest
        y = y if keepdims else y.squeeze(axes)[()]
        return record(y, "logsumexp", (self.node,), (y, x, kept))

    def softmax(self, axis=-1):
        """Along an axis, numbers that are positive and add up to 1."""
        axis = check_axis(self, axis)
        refuse_empty(self, axis, "softmax")
        x = self.array
        y = np.exp(x - x.max(axis=axis, keepdims=True))
        y /= y.sum(axis=axis, keepdims=True)
        return record(y, "softmax", (self.node,), (y, None, axis))

    def log_softmax(self, axis=-1):
        """The logarithm of `softmax`, also where that is rounded to 0."""
        axis = check_axis(self, axis)
        refuse_empty(self, axis, "log_softmax")
        x = self.array
        y = x - x.max(axis=axis, keepdims=True)
        y -= np.log(np.exp(y).sum(axis=axis, keepdims=True))
        return record(y, "log_softmax", (self.node,), (y, None, axis))

    def cross_entropy(self, labels):
        """The mean surprise of rows of logits at whole numbers, the labels."""
        refuse_empty(self, None, "cross_entropy")
        x, labels = self.array, check_labels(labels, self.shape)
        right = np.arange(len(labels)), labels.copy()  # they may change
        y = x - x.max(axis=1, keepdims=True)
        p = np.exp(y)
        totals = p.sum(axis=1, keepdims=True)
        p /= totals
        loss = (np.log(totals[:, 0]) - y[right]).sum() / x.dtype.type(len(x))
        return record(loss, "cross_entropy", (self.node,), (None, x, p, right))

    def mean_squared_error(self, targets):
        """The mean of the squared differences from targets in its shape."""
        targets = tensor_like(self, targets)
        check_same_shape(self, targets, ("predictions", "targets"))
        apart = self - targets
        return (apart * apart).mean()

    def reshape(self, *shape):
        """The same numbers, row by row, in another shape."""
        y = ask_numpy("reshape", self, lambda x: x.reshape(*shape))
        return record(y, "reshape", (self.node,), (None, None, self.shape))

    def transpose(self, *axes):
        """The axes in another order; in the opposite one if none is given."""
        if not axes:
            axes = range(self.ndim)[::-1]
        elif len(axes) == 1 and isinstance(axes[0], list | tuple):
            axes = axes[0]
        y = ask_numpy("transpose", self, lambda x: x.transpose(axes))
        places = [axis % self.ndim for axis in axes]
        back = tuple(places.index(axis) for axis in range(self.ndim))
        return record(y, "transpose", (self.node,), (None, None, back))

    def swapaxes(self, first, second):
        """Two axes in each other's place."""
        first = check_axis(self, first)
        second = check_axis(self, second)
        axes = list(range(self.ndim))
        axes[first], axes[second] = second, first
        return self.transpose(axes)

    def broadcast_to(self, shape):
        """The numbers repeated to fill a larger shape, as NumPy does it."""
        name = "broadcast_to"
        y = ask_numpy(name, self, lambda x: np.broadcast_to(x, shape))
        return record(y, "broadcast_to", (self.node,))

    def __iter__(self):
        return map(self.__getitem__, range(len(self)))

    def __len__(self):
        if not self.shape:
            raise TypeError(
                "a Tensor without axes has no length: it is one number"
            )
        return len(self.array)

    def __lt__(self, other):
        return _compared(np.less, self, other)

    def __le__(self, other):
        return _compared(np.less_equal, self, other)

    def __gt__(self, other):
        return _compared(np.greater, self, other)

    def __ge__(self, other):
        return _compared(np.greater_equal, self, other)

    def __eq__(self, other):
        return _compared(np.equal, self, other)

    def __ne__(self, other):
        return _compared(np.not_equal, self, other)

    __hash__ = object.__hash__  # each Tensor is itself: a key, a member

    def __reduce__(self):  # for copy and pickle
        if self.node and self.node.inputs:
            raise TypeError(
                "a Tensor that was computed cannot be copied or saved, "
                "because all that led to it would have to go along: use "
                "x.detach() for a constant, which never changes"
            )
        return Tensor, (self.array, self.requires_grad), self.grad

    def __setstate__(self, grad):
        self.grad = grad

    def __setitem__(self, index, value):
        raise TypeError(
            "a Tensor does not change in place, because the way back needs "
            "its numbers as they were: compute a new one, as with "
            "where(mask, new, old), or assign all of .data of a leaf"
        )

    def __bool__(self):
        raise TypeError(
            "a Tensor is neither true nor false: compare it, as in x > 0, "
            "and ask .any() or .all() of that"
        )

    def __float__(self):
        raise TypeError(
            "a plain number forgets where it came from: use x.exp() instead "
            "of math.exp(x), or x.item() for the number alone"
        )

    def __array__(self, *args, **kwargs):
        raise TypeError(
            "an array forgets where it came from: use x.data for the numbers "
            "alone, or stack([...]) to make one Tensor of several"
        )

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        name = FROM_NUMPY.get(ufunc.__name__)
        if name is None or method != "__call__" or options:
            raise TypeError(
                f"np.{ufunc.__name__} has no rule for Tensors here: use the "
                "methods of Tensor, or x.data for the numbers alone"
            )
        first, *others = [tensor_like(self, x) for x in inputs]
        return getattr(first, name)(*others)

    def __array_function__(self, function, types, args, kwargs):
        raise TypeError(
            f"np.{function.__name__} takes no Tensors: look for a method or "
            "function of this name in backprop.tensor, or use x.data for the "
            "numbers alone"
        )


# what to call when NumPy's own functions meet a Tensor
FROM_NUMPY = {
    "exp": "exp", "log": "log", "sqrt": "sqrt", "sin": "sin", "cos": "cos",
    "tanh": "tanh", "absolute": "__abs__", "negative": "__neg__",
    "add": "__add__", "subtract": "__sub__", "multiply": "__mul__",
    "divide": "__truediv__", "power": "__pow__", "matmul": "__matmul__",
    "less": "__lt__", "less_equal": "__le__", "greater": "__gt__",
    "greater_equal": "__ge__", "equal": "__eq__", "not_equal": "__ne__",
}  # fmt: skip


class Tensor(_Operations):
    """An array that remembers how it was computed.

    Calculate with Tensors as with arrays, call `backward()` on a result of
    one number, and read from the `.grad` of each leaf how fast that number
    grows with each number in it. Arrays and plain numbers may stand on
    either side; they are constants, and take the precision of the Tensor.

    The numbers in a Tensor never change. It copies what it is made of and
    locks the copy, so what a rule has kept is still true on the way back.
    New numbers are assigned as a whole: `w.data = w.data - rate * w.grad`.

    Told in book/tensor.md, "What a result remembers".

    Parameters
    ----------
    data
        Numbers of any shape. They become float64; float32 stays.
    requires_grad
        Whether this is a leaf that gets a gradient.
    dtype
        `np.float32` or `np.float64`, where another one is wanted.

    Attributes
    ----------
    data : ndarray
        The numbers, locked. Of a leaf, new ones of its shape can be assigned.
    grad : ndarray or None
        Of a leaf, the sum of its gradients from all backward passes, locked;
        None before the first.
    requires_grad : bool
        Whether it is such a leaf, or was computed from one.
    T : Tensor
        With its axes in the opposite order.

    Raises
    ------
    TypeError, ValueError
        If `data` is something else than numbers, or whole numbers that are
        to have a gradient.

    Notes
    -----
    Where there is no slope: `relu` and `abs` take 0 at 0, equal numbers in
    `max`, `min` and `maximum` share equally, and `x ** 0` has slope 0
    everywhere. A slope that is infinite is infinite, as of `sqrt` at 0.

    Examples
    --------
    >>> w = Tensor([1.0, 2.0], requires_grad=True)
    >>> loss = (w * [3, 4]).sum()
    >>> loss.backward()
    >>> loss.item(), w.grad
    (11.0, array([3., 4.]))
    """

    __slots__ = "array", "node"

    def __init__(self, data, requires_grad=False, dtype=None):
        self.array = locked_copy(data, requires_grad, dtype)
        self.node = None
        if requires_grad:
            self.node = Node("leaf", (), (), self.array.shape)
            self.node.grad = None
        if _mode.get().watching:
            watch(self, "what a Tensor is made of")

    def __repr__(self):
        numbers = np.array2string(self.array, separator=", ", prefix="Tensor(")
        tracked = ", requires_grad=True" if self.node else ""
        return f"Tensor({numbers}{tracked})"

    def __add__(self, other):
        a, b = self, tensor_like(self, other)
        return record(combine(np.add, a, b), "+", (a.node, b.node))

    def __sub__(self, other):
        a, b = self, tensor_like(self, other)
        return record(combine(np.subtract, a, b), "-", (a.node, b.node))

    def __mul__(self, other):
        a, b = self, tensor_like(self, other)
        y = combine(np.multiply, a, b)
        needed = None, b.node and a.array, a.node and b.array
        return record(y, "*", (a.node, b.node), needed)

    def __truediv__(self, other):
        a, b = self, tensor_like(self, other)
        y = combine(np.divide, a, b)
        needed = b.node and y, None, b.array
        return record(y, "/", (a.node, b.node), needed)

    def __matmul__(self, other):
        a, b = self, tensor_like(self, other)
        if a.ndim < 2 or b.ndim < 2:
            check_inner(a.shape, b.shape)
        if b.ndim == 1:  # a column
            return (a @ b.reshape(-1, 1))[..., 0]
        if a.ndim == 1:  # a row
            return (a.reshape(1, -1) @ b)[..., 0, :]
        y = combine(np.matmul, a, b)
        needed = None, b.node and a.array, a.node and b.array
        return record(y, "@", (a.node, b.node), needed)

    def tanh(self):
        """The hyperbolic tangent, between -1 and 1."""
        y = np.tanh(self.array)
        return record(y, "tanh", (self.node,), (y,))

    def relu(self):
        """Each number above 0 as it is, and else 0."""
        y = np.maximum(self.array, 0, dtype=self.dtype)
        return record(y, "relu", (self.node,), (y,))

    def sum(self, axis=None, keepdims=False):
        """The sum over all axes, over one, or over several."""
        axes, kept = check_axes(self, axis, keepdims)
        y = self.array.sum(axis=axes, keepdims=bool(keepdims))
        return record(y, "sum", (self.node,), (None, None, kept, self.shape))

    def __getitem__(self, index):
        index = own_index(index)
        y = ask_numpy("an index", self, lambda x: x[index])
        return record(
            y, "index", (self.node,), (None, None, self.shape, index)
        )

    def backward(self, gradient=None):
        """Add to the gradient of each leaf how fast this Tensor grows with it.

        If something fails on the way, nothing has changed. A second pass
        adds exactly one gradient more.

        Parameters
        ----------
        gradient
            How fast something else grows with each number of this Tensor,
            in its shape. It may be left out where there is one number.

        Raises
        ------
        ValueError
            If there are several numbers and no `gradient`, or one of another
            shape, or if nothing that led here requires a gradient.

        Examples
        --------
        >>> a = Tensor(3.0, requires_grad=True)
        >>> c = a + a
        >>> c.backward()
        >>> c.backward()
        >>> a.grad.item()
        4.0
        """
        found = walk_back(self.node, upstream_of(self, gradient))
        for leaf, slopes in found.items():
            if leaf.grad is not None:
                found[leaf] = leaf.grad + slopes
        for leaf, slopes in found.items():
            leaf.grad = slopes

    def zero_grad(self):
        """Forget the gradient of this leaf."""
        self.grad = None

    def detach(self):
        """The same numbers, as a constant."""
        return tensor_of(None, self.array)

    def item(self):
        """The one number that it holds, as a float."""
        if self.size != 1:
            raise ValueError(
                f"item needs one number, but the shape is {self.shape}"
            )
        return self.array.item()

    @property
    def data(self):
        return self.array

    @data.setter
    def data(self, value):
        if self.node and self.node.inputs:
            raise AttributeError(
                "this Tensor was computed; only a leaf can be given new "
                "numbers: compute a new Tensor"
            )
        array = locked_copy(value, dtype=self.dtype)
        check_shape(array, self, "the new array")
        self.array = array

    @property
    def grad(self):
        if self.node and self.node.inputs:
            raise AttributeError(
                "only a leaf keeps a gradient, and this Tensor was computed, "
                f"by {self.node.operation}: for the slope along it, make a "
                "leaf of its numbers, Tensor(x.data, requires_grad=True)"
            )
        grad = self.node and self.node.grad
        if grad is not None:
            grad = grad.astype(self.dtype, copy=False)
            grad.setflags(write=False)  # another leaf may share it
        return grad

    @grad.setter
    def grad(self, value):
        if self.node is None or self.node.inputs:
            raise AttributeError(
                "only a leaf that requires a gradient can be given one"
            )
        if value is not None:
            value = locked_copy(value, dtype=self.dtype)
            check_shape(value, self, "a gradient")
        self.node.grad = value

    requires_grad = property(lambda self: self.node is not None)
    shape = property(lambda self: self.array.shape)
    ndim = property(lambda self: self.array.ndim)
    size = property(lambda self: self.array.size)
    dtype = property(lambda self: self.array.dtype)
    T = property(lambda self: self.transpose())


def walk_back(end, upstream, leaves=(), with_tensors=False):
    """How fast the end grows with each leaf that led to it.

    Each node hands on to its inputs what reaches it, times its local
    derivatives; where paths meet, it is added. No node and no array is
    changed on the way.

    Told in book/tensor.md, "The walk back".

    Parameters
    ----------
    end : Node
        Where to begin.
    upstream
        The gradient there, in the shape of the node.
    leaves : list of Node
        Where to stop, the oldest first; what is older is a constant then.
        Without any, the walk goes on to the nodes without inputs.
    with_tensors
        Whether to compute with Tensors instead of arrays, so that the
        gradients have gradients in turn.

    Returns
    -------
    dict
        The gradient of each leaf that the walk came to.
    """
    gradients = {end: upstream}
    first, watching = _oldest(leaves), _mode.get().watching
    precision = upstream.dtype
    for node in youngest_first(end, leaves):
        g = gradients.pop(node)
        saved = _as_tensors(node) if with_tensors else node.saved
        rules = node.rules or RULES[node.operation]
        for source, rule in zip(node.inputs, rules):
            if source is None or source.birth < first:
                continue
            slopes = rule(g, *saved)
            if slopes.shape != source.shape:
                slopes = undo_broadcasting(slopes, source.shape)
            if slopes.dtype is not precision and not with_tensors:
                slopes = slopes.astype(precision)
            if source in gradients:
                slopes = gradients[source] + slopes
            if watching:
                watch_slopes(slopes, node)
            gradients[source] = slopes
    return gradients


def youngest_first(end, leaves=()):
    """The nodes from the end to the leaves, each before its inputs.

    The leaves themselves are not among them.

    Told in book/tensor.md, "The walk back".
    """
    first, found = _oldest(leaves), {*leaves}
    nodes = [end] if end.inputs and end not in found else []
    for node in nodes:  # the list grows while we walk through it
        for source in node.inputs:
            if source and source.inputs and source not in found:
                if source.birth >= first:
                    found.add(source)
                    nodes.append(source)
    return sorted(nodes, key=attrgetter("birth"), reverse=True)


def _oldest(leaves):
    return leaves[0].birth if leaves else 0


def undo_broadcasting(g, shape):
    """Add a gradient up along all axes on which NumPy had repeated numbers.

    Told in book/tensor.md, "Broadcasting, undone in one place".

    Parameters
    ----------
    g
        An array or a Tensor, in the shape that came of the stretching.
    shape
        What it had been before.

    Examples
    --------
    >>> undo_broadcasting(np.ones((5, 3, 4)), (3, 1))
    array([[20.],
           [20.],
           [20.]])
    """
    new = g.ndim - len(shape)
    stretched = [i for i, n in enumerate(shape, new) if n == 1]
    return g.sum(axis=(*range(new), *stretched)).reshape(shape)


def _as_tensors(node):
    """What a node saved, each array with the node that it came from."""
    owners = node, *node.inputs
    tensors = [
        None if array is None else tensor_of(owner, array)
        for array, owner in zip(node.saved, owners)
    ]
    return *tensors, *node.saved[len(owners) :]


def tensor_of(node, array):
    tensor = _new(Tensor)
    tensor.array, tensor.node = array, node
    return tensor


def linear(inputs, weights, bias) -> Tensor:
    """inputs @ weights + bias of a batch of rows, as one operation.

    Told in book/tensor.md, "Where the time goes".

    Examples
    --------
    >>> linear([[3, 4]], Tensor([[10], [1]]), [0.5])
    Tensor([[34.5]])
    """
    x, w, b = _alike(inputs, weights, bias)
    fits = x.ndim == w.ndim == 2 and b.shape == w.shape[1:]
    if not fits or b.dtype != x.dtype:
        return x @ w + b
    y = combine(np.matmul, x, w)
    y += b.array
    needed = None, w.node and x.array, x.node and w.array
    return record(y, "linear", (x.node, w.node, b.node), needed)


def maximum(a, b) -> Tensor:
    """Number by number the larger one; of equal ones each gets half.

    Told in book/tensor.md, "A table of derivatives".

    Examples
    --------
    >>> maximum(Tensor([1.0, 5.0]), [3, 4])
    Tensor([3., 5.])
    """
    a, b = _alike(a, b)
    y = combine(np.maximum, a, b)
    return record(y, "maximum", (a.node, b.node), (None, a.array, b.array))


def where(condition, a, b) -> Tensor:
    """The numbers of `a` where the condition is true, and else those of `b`.

    Told in book/tensor.md, "A table of derivatives".

    Examples
    --------
    >>> where([True, False], Tensor([1.0, 2.0]), 0)
    Tensor([1., 0.])
    """
    a, b = _alike(a, b)
    chosen = check_condition(condition)
    try:
        y = np.where(chosen, a.array, b.array)[()]
    except ValueError:
        shapes = chosen.shape, a.shape, b.shape
        raise ValueError(clash("where", *shapes)) from None
    saved = None, None, None, chosen
    return record(y, "where", (a.node, b.node), saved)


def concatenate(tensors, axis=0) -> Tensor:
    """Tensors one after the other, along an axis that they have.

    Told in book/tensor.md, "A table of derivatives".

    Examples
    --------
    >>> concatenate([Tensor([1.0]), [2, 3]])
    Tensor([1., 2., 3.])
    """
    tensors = _alike(*check_several(tensors, "concatenate"))
    axis = check_axis(tensors[0], axis)
    shapes = [x.shape for x in tensors]
    if len({(*s[:axis], *s[axis + 1 :], len(s)) for s in shapes}) > 1:
        raise ValueError(
            f"concatenate along axis {axis} needs shapes that are equal but "
            f"for that axis, but they are {', '.join(map(str, shapes))}"
        )
    y = np.concatenate([x.array for x in tensors], axis)
    ends = np.cumsum([shape[axis] for shape in shapes]).tolist()
    places = [
        (slice(None),) * axis + (slice(start, end),)
        for start, end in zip([0, *ends], ends)
    ]
    saved = *[None] * (1 + len(tensors)), places
    return record(y, "concatenate", tuple(x.node for x in tensors), saved)


def stack(tensors, axis=0) -> Tensor:
    """Tensors of one shape beside each other, along a new axis.

    Told in book/tensor.md, "A table of derivatives".

    Examples
    --------
    >>> stack([Tensor([1.0, 2.0]), [3, 4]])
    Tensor([[1., 2.],
            [3., 4.]])
    """
    tensors = _alike(*check_several(tensors, "stack"))
    shape = tensors[0].shape
    if any(x.shape != shape for x in tensors):
        shapes = ", ".join(str(x.shape) for x in tensors)
        raise ValueError(f"stack needs equal shapes, but they are {shapes}")
    one_more = np.broadcast_to(tensors[0].array, (1, *shape))
    axis = check_axis(one_more, axis)
    wider = *shape[:axis], 1, *shape[axis:]
    return concatenate([x.reshape(wider) for x in tensors], axis)


@contextmanager
def no_grad():
    """Within it nothing is remembered: for steps downhill, and for tests.

    It can also stand above a function: `@no_grad()`. Let no `yield` stand
    within it, or it goes on while others compute.

    Told in book/tensor.md, "The digits again".

    Examples
    --------
    >>> w = Tensor(3.0, requires_grad=True)
    >>> with no_grad():
    ...     square = w * w
    >>> square.requires_grad
    False
    """
    with _set(recording=False):
        yield


@contextmanager
def enable_grad():
    """Within it all is remembered again, even if `no_grad` is around it."""
    with _set(recording=True):
        yield


def is_grad_enabled():
    """Whether operations are remembered, here and now."""
    return _mode.get().recording


@contextmanager
def detect_nan():
    """Within it the birth of a nan is an error that names the place.

    It takes time, so use it to find a mistake and then take it away.

    Told in book/tensor.md, "Where a nan was born".

    Raises
    ------
    FloatingPointError
        If an operation gives a nan, or hands one on in the walk back.

    Examples
    --------
    >>> with detect_nan():
    ...     Tensor([4.0, -1.0]).sqrt()  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    FloatingPointError: sqrt gave nan, at index [1]...
    """
    with _set(watching=True), np.errstate(all="ignore"):
        yield


@contextmanager
def _set(**changes):
    token = _mode.set(_mode.get()._replace(**changes))
    try:
        yield
    finally:
        _mode.reset(token)


def tensor_like(tensor, other):
    """`other` as a Tensor; what is none becomes one of the same precision."""
    if type(other) is Tensor:
        return other
    return Tensor(other, dtype=tensor.array.dtype)


def _alike(*values):
    """All as Tensors, with the precision of the first one that is one."""
    for value in values:
        if type(value) is Tensor:
            return [tensor_like(value, other) for other in values]
    return [Tensor(value) for value in values]


def _repeat_to(g, shape):
    if type(g) is Tensor:
        return g.broadcast_to(shape)
    return np.broadcast_to(g, shape)


def _one_less(b):
    """b − 1; but of constants 0 stays 0, because x ** 0 is flat, even at 0."""
    if type(b) is Tensor and b.node:
        return b - 1
    return b - (b != 0)


def _share_of_ties(chosen, axes):
    return chosen / chosen.sum(axis=axes, keepdims=True)


def _p_minus_y(logits, p, right):
    """p − y, divided by the number of rows."""
    if type(logits) is Tensor:
        p = logits.softmax()
    y = np.zeros(p.shape, p.dtype)
    y[right] = 1
    return (p - y) / len(p)


def _zeros_with(g, shape, index):
    """Zeros in a shape, with g added at the index."""
    if type(g) is Tensor:
        y = _zeros_with(g.array, shape, index)
        return record(y, "put", (g.node,), (None, None, shape, index))
    whole = np.zeros(shape, g.dtype)
    np.add.at(whole, index, g)  # a place that comes twice gets both
    return whole[()]


def _extreme(tensor, axis, keepdims, function):
    axes, kept = check_axes(tensor, axis, keepdims)
    refuse_empty(tensor, axis, function.__name__)
    y = function(tensor.array, axis=axes, keepdims=bool(keepdims))
    saved = y, tensor.array, kept, axes
    return record(y, "max", (tensor.node,), saved)


def _compared(ufunc, a, b):
    """True and false have no slopes: an array of them."""
    return combine(ufunc, a, tensor_like(a, b))
