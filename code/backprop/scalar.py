"""Fifty lines that differentiate anything: a number that remembers.

A `Value` holds a number, the Values that it was computed from, and the local
derivative along each of them. These are plain numbers, worked out on the way
forward, and not little functions to call later: they can be printed, drawn
and checked, and the way back is one loop that multiplies and adds.

`inputs_first` puts each Value behind its inputs, with a stack of its own,
because Python's recursion ends after a thousand steps. `dot` and `sum_of`
are one node instead of hundreds; they make the engine fast enough to train
with. What is computed is not checked again, only what a leaf is made of; what
a `Value` refuses, and how it says so, stands in `_checks.values`.
Chapter: book/scalar.md
"""

import math
from operator import mul

from backprop._checks import Number
from backprop._checks.edge import checked, checked_with
from backprop._checks.values import (
    Exponent,
    Refusals,
    Values,
    above_zero,
    as_many,
    has_a_power,
    is_finite_at_its_end,
    leaves_checked,
    told,
)

__all__ = ["Value", "dot", "sum_of"]


class Value(Refusals):
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
        If a leaf is made of something else than a finite number; if an
        operation has no number, or no finite slope.
    ZeroDivisionError, OverflowError
        If a division is by 0, or the result of one, of a power, `exp`, `dot`
        or `sum_of` is too large. `+`, `-` and `*` do not look, to be fast:
        infinity passes on, and `backward` refuses it at the end.

    Notes
    -----
    `relu` and `abs` have no slope at 0; theirs is taken as 0. Where there is
    no number, or no finite slope, the operation refuses.

    `<`, `<=`, `>` and `>=` compare the numbers. `==` is refused: two Values
    of equal numbers have a gradient each and must not be taken for one.
    A leaf can be copied and saved, and what was computed cannot.

    Examples
    --------
    >>> x = Value(3)
    >>> y = x * x + 2 * x
    >>> y.backward()
    >>> y.data, x.grad
    (15.0, 8.0)
    """

    __slots__ = "data", "grad", "inputs", "partials", "operation"

    @leaves_checked
    def __init__(self, data: Number, inputs=(), partials=(), operation=""):
        self.data = data if inputs else float(data)
        self.grad = 0.0
        self.inputs = inputs
        self.partials = partials
        self.operation = operation

    def __repr__(self):
        return f"Value({self.data}, grad={self.grad})"

    def __add__(self, other):
        a, b = self, as_value(other)
        return Value(a.data + b.data, (a, b), (1.0, 1.0), "+")

    __radd__ = __add__

    def __mul__(self, other):
        a, b = self, as_value(other)
        return Value(a.data * b.data, (a, b), (b.data, a.data), "×")

    __rmul__ = __mul__

    @checked_with(is_finite_at_its_end)
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
        order = self.inputs_first()
        for node in order:
            if node.inputs:
                node.grad = 0.0
        self.grad += 1.0
        for node in reversed(order):
            upstream = node.grad
            arrows = zip(node.inputs, node.partials, strict=True)
            for source, partial in arrows:
                source.grad += upstream * partial

    def inputs_first(self):
        """This Value and all that led to it, each after its inputs.

        Returns
        -------
        list of Value
            Each node of the graph once, and this Value at the end.

        Examples
        --------
        >>> a = Value(3.0)
        >>> (a * a + a).inputs_first()[:2]
        [Value(3.0, grad=0.0), Value(9.0, grad=0.0)]
        """
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
        for node in self.inputs_first():
            node.grad = 0.0

    def __neg__(self):
        return Value(-self.data, (self,), (-1.0,), "−")

    def __sub__(self, other):
        a, b = self, as_value(other)
        return Value(a.data - b.data, (a, b), (1.0, -1.0), "−")

    def __rsub__(self, other):
        return Value(other) - self

    @told("{} / {}")
    def __truediv__(self, other):
        a, b = self, as_value(other)
        y = a.data / b.data
        return Value(y, (a, b), (1 / b.data, -y / b.data), "/")

    def __rtruediv__(self, other):
        return Value(other) / self

    def __lt__(self, other):
        return self.data < as_value(other).data

    def __le__(self, other):
        return self.data <= as_value(other).data

    def __gt__(self, other):
        return self.data > as_value(other).data

    def __ge__(self, other):
        return self.data >= as_value(other).data

    @checked_with(has_a_power)
    @told("{} ** {}, or its slope,")
    def __pow__(self, other: Exponent):
        a, n = self.data, other.data if isinstance(other, Value) else other
        y, slope = a**n, (n * a ** (n - 1) if n else 0.0)
        if isinstance(other, Value):
            return Value(y, (self, other), (slope, y * math.log(a)), "**")
        return Value(y, (self,), (slope,), f"** {n:g}")

    def __rpow__(self, other):
        return Value(other) ** self

    @told("exp({})")
    def exp(self):
        """The exponential function, e ** value."""
        y = math.exp(self.data)
        return Value(y, (self,), (y,), "exp")

    @checked_with(above_zero("log"))
    def log(self):
        """The natural logarithm."""
        return Value(math.log(self.data), (self,), (1 / self.data,), "log")

    @checked_with(above_zero("sqrt"))
    def sqrt(self):
        """The square root; at 0 it is infinitely steep, and refused."""
        y = math.sqrt(self.data)
        return Value(y, (self,), (0.5 / y,), "sqrt")

    @told("sin({})")
    def sin(self):
        """The sine of an angle in radians."""
        x = self.data
        return Value(math.sin(x), (self,), (math.cos(x),), "sin")

    @told("cos({})")
    def cos(self):
        """The cosine of an angle in radians."""
        x = self.data
        return Value(math.cos(x), (self,), (-math.sin(x),), "cos")

    def tanh(self):
        """The hyperbolic tangent, between -1 and 1."""
        y, p = math.tanh(self.data), math.exp(-2 * abs(self.data))
        return Value(y, (self,), (4 * p / (1 + p) ** 2,), "tanh")

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


def as_value(number):
    """A plain number becomes a leaf."""
    return number if isinstance(number, Value) else Value(number)


def as_values(numbers):
    """Make a Value of each plain number in a list."""
    return [x if isinstance(x, Value) else Value(x) for x in numbers]


@checked_with(as_many)
@told("the sum")
def dot(first: Values, second: Values) -> Value:
    """The sum of the products of two lists, as one node.

    The lists hold Values or numbers.

    Told in book/scalar.md, "Two moons".

    Raises
    ------
    TypeError, ValueError
        If one of them is no list, or holds something else than Values and
        finite numbers; or if they differ in length; or if there are
        infinities of both signs to add.
    OverflowError
        If the sum is too large for a float.

    Examples
    --------
    >>> weights = [Value(2.0), Value(-1.0)]
    >>> output = dot(weights, [10.0, 3.0])
    >>> output.backward()
    >>> output.data, [weight.grad for weight in weights]
    (17.0, [10.0, 3.0])
    """
    first, second = as_values(first), as_values(second)
    a, b = [x.data for x in first], [x.data for x in second]
    return Value(math.fsum(map(mul, a, b)), (*first, *second), (*b, *a), "dot")


@checked
@told("the sum")
def sum_of(values: Values) -> Value:
    """The sum of a list, as one node.

    Told in book/scalar.md, "Two moons".

    Raises
    ------
    TypeError, ValueError
        If this is no list, or holds something else than Values and finite
        numbers, or infinities of both signs.
    OverflowError
        If the sum is too large for a float.

    Examples
    --------
    >>> a, b = Value(1.0), Value(2.0)
    >>> total = sum_of([a, b, b])
    >>> total.backward()
    >>> total.data, a.grad, b.grad
    (5.0, 1.0, 2.0)
    """
    values = as_values(values)
    total = math.fsum(x.data for x in values)
    return Value(total, tuple(values), (1.0,) * len(values), "sum")
