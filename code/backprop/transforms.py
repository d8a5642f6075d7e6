"""Forward, reverse, and what a gradient costs.

Functions that make functions out of functions: the gradient of one, its
Jacobian, its Hessian.
Chapter: book/transforms.md
"""

import math
from collections.abc import Callable
from functools import reduce, wraps
from itertools import count
from numbers import Real
from operator import add

import numpy as np

from backprop._checks import (
    check_function,
    check_generator,
    check_positive,
    check_size,
    describe,
)
from backprop.derivatives import central_difference
from backprop.tensor import (
    RULES,
    Node,
    Tensor,
    _made,
    _owned,
    _owned_by,
    _set,
    stack,
    walk_back,
    youngest_first,
)

__all__ = [
    "Dual",
    "check_grads",
    "checkpoint",
    "derivative",
    "grad",
    "hessian",
    "hvp",
    "jacobian",
    "jvp",
    "linearize",
    "value_and_grad",
    "vjp",
]


class Dual:
    """A number and its slope along one input: forward mode.

    `derivative` makes them. A tag says which derivative a slope belongs to,
    because one can be taken inside another.

    Told in book/transforms.md, "Two numbers at a time".

    Attributes
    ----------
    value : float or Dual
        The number.
    slope : float or Dual
        How fast it grows with the input of the derivative.
    tag : int
        The number of that derivative.
    """

    __slots__ = "value", "slope", "tag"

    def __init__(self, value, slope, tag=0):
        self.value, self.slope, self.tag = value, slope, tag

    def __repr__(self):
        return f"Dual({self.value}, {self.slope})"

    def __add__(self, other):
        tag, a, da, b, db = _apart(self, other)
        return Dual(a + b, da + db, tag)

    def __mul__(self, other):
        tag, a, da, b, db = _apart(self, other)
        return Dual(a * b, da * b + a * db, tag)

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self):
        return -1.0 * self

    def __sub__(self, other):
        return self + -1.0 * other

    def __rsub__(self, other):
        return other + -self

    def exp(self):
        """e to the power of it."""
        y = _of(self.value, "exp")
        return Dual(y, y * self.slope, self.tag)

    def sin(self):
        """The sine of an angle in radians."""
        slope = _of(self.value, "cos") * self.slope
        return Dual(_of(self.value, "sin"), slope, self.tag)

    def cos(self):
        """The cosine of an angle in radians."""
        slope = -1.0 * _of(self.value, "sin") * self.slope
        return Dual(_of(self.value, "cos"), slope, self.tag)


def derivative(f: Callable) -> Callable:
    """The function that gives the slope of `f`, by one run of Duals.

    Told in book/transforms.md, "Whose slope is it?".

    Parameters
    ----------
    f
        Takes one number and gives one, by +, -, * and the methods of `Dual`.

    Examples
    --------
    >>> derivative(lambda x: x * x * x)(2.0)
    12.0
    >>> derivative(derivative(lambda x: x * x * x))(2.0)
    12.0
    """
    check_function(f)

    @wraps(f)
    def slope(x):
        tag = next(_tags)
        y = f(Dual(x, 1.0, tag))
        return y.slope if _is_tagged(y, tag) else 0.0

    return slope


_tags = count(1)


def _is_tagged(x, tag):
    return isinstance(x, Dual) and x.tag == tag


def _apart(*numbers):
    """The newest tag, and of each number its value and slope for that tag."""
    tag = max(x.tag for x in numbers if isinstance(x, Dual))
    parts = [tag]
    for x in numbers:
        if not isinstance(x, Dual | Real):
            raise TypeError(
                f"a Dual computes with numbers, but this is {describe(x)}"
            )
        parts += (x.value, x.slope) if _is_tagged(x, tag) else (x, 0.0)
    return parts


def _of(x, name):
    return (
        getattr(x, name)() if isinstance(x, Dual) else getattr(math, name)(x)
    )


def grad(f: Callable) -> Callable:
    """The function that gives the gradient of `f` along its first argument.

    Told in book/transforms.md, "Functions of functions".

    Parameters
    ----------
    f
        Takes Tensors, and gives a Tensor of one number. Its first argument
        is an array of floating-point numbers, or lists, tuples and dicts of
        such arrays; the others are constants.

    Returns
    -------
    function
        Of the same arguments. It gives the gradient in the form of the first
        one: arrays; or Tensors where it is called inside another
        transformation, or within the reach of tracked Tensors.

    Raises
    ------
    TypeError, ValueError
        When that function is called: if the argument holds something else,
        or what `f` gives is not one number.

    Examples
    --------
    >>> grad(lambda x: (x * x).sum())(np.array([1.0, 2.0]))
    array([2., 4.])
    >>> grad(grad(lambda x: x ** 4))(2.0).item()
    48.0
    """
    both = value_and_grad(f)
    return wraps(f)(lambda *arguments: both(*arguments)[1])


def value_and_grad(f: Callable) -> Callable:
    """The function that gives `f` and its gradient, from one run.

    Takes and raises what `grad` does.

    Told in book/transforms.md, "Functions of functions".

    Examples
    --------
    >>> height, slopes = value_and_grad(lambda p: p["a"] * p["b"])(
    ...     {"a": 2.0, "b": 5.0}
    ... )
    >>> height.item(), slopes["a"].item()
    (10.0, 5.0)
    """
    check_function(f)

    @wraps(f)
    def both(x, *constants):
        run = _Run(lambda x: f(x, *constants), x)
        shape = _one_tensor(run.outputs, "what the function gives").shape
        if math.prod(shape) != 1:
            raise ValueError(
                "a gradient is that of one number, but the function gives "
                f"the shape {shape}: take the mean or the sum, or use jacobian"
            )
        return run.told(), run.slopes(np.ones(shape))

    return both


def vjp(f: Callable, x) -> tuple:
    """What `f` gives at `x`, and a function that walks back from there.

    Reverse mode: vjp is for vector-Jacobian product.

    Told in book/transforms.md, "Forward and back are one map".

    Parameters
    ----------
    f
        Takes what `x` is, as Tensors; gives Tensors, in lists, tuples or
        dicts if there are several.
    x
        Arrays of floating-point numbers, alike.

    Returns
    -------
    outputs, pull
        `pull(u)` takes a gradient for each output and gives one for each
        number in `x`: the rows of the Jacobian, added up with weights `u`.

    Raises
    ------
    TypeError, ValueError
        If something else stands there, or the shapes of `u` are others.

    Examples
    --------
    >>> y, pull = vjp(lambda x: x * x, np.array([1.0, 2.0]))
    >>> y, pull(np.array([1.0, 10.0]))
    (array([1., 4.]), array([ 2., 40.]))
    """
    run = _Run(check_function(f), x)
    return run.told(), run.slopes


def linearize(f: Callable, x) -> tuple:
    """What `f` gives at `x`, and the linear function that is closest to it.

    Forward mode, made of reverse mode: `pull` is linear, and its own `pull`
    is the way forward.

    Takes and raises what `vjp` does.

    Told in book/transforms.md, "Forward and back are one map".

    Returns
    -------
    outputs, push
        `push(v)` takes a change of each number in `x` and gives that of each
        output: the columns of the Jacobian, added up with weights `v`.

    Examples
    --------
    >>> y, push = linearize(lambda x: x * x, np.array([1.0, 2.0]))
    >>> push(np.array([1.0, 10.0]))
    array([ 2., 40.])
    """
    run = _Run(check_function(f), x)
    return run.told(), _pushing(run)


def _pushing(run):
    nowhere = _map(lambda y: np.zeros(y.shape, y.dtype), run.outputs)
    back = _Run(
        run.slopes, nowhere
    )  # linear: its slopes are the same everywhere
    back.leaves_before = run.leaves
    return back.slopes


def jvp(f: Callable, x, v) -> tuple:
    """What `f` gives at `x`, and how fast that changes as `x` moves along `v`.

    jvp is for Jacobian-vector product. Takes and raises what `linearize` and
    its `push` do.

    Told in book/transforms.md, "Forward and back are one map".

    Examples
    --------
    >>> jvp(lambda x: x * x, np.array([1.0, 2.0]), np.array([0.0, 1.0]))
    (array([1., 4.]), array([0., 4.]))
    """
    y, push = linearize(f, x)
    return y, push(v)


def jacobian(f: Callable) -> Callable:
    """The function that gives all slopes of each output along each input.

    It goes back once for each output, or forward once for each input,
    whichever is less.

    Told in book/transforms.md, "Tall and wide".

    Parameters
    ----------
    f
        Takes one array, as a Tensor, and gives another.

    Returns
    -------
    function
        Of the same argument. The shape of what it gives is that of the
        outputs, followed by that of the inputs.

    Examples
    --------
    >>> jacobian(lambda x: x * x.sum())(np.array([1.0, 2.0]))
    array([[4., 1.],
           [2., 5.]])
    """
    check_function(f)

    @wraps(f)
    def slopes(x):
        run = _Run(f, x)
        y = _one_tensor(run.outputs, "what the function gives")
        x = _one_tensor(run.inputs, "the argument")
        if y.size <= x.size:
            rows = [run.slopes(u) for u in _units(y.shape)]
            return _stacked(rows).reshape(y.shape + x.shape)
        push = _pushing(run)
        columns = [push(v) for v in _units(x.shape)]
        table = _stacked(columns).reshape(x.size, y.size)
        return table.transpose(1, 0).reshape(y.shape + x.shape)

    return slopes


def hessian(f: Callable) -> Callable:
    """The function that gives the slopes of the gradient of `f`.

    Told in book/transforms.md, "Curvature".

    Examples
    --------
    >>> hessian(lambda x: x[0] ** 2 * x[1])(np.array([3.0, 5.0]))
    array([[10.,  6.],
           [ 6.,  0.]])
    """
    return jacobian(grad(f))


def hvp(f: Callable, x, v):
    """How the gradient of `f` at `x` changes as `x` moves along `v`.

    It is the Hessian times `v`, and the Hessian is never made.

    Told in book/transforms.md, "Curvature".

    Examples
    --------
    >>> x, v = np.array([3.0, 5.0]), np.array([1.0, 0.0])
    >>> hvp(lambda x: x[0] ** 2 * x[1], x, v)
    array([10.,  6.])
    """
    slopes = grad(f)
    return grad(lambda x: _inner(slopes(x), v))(x)


def check_grads(
    f: Callable,
    x,
    rng: np.random.Generator,
    order: int = 2,
    tolerance: float = 1e-6,
) -> float:
    """Compare forward, reverse and measured slopes in a random direction.

    With `order` 2 it does the same for the slopes themselves.

    Told in book/transforms.md, "Check".

    Parameters
    ----------
    f, x
        As for `vjp`.
    rng
        Where the directions come from.
    tolerance
        The largest relative difference that passes.

    Returns
    -------
    float
        The largest relative difference.

    Raises
    ------
    AssertionError
        If one of them differs: the three slopes, and of which order.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> check_grads(lambda x: x.sin(), np.array([1.0, 2.0]), rng) < 1e-8
    True
    """
    check_function(f), check_generator(rng), check_size(order, "order")
    tolerance = check_positive(tolerance, "tolerance")
    y, pull = vjp(f, x)
    u, v = _random_like(y, rng), _random_like(x, rng)

    def along(t):
        moved = _map(lambda a, b: _tensor_of(a).data + t * b, x, v)
        return float(_number(_inner(_Run(f, moved).told(), u)))

    measured = central_difference(along, 0.0)
    forward = _number(_inner(jvp(f, x, v)[1], u))
    reverse = _number(_inner(pull(u), v))
    largest = max(abs(measured), abs(forward), abs(reverse))
    floor = max(largest, 1e-3 * abs(along(0.0))) or 1.0
    apart = max(abs(measured - forward), abs(measured - reverse)) / floor
    if not apart <= tolerance:
        raise AssertionError(
            "slopes in a random direction differ:\n"
            f"    measured  {measured:.9g}\n"
            f"    forward   {forward:.9g}\n"
            f"    reverse   {reverse:.9g}"
        )
    if order == 1:
        return apart
    try:
        rest = check_grads(
            lambda x: vjp(f, x)[1](u), x, rng, order - 1, tolerance
        )
    except AssertionError as error:
        raise AssertionError(f"of the slopes, the {error}") from None
    return max(apart, rest)


def checkpoint(f: Callable) -> Callable:
    """The same function, but it keeps only its inputs, and runs twice.

    Use it for a part of a long computation: what happens inside is not
    remembered, and computed again on the way back.

    Told in book/transforms.md, "Memory for time".

    Parameters
    ----------
    f
        Takes arrays or Tensors, and gives one Tensor. All that it uses and
        that requires a gradient must be among its arguments.

    Raises
    ------
    ValueError
        When it is called: if it uses another Tensor that requires one.

    Examples
    --------
    >>> grad(lambda x: checkpoint(lambda x: x.sin().exp())(x))(0.0).item()
    1.0
    """
    check_function(f)

    @wraps(f)
    def twice(*inputs):
        tensors = []
        _map(lambda x: tensors.append(_tensor_of(x)), inputs)

        def again(tensors):
            rest = iter(tensors)
            return f(*_map(lambda _: next(rest), inputs))

        run = _Run(again, tensors)
        y = _one_tensor(run.outputs, "what a checkpoint gives")
        if _uses_others([y], run.leaves):
            raise ValueError(
                "a checkpoint must be given all Tensors that require a "
                "gradient as arguments, but this function uses another one"
            )
        saved = None, *(x.array for x in tensors), again
        nodes = tuple(x.node for x in tensors)
        return _made(y.array, "checkpoint", nodes, saved)

    return twice


class _RunAgain:
    """The rules of a checkpoint: one run serves all its inputs."""

    def __iter__(self):
        slopes = []

        def rule(i):
            def slopes_of_input(g, y, *inputs_and_f):
                if not slopes:
                    *inputs, f = inputs_and_f
                    slopes.extend(
                        _Run(f, list(map(_tensor_of, inputs))).slopes(g)
                    )
                return slopes[i]

            return slopes_of_input

        return map(rule, count())


RULES["checkpoint"] = _RunAgain()


class _Run:
    """A function that ran on new leaves, and the way back to them."""

    leaves_before = ()

    def __init__(self, f, x):
        self.leaves = []
        self.inputs = _map(self._leaf, x)
        if not self.leaves:
            raise ValueError("there is no array here to differentiate along")
        with _set(recording=True):
            self.outputs = _map(_tensor_of, f(self.inputs))

    def _leaf(self, value):
        tensor = _tensor_of(value, wants_gradient=True)
        node = Node("leaf", (tensor.node,), (), tensor.shape)
        self.leaves.append(node)
        return _owned_by(node, tensor.array)

    def told(self):
        """The outputs: as arrays, if nothing around this run needs more."""
        if _is_nested(_listed(self.outputs), self.leaves):
            return self.outputs
        return _map(_copied, self.outputs)

    def slopes(self, u):
        """Those of the outputs, each counted `u` times, along each input."""
        with _set(recording=True):
            height = _inner(self.outputs, u)
        if height.node is None:
            return _map(lambda x: np.zeros(x.shape, x.dtype)[()], self.inputs)
        nested = _is_nested([height], [*self.leaves_before, *self.leaves])
        one = np.ones((), height.dtype)[()]
        found = walk_back(
            height.node,
            _tensor_of(one) if nested else one,
            self.leaves,
            nested,
        )

        def of_input(x):
            if x.node not in found:
                return np.zeros(x.shape, x.dtype)[()]
            return found[x.node] if nested else _copied(found[x.node])

        return _map(of_input, self.inputs)


def _is_nested(ends, leaves):
    """Whether a transformation or tracked Tensors around this run want more."""
    return any(x.inputs[0] for x in leaves) or _uses_others(ends, leaves)


def _uses_others(ends, leaves):
    """Whether something else than the leaves, that is tracked, led here."""
    return any(
        source not in leaves
        and (source.age < leaves[0].age or not any(source.inputs))
        for end in ends
        if end.node
        for node in youngest_first(end.node, leaves)
        for source in node.inputs
        if source
    )


def _map(function, form, *others):
    """The same form, with the function of what stands in it."""
    if isinstance(form, dict):
        keys = list(form)
        rows = [
            [x[key] for key in keys]
            for x in (form, *_of_form(form, others, dict))
        ]
        return {
            key: _map(function, *row) for key, row in zip(keys, zip(*rows))
        }
    if isinstance(form, list | tuple):
        kind = type(form)
        rows = zip(form, *_of_form(form, others, kind), strict=True)
        values = [_map(function, *row) for row in rows]
        return kind(*values) if hasattr(form, "_fields") else kind(values)
    return function(form, *others)


def _of_form(form, others, kind):
    """The others, if they have the form of this one."""
    for other in others:
        same = isinstance(other, kind) and len(other) == len(form)
        if not same or isinstance(form, dict) and set(other) != set(form):
            raise ValueError(
                f"two things must have the same form, but one is a {kind.__name__} "
                f"of {len(form)}, and the other is {describe(other)}"
            )
    return others


def _listed(form):
    found = []
    _map(found.append, form)
    return found


def _inner(outputs, u):
    """The sum of the products of all numbers, as a Tensor."""
    products = _listed(_map(_product, outputs, u))
    return reduce(add, products)


def _product(y, u):
    y, u = _tensor_of(y), _tensor_of(u)
    if y.shape != u.shape:
        raise ValueError(
            f"there must be a weight for each number, in the shape {y.shape}, "
            f"but the shape is {u.shape}"
        )
    return (y * u).sum()


def _number(tensor):
    return tensor.item()


def _tensor_of(value, wants_gradient=False):
    if isinstance(value, Tensor):
        return value
    return _owned_by(None, _owned(value, wants_gradient))


def _copied(value):
    array = value.array if isinstance(value, Tensor) else value
    return np.array(array)[()]


def _one_tensor(value, what):
    if not isinstance(value, Tensor):
        raise TypeError(
            f"{what} must be one array, but it is {describe(value)}"
        )
    return value


def _units(shape):
    """All arrays of this shape with a single 1 and else 0."""
    for index in np.ndindex(shape):
        unit = np.zeros(shape)
        unit[index] = 1
        yield unit


def _stacked(rows):
    if isinstance(rows[0], Tensor):
        return stack(rows)
    return np.stack(rows)


def _random_like(form, rng):
    ways = _map(lambda a: rng.standard_normal(_tensor_of(a).shape), form)
    length = math.sqrt(_number(_inner(ways, ways)))
    return _map(lambda way: way / length, ways)
