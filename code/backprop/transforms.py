"""Forward, reverse, and what a gradient costs.

Functions that make functions out of functions, as in JAX, on the engine of
`tensor`. `Dual` is forward mode by itself, for single numbers, with a tag for
each derivative so that one inside another is not confused with it. All else
stands on one class: `_Run` runs a function on new leaves, and its `slopes`
walks back to them. Since that walk is linear, and can be walked itself,
forward mode on arrays is the way back of the way back, and no rule has a
twin.

What comes out are arrays, unless a transformation around it, or `backward`,
will want to walk on; `_unfinished` says which runs have not ended yet. Lists,
tuples and dicts keep their form (`_map_form`). The operations that only a
run has bring their rules along (`RULES_OF_RUNS`): the table of `tensor` is
the same whether this module was imported or not.
Chapter: book/transforms.md
"""

import math
import operator
from collections.abc import Callable
from functools import cached_property, reduce, wraps
from itertools import count
from numbers import Real

import numpy as np

from backprop._checks import (
    check_function,
    check_positive,
    check_size,
    describe,
)
from backprop._checks.arrays import check_generator, locked_copy
from backprop.derivatives import central_difference
from backprop.diagnosis import AGREE, UNRELATED, diagnose
from backprop.tensor import (
    AnyNumber,
    Node,
    Tensor,
    enable_grad,
    is_grad_enabled,
    record,
    stack,
    tensor_like,
    tensor_of,
    walk_back,
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


class _Ordered:
    """It compares as its value does, whatever the slope."""

    __slots__ = ()

    def __lt__(self, other):
        return _compared(operator.lt, self, other)

    def __le__(self, other):
        return _compared(operator.le, self, other)

    def __gt__(self, other):
        return _compared(operator.gt, self, other)

    def __ge__(self, other):
        return _compared(operator.ge, self, other)

    def __eq__(self, other):
        return _compared(operator.eq, self, other)


class Dual(_Ordered):
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
        tag, a, da, b, db = values_and_slopes(self, other)
        return Dual(a + b, da + db, tag)

    def __mul__(self, other):
        tag, a, da, b, db = values_and_slopes(self, other)
        return Dual(a * b, da * b + a * db, tag)

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self):
        return -1.0 * self

    def __sub__(self, other):
        return self + -1.0 * _one_number(other)

    def __rsub__(self, other):
        return -self + other

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
        y = _one_number(f(Dual(_one_number(x), 1.0, tag)))
        return y.slope if _is_tagged(y, tag) else 0.0

    return slope


_tags = count(1)


def _is_tagged(x, tag):
    return isinstance(x, Dual) and x.tag == tag


def values_and_slopes(*numbers):
    """The newest tag, and of each number its value and slope for that tag."""
    tag = max(x.tag for x in numbers if isinstance(x, Dual))
    parts = [tag]
    for x in map(_one_number, numbers):
        parts += (x.value, x.slope) if _is_tagged(x, tag) else (x, 0.0)
    return parts


def _compared(relation, a, b):
    _, a, _, b, _ = values_and_slopes(a, b)
    return relation(a, b)


def _one_number(x):
    if not isinstance(x, Dual | Real):
        raise TypeError(
            f"a Dual computes with numbers, but this is {describe(x)}"
        )
    return x


def _of(x, name):
    if isinstance(x, Dual):
        return getattr(x, name)()
    return getattr(math, name)(x)


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
        one: arrays; or Tensors, if a transformation around it or a tracked
        Tensor has to do with them.

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
        return run.results(), run.slopes(np.ones(shape))

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
    return run.results(), run.slopes


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
    return run.results(), push_of(run)


def push_of(run):
    anywhere = _map_form(lambda y: np.ones(y.shape, y.dtype), run.outputs)
    return _Run(run.slopes, anywhere).slopes  # linear: alike everywhere


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
        x = _one_tensor(run.inputs, "the argument")
        y = _one_tensor(run.outputs, "what the function gives")
        shape = y.shape + x.shape
        if 0 in shape:
            return np.zeros(shape, x.dtype)
        if y.size <= x.size:
            return _stacked(map(run.slopes, _units(y.shape))).reshape(shape)
        columns = _stacked(map(push_of(run), _units(x.shape)))
        return columns.reshape(x.size, y.size).T.reshape(shape)

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
        If one of them differs: the three slopes, of which order, and what
        `diagnose` says of the part that each array of `x` has in them.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> check_grads(lambda x: x.sin(), np.array([1.0, 2.0]), rng) < 1e-8
    True
    """
    check_function(f), check_generator(rng)
    if check_size(order, "order") > 10:
        raise ValueError(
            "order must be 10 or less, because each takes twice the time of "
            f"the one before, but it is {order}"
        )
    tolerance = check_positive(tolerance, "tolerance")
    x = _map_form(lambda a: _as_tensor(a, True).array.astype(float), x)
    y, pull = vjp(f, x)
    u, v = _random_like(y, rng), _random_like(x, rng)

    def along(t, v):
        moved = _map_form(lambda a, b: a + t * b, x, v)
        return _inner(_Run(f, moved).outputs, u).item()

    def measured_along(v):
        return central_difference(lambda t: along(t, v), 0.0)

    def forward_along(v):
        return _inner(jvp(f, x, v)[1], u).item()

    def reverse_along(v):
        return _inner(pull(u), v).item()

    ways = measured_along, forward_along, reverse_along
    slopes = np.array([slope_along(v) for slope_along in ways])
    largest = abs(slopes).max().item()  # nan, if one of them is
    floor = max(largest, 1e-3 * abs(along(0.0, v))) or 1.0
    apart = abs(slopes - slopes[0]).max().item() / floor
    if not apart <= tolerance:
        measured, forward, reverse = slopes
        said = _diagnosis(reverse_along, measured_along, v)
        said = said or _diagnosis(forward_along, measured_along, v)
        raise AssertionError(
            "slopes in a random direction differ:\n"
            f"    measured  {measured:.9g}\n"
            f"    forward   {forward:.9g}\n"
            f"    reverse   {reverse:.9g}{said}"
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


def _diagnosis(slope_along, measured_along, v):
    """A line, or nothing: what relates the slopes where one array moves."""
    alone = _map_form(np.zeros_like, v)

    def parts(along):
        def part(array, way):
            array[...] = way
            slope = along(alone)
            array[...] = 0
            return slope

        return _map_form(part, alone, v)

    try:
        said = diagnose(parts(slope_along), parts(measured_along))
    except (TypeError, ValueError):  # f has no numbers there, or x has none
        return ""
    return "" if said in (AGREE, UNRELATED) else f"\n{said}"


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
        When it is called: if it uses another Tensor that requires one. On
        the way back: if it gives other numbers then.

    Examples
    --------
    >>> grad(lambda x: checkpoint(lambda x: x.sin().exp())(x))(0.0).item()
    1.0
    """
    check_function(f)

    @wraps(f)
    def twice(*inputs):
        tensors = list(map(_as_tensor, _arrays_in(inputs)))
        # in a form of its own, because the caller's lists may change
        form = _map_form(lambda _: None, inputs)

        def again(tensors):
            rest = iter(tensors)
            return f(*_map_form(lambda _: next(rest), form))

        run = _Run(again, tensors)
        y = _one_tensor(run.outputs, "what a checkpoint gives")
        oldest = run.leaves[0].birth
        if any(
            node.birth < oldest or not node.inputs
            for node in _ancestors([y], run.leaves)
        ):
            raise ValueError(
                "a checkpoint must be given all Tensors that require a "
                "gradient as arguments, but this function uses another one"
            )
        saved = y.array, *(x.array for x in tensors), again
        nodes = tuple(x.node for x in tensors)
        rules = RULES_OF_RUNS["checkpoint"]
        return record(y.array, "checkpoint", nodes, saved, rules)

    return twice


class RunAgain:
    """The rules of a checkpoint: one run serves all its inputs."""

    def __iter__(self):
        slopes = []

        def rule(i):
            def slopes_of_input(g, y, *inputs_and_f):
                if not slopes:
                    *inputs, f = inputs_and_f
                    run = _Run(f, inputs)
                    _check_repeats(run.outputs, y)
                    slopes.extend(run.slopes(g))
                return slopes[i]

            return slopes_of_input

        return map(rule, count())


# what RULES is for the operations of tensor.py
RULES_OF_RUNS = {
    "leaf": (lambda g: g,),  # for the walk of the run around it
    "outputs": AnyNumber(lambda i: lambda g, *saved: saved[-1][i]),
    "checkpoint": RunAgain(),
}


def _check_repeats(second, first):
    first, second = _as_tensor(first).array, second.array
    same = first.shape == second.shape
    if not same or not np.allclose(first, second, equal_nan=True):
        raise ValueError(
            "a checkpoint runs its function twice, but the second time this "
            "one gave other numbers: hand it as arguments what it draws at "
            "random, and what changes in between"
        )


class _Run:
    """A function that ran on new leaves, and the way back to them."""

    def __init__(self, f, x):
        self.leaves = []
        self.inputs = _map_form(self._leaf, x)
        if not self.leaves:
            raise ValueError("there is no array here to differentiate along")
        _unfinished.update(self.leaves)
        try:
            with enable_grad():
                # handed lists of its own
                outputs = f(_map_form(lambda x: x, self.inputs))
        finally:
            _unfinished.difference_update(self.leaves)
        if outputs is None:
            raise TypeError("the function gave None: is its `return` missing?")
        self.outputs = _map_form(_as_tensor, outputs)
        if not _arrays_in(self.outputs):
            raise ValueError("there is no array in what the function gives")

    def _leaf(self, value):
        tensor = _as_tensor(value, wants_gradient=True)
        rules = RULES_OF_RUNS["leaf"]
        node = Node("leaf", (tensor.node,), (), tensor.shape, rules)
        self.leaves.append(node)
        return tensor_of(node, tensor.array)

    @cached_property
    def is_wanted(self):
        """Whether something around this run will walk back through it."""
        return _are_wanted(_arrays_in(self.outputs))

    def results(self):
        """The outputs: as arrays, if nothing around this run needs more."""
        if not self.is_wanted:
            return _map_form(lambda y: np.array(y.array)[()], self.outputs)
        if not is_grad_enabled():
            return _map_form(Tensor.detach, self.outputs)
        return _map_form(lambda y: y, self.outputs)

    def slopes(self, u):
        """Those of the outputs, each counted `u` times, along each input."""
        outputs = _arrays_in(self.outputs)
        u = _arrays_in(_map_form(_weights, self.outputs, u))
        wanted = self.is_wanted or _are_wanted(u)
        if not wanted:
            u = [weights.array for weights in u]
        # The walk begins at all of them, and u is a constant to it, even
        # where it was computed from these outputs.
        nodes = tuple(y.node for y in outputs)
        saved = None, *[None] * len(nodes), u
        end = Node("outputs", nodes, saved, (), RULES_OF_RUNS["outputs"])
        one = np.ones((), np.result_type(*(y.dtype for y in outputs)))[()]
        found = walk_back(end, one, self.leaves, wanted)

        def of_input(x):
            slopes = found.get(x.node, np.zeros(x.shape, x.dtype))
            if wanted:
                return _as_tensor(slopes)
            return np.array(slopes, x.dtype)[()]

        return _map_form(of_input, self.inputs)


_unfinished = set()  # the leaves of all runs that have not ended yet


def _are_wanted(tensors):
    """Whether a leaf of `backward` led to them, or of a run that goes on."""
    return any(
        node in _unfinished or not node.inputs for node in _ancestors(tensors)
    )


def _ancestors(tensors, leaves=()):
    """The nodes that led to these Tensors; at the leaves it stops."""
    found = {None, *leaves}
    nodes = [Node("all", tuple(x.node for x in tensors), (), ())]
    for node in nodes:  # the list grows while we walk through it
        for source in node.inputs:
            if source not in found:
                found.add(source)
                nodes.append(source)
                yield source


def _map_form(function, form, *others, depth=0):
    """The same form, with the function of what stands in it."""
    if not isinstance(form, dict | list | tuple):
        return function(form, *others)
    if depth > 50:
        raise ValueError("lists in lists may be 50 deep, but these are deeper")
    keys = list(form) if isinstance(form, dict) else range(len(form))
    for other in others:
        _check_form(other, form)
    forms = form, *others
    values = [
        _map_form(function, *(x[key] for x in forms), depth=depth + 1)
        for key in keys
    ]
    if isinstance(form, dict):
        return dict(zip(keys, values))
    kind = type(form)
    return kind(*values) if hasattr(kind, "_fields") else kind(values)


def _check_form(other, form):
    kind = dict if isinstance(form, dict) else type(form)
    same = isinstance(other, kind) and len(other) == len(form)
    if not same or kind is dict and set(other) != set(form):
        raise ValueError(
            f"two things must have the same form, but one is a "
            f"{kind.__name__} of {len(form)}, and the other is "
            f"{describe(other)}"
        )


def _arrays_in(form):
    found = []
    _map_form(found.append, form)
    return found


def _inner(outputs, u):
    """The sum of the products of all numbers, as a Tensor."""
    products = _arrays_in(_map_form(_product, outputs, u))
    return reduce(operator.add, products)


def _product(y, u):
    y = _as_tensor(y)
    return (y * _weights(y, u)).sum()


def _weights(y, u):
    u = tensor_like(y, u)
    if y.shape != u.shape:
        raise ValueError(
            f"there must be a weight for each number, in the shape {y.shape}, "
            f"but the shape is {u.shape}"
        )
    return u


def _as_tensor(value, wants_gradient=False):
    if isinstance(value, Tensor):
        return value
    return tensor_of(None, locked_copy(value, wants_gradient))


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
    rows = list(rows)
    return stack(rows) if isinstance(rows[0], Tensor) else np.stack(rows)


def _random_like(form, rng):
    ways = _map_form(lambda a: rng.standard_normal(_as_tensor(a).shape), form)
    length = math.sqrt(_inner(ways, ways).item())
    return _map_form(lambda way: way / length, ways)
