"""Fifty lines that differentiate anything: a number that remembers.

A `Value` holds a number, the Values that it was computed from, and the local
derivative along each of them. These are plain numbers, worked out on the way
forward, and not little functions to call later: they can be printed, drawn
and checked, and the way back is one loop that multiplies and adds.

`_inputs_first` puts each Value behind its inputs, with a stack of its own,
because Python's recursion ends after a thousand steps. `dot` and `sum_of`
are one node instead of hundreds; they make the engine fast enough to train
with. What is computed is not checked again, only what a leaf is made of.
`_Operations` has what the chapter does not walk through: the other functions,
and all that a `Value` refuses because it would be wrong without a word.
Chapter: book/scalar.md
"""

import math
from collections.abc import Iterable
from operator import mul

from backprop._checks import check_number, describe

__all__ = ["Value", "dot", "sum_of"]


class _Operations:
    """What a Value does besides `+` and `*`, and what it refuses to do."""

    __slots__ = ()

    def __neg__(self):
        return Value(-self.data, (self,), (-1.0,), "−")

    def __sub__(self, other):
        a, b = self, _as_value(other)
        return Value(a.data - b.data, (a, b), (1.0, -1.0), "−")

    def __rsub__(self, other):
        return Value(other) - self

    def __truediv__(self, other):
        a, b = self, _as_value(other)
        if b.data == 0:
            raise ZeroDivisionError(f"{a.data} / {b.data}: division by zero")
        y = a.data / b.data
        return Value(y, (a, b), (1 / b.data, -y / b.data), "/")

    def __rtruediv__(self, other):
        return Value(other) / self

    def __pow__(self, other):
        if isinstance(other, Value):
            return _power_of_values(self, other)
        a, n = self.data, check_number(other, "an exponent")
        _check_power(a, n)
        slope = n * _bounded(pow, a, n - 1) if n else 0.0
        return Value(_bounded(pow, a, n), (self,), (slope,), f"** {n:g}")

    def __rpow__(self, other):
        return Value(other) ** self

    def exp(self):
        """The exponential function, e ** value."""
        y = _bounded(math.exp, self.data)
        return Value(y, (self,), (y,), "exp")

    def log(self):
        """The natural logarithm."""
        x = _above_zero(self.data, "log")
        return Value(math.log(x), (self,), (1 / x,), "log")

    def sqrt(self):
        """The square root; at 0 it is infinitely steep, and refused."""
        y = math.sqrt(_above_zero(self.data, "sqrt"))
        return Value(y, (self,), (0.5 / y,), "sqrt")

    def sin(self):
        """The sine of an angle in radians."""
        x = self.data
        return Value(math.sin(x), (self,), (math.cos(x),), "sin")

    def cos(self):
        """The cosine of an angle in radians."""
        x = self.data
        return Value(math.cos(x), (self,), (-math.sin(x),), "cos")

    def sigmoid(self):
        """1 / (1 + exp(-value)), between 0 and 1."""
        e = math.exp(-abs(self.data))  # at most 1, never too large
        y = (1 if self.data >= 0 else e) / (1 + e)
        return Value(y, (self,), (e / (1 + e) ** 2,), "sigmoid")

    def relu(self):
        """The number itself above 0, and else 0."""
        slope = 1.0 if self.data > 0 else 0.0
        return Value(max(self.data, 0.0), (self,), (slope,), "relu")

    def __abs__(self):
        slope = float((self.data > 0) - (self.data < 0))
        return Value(abs(self.data), (self,), (slope,), "abs")

    def __lt__(self, other):
        return self.data < _as_value(other).data

    def __le__(self, other):
        return self.data <= _as_value(other).data

    def __gt__(self, other):
        return self.data > _as_value(other).data

    def __ge__(self, other):
        return self.data >= _as_value(other).data

    def __eq__(self, other):
        raise TypeError(
            "== is refused between Values: compare their numbers, as in "
            "a.data == b.data, or ask whether a is b; to look for a Value "
            "among others, keep them in a set instead of a list"
        )

    __hash__ = object.__hash__  # each Value is itself: a key, a member

    def __bool__(self):
        raise TypeError(
            "a Value is neither true nor false: compare it, as in value > 0"
        )

    def __float__(self):
        raise TypeError(
            "a plain number forgets where it came from: use value.exp() "
            "instead of math.exp(value), or value.data for the number alone"
        )

    def __repr__(self):
        return f"Value({self.data}, grad={self.grad})"


class Value(_Operations):
    """A number that remembers how it was computed.

    Calculate with Values as with numbers, call `backward()` on the result,
    and read from the `.grad` of each how fast the result grows with it.

    An operation of your own is one line, as those below are: the number, the
    Values that it was computed from, the local derivative along each of
    them, and a sign for drawings. Leaves, which are Values without inputs,
    are checked; what is computed from them is not, to be fast.

    Told in book/scalar.md, "A number that remembers".

    Attributes
    ----------
    data : float
        The number.
    grad : float
        Of a leaf, the sum of its gradients from all backward passes; of a
        Value that was computed, its gradient in the last one.
    inputs, partials : tuple
        What it was computed from, and the local derivative along each.
    operation : str
        Its sign or name.

    Raises
    ------
    TypeError, ValueError
        If a leaf is made of something else than a finite number.

    Notes
    -----
    `relu` and `abs` have no slope at 0; theirs is taken as 0. Where there is
    no number, or no finite slope, the operation refuses.

    `<`, `<=`, `>` and `>=` compare the numbers. `==` is refused: two Values
    of equal numbers have a gradient each and must not be taken for one.

    Examples
    --------
    >>> x = Value(3)
    >>> y = x * x + 2 * x
    >>> y.backward()
    >>> y.data, x.grad
    (15.0, 8.0)
    """

    __slots__ = "data", "grad", "inputs", "partials", "operation"
    __array_ufunc__ = None  # array * value is ours to refuse, not NumPy's

    def __init__(self, data, inputs=(), partials=(), operation=""):
        self.data = data if inputs else _one_number(data)
        self.grad = 0.0
        self.inputs = inputs
        self.partials = partials
        self.operation = operation

    def __add__(self, other):
        a, b = self, _as_value(other)
        return Value(a.data + b.data, (a, b), (1.0, 1.0), "+")

    __radd__ = __add__

    def __mul__(self, other):
        a, b = self, _as_value(other)
        return Value(a.data * b.data, (a, b), (b.data, a.data), "×")

    __rmul__ = __mul__

    def tanh(self):
        """The hyperbolic tangent, between -1 and 1."""
        y = math.tanh(self.data)
        return Value(y, (self,), (1 - y * y,), "tanh")

    def backward(self):
        """Add to the gradient of each leaf how fast this Value grows with it.

        The gradients of what was computed on the way are set, not added to,
        so that a second pass adds exactly one gradient more to each leaf.

        Raises
        ------
        ValueError
            If this Value is infinite or nan, and so has no slopes.

        Examples
        --------
        >>> a = Value(3.0)
        >>> c = a + a
        >>> c.backward()
        >>> c.backward()
        >>> a.grad, c.grad
        (4.0, 1.0)
        """
        check_number(self.data, "a Value to walk back from")
        order = self._inputs_first()
        for node in order:
            if node.inputs:
                node.grad = 0.0
        self.grad += 1.0
        for node in reversed(order):
            upstream = node.grad
            arrows = zip(node.inputs, node.partials, strict=True)
            for source, partial in arrows:
                source.grad += upstream * partial

    def _inputs_first(self):
        """This Value and all that led to it, each after its inputs."""
        order, seen, stack = [], set(), [self]
        while stack:
            node = stack.pop()
            if node is None:  # the inputs of the one below are in order
                order.append(stack.pop())
            elif node not in seen:
                seen.add(node)
                stack += node, None, *node.inputs
        return order

    def zero_grad(self):
        """Set the gradients of this Value and of all that led to it to 0.

        Examples
        --------
        >>> a = Value(3.0)
        >>> c = a + a
        >>> c.backward()
        >>> c.zero_grad()
        >>> a.grad
        0.0
        """
        for node in self._inputs_first():
            node.grad = 0.0


def dot(first: Iterable, second: Iterable) -> Value:
    """The sum of the products of two lists, as one node.

    The lists hold Values or numbers.

    Told in book/scalar.md, "Two moons".

    Raises
    ------
    TypeError, ValueError
        If one of them is no list, or holds something else than Values and
        finite numbers; or if they differ in length.

    Examples
    --------
    >>> weights = [Value(2.0), Value(-1.0)]
    >>> output = dot(weights, [10.0, 3.0])
    >>> output.backward()
    >>> output.data, [weight.grad for weight in weights]
    (17.0, [10.0, 3.0])
    """
    first, second = _as_values(first, "first"), _as_values(second, "second")
    if len(first) != len(second):
        raise ValueError(
            "dot needs two lists of equal length, but they have "
            f"{len(first)} and {len(second)} numbers"
        )
    a, b = [x.data for x in first], [x.data for x in second]
    inputs, partials = (*first, *second), (*b, *a)
    return Value(math.fsum(map(mul, a, b)), inputs, partials, "dot")


def sum_of(values: Iterable) -> Value:
    """The sum of a list, as one node.

    Told in book/scalar.md, "Two moons".

    Examples
    --------
    >>> a, b = Value(1.0), Value(2.0)
    >>> total = sum_of([a, b, b])
    >>> total.backward()
    >>> total.data, a.grad, b.grad
    (5.0, 1.0, 2.0)
    """
    values = _as_values(values, "values")
    total = math.fsum(x.data for x in values)
    return Value(total, tuple(values), (1.0,) * len(values), "sum")


def _one_number(data):
    if hasattr(data, "__iter__") and not isinstance(data, str):
        raise TypeError(
            f"a Value holds one number, but this is {describe(data)}: "
            "make a Value of each of its numbers"
        )
    return check_number(data, "data of a Value")


def _as_value(number):
    return number if isinstance(number, Value) else Value(number)


def _as_values(values, name):
    if isinstance(values, str | set | dict) or not hasattr(values, "__iter__"):
        raise TypeError(
            f"{name} must be a list of Values or numbers, but it is "
            f"{describe(values)}"
        )
    return [x if isinstance(x, Value) else Value(x) for x in values]


def _power_of_values(base, exponent):
    a, n = base.data, exponent.data
    if a <= 0:
        raise ValueError(
            f"({a}) ** Value({n}): with a Value as exponent, the base must "
            "be above 0; make the exponent a number"
        )
    y = _bounded(pow, a, n)
    partials = n * _bounded(pow, a, n - 1), y * math.log(a)
    return Value(y, (base, exponent), partials, "**")


def _check_power(a, n):
    if a < 0 and not n.is_integer():
        raise ValueError(
            f"({a}) ** {n}: a negative number has whole powers only"
        )
    if a == 0 and n < 1 and n != 0:
        raise ValueError(f"{a} ** {n}: at 0 this power has no finite slope")


def _above_zero(x, operation):
    if x <= 0:
        raise ValueError(f"{operation} of {x}: it needs a number above 0")
    return x


def _bounded(function, *numbers):
    try:
        return function(*numbers)
    except OverflowError:
        call = f"{function.__name__}({', '.join(map(str, numbers))})"
        raise OverflowError(f"{call} is too large for a float") from None
