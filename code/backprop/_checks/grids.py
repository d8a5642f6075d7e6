"""Gradients of any form, as plain numbers: what `diagnose` is given.

A gradient may be a number, an array of any library, or a list, tuple or
dictionary of these. It is read as a `Grid`, which is a shape and its numbers
in a row, or as several of them, by their places, such as `[0]` or `['bias']`.
Nothing here needs NumPy, and nothing changes what was given.
"""

import math
from collections.abc import Mapping
from itertools import product
from numbers import Real
from typing import Annotated, NamedTuple

from backprop._checks.numbers import describe


class Grid(NamedTuple):
    """A shape, and the numbers in it, as they are read."""

    shape: tuple
    numbers: list
    is_array: bool = False  # and no list, which can be an array or several

    def rows(self):
        """One grid for each index of the first axis, by their places."""
        if not self.shape:
            return {"[0]": self}
        many, *rest = self.shape
        size = len(self.numbers) // many
        return {
            f"[{i}]": Grid((*rest,), self.numbers[i * size : (i + 1) * size])
            for i in range(many)
        }

    def indices(self):
        """The index of each number, in their order."""
        return product(*map(range, self.shape))

    def transpose(self, axes):
        """With the axes in this order."""
        at = dict(zip(self.indices(), self.numbers))
        shape = tuple(self.shape[axis] for axis in axes)
        back = [axes.index(axis) for axis in range(len(axes))]
        found = product(*map(range, shape))
        return Grid(shape, [at[tuple(i[b] for b in back)] for i in found])

    def sum(self, axes):
        """Added up over some axes, which keep the length 1."""
        sums = {}
        for index, number in zip(self.indices(), self.numbers):
            kept = tuple(0 if a in axes else i for a, i in enumerate(index))
            sums[kept] = sums.get(kept, 0.0) + number
        shape = [1 if a in axes else n for a, n in enumerate(self.shape)]
        return Grid((*shape,), [*sums.values()])

    def stretch(self, shape):
        """In this shape, as NumPy would stretch it; None if it does not."""
        lengths = (1,) * (len(shape) - len(self.shape)) + self.shape
        fits = len(lengths) == len(shape)
        if not fits or any(n not in (1, m) for n, m in zip(lengths, shape)):
            return None
        at = dict(zip(product(*map(range, lengths)), self.numbers))
        numbers = [
            at[tuple(min(i, n - 1) for i, n in zip(index, lengths))]
            for index in product(*map(range, shape))
        ]
        return Grid(shape, numbers)


def read(value, name, deep=0):
    """A gradient as a grid, or as grids by their places."""
    if hasattr(value, "tolist") and hasattr(value, "shape"):
        if not isinstance(value, type):
            numbers = as_floats(flat(value.tolist()), name)
            if len(numbers) != math.prod(value.shape):
                raise TypeError(
                    f"{name} must hold numbers, but what it holds are "
                    f"{len(numbers)} in the shape {tuple(value.shape)}"
                )
            return Grid(tuple(value.shape), numbers, True)
    if isinstance(value, Real) and not isinstance(value, bool):
        return Grid((), as_floats([value], name))
    if deep > 30 or not isinstance(value, list | tuple | Mapping):
        raise TypeError(
            f"{name} must be a number, an array, or a list of these, but it "
            f"is {describe(value)}"
        )
    if not value:
        raise ValueError(f"{name} must hold numbers, but it is empty")
    items = value.items() if isinstance(value, Mapping) else enumerate(value)
    parts = {f"[{k!r}]": read(part, name, deep + 1) for k, part in items}
    first, *others = parts.values()
    if not isinstance(value, Mapping) and all(
        isinstance(part, Grid)
        and part.shape == first.shape
        and not (part.is_array and part.shape)
        for part in (first, *others)
    ):
        numbers = [n for part in parts.values() for n in part.numbers]
        return Grid((len(parts), *first.shape), numbers)
    return {
        place + inner: grid
        for place, part in parts.items()
        for inner, grid in places(part).items()
    }


def places(gradient):
    """The grids of a gradient by their places; a single one has none."""
    return {"": gradient} if isinstance(gradient, Grid) else gradient


def flat(values):
    """The numbers in nested lists, in one."""
    if not isinstance(values, list):
        return [values]
    return [number for part in values for number in flat(part)]


def as_floats(numbers, name):
    """These numbers, of whatever kind, as floats."""
    if not numbers:
        raise ValueError(f"{name} must hold numbers, but it is empty")
    for number in numbers:
        if isinstance(number, bool) or not isinstance(number, Real):
            raise TypeError(
                f"{name} must hold numbers, but holds {describe(number)}"
            )
    try:
        return [float(number) for number in numbers]
    except OverflowError:
        raise ValueError(f"{name} is too large for a float") from None


def check_gradient(value, name):
    """Return a gradient as it is read; it may hold nan and infinity."""
    return read(value, name)


def check_right_gradient(value, name):
    """Return a gradient as it is read, if all of it is finite."""
    gradient = read(value, name)
    for place, grid in places(gradient).items():
        if not all(map(math.isfinite, grid.numbers)):
            raise ValueError(
                f"{name}{place} must hold finite numbers: to what else could "
                "yours be compared?"
            )
    return gradient


def check_named(values, name):
    """Return a dictionary of gradients, by their names, as they are read."""
    if isinstance(values, list | tuple):
        values = {f"{name}[{i}]": value for i, value in enumerate(values)}
    if not isinstance(values, Mapping):
        raise TypeError(
            f"{name} must be a dictionary, with a gradient for each name, "
            f"but it is {describe(values)}"
        )
    return {
        str(key): check_right_gradient(value, f"{name}[{key!r}]")
        for key, value in values.items()
    }


Gradient = Annotated[object, check_gradient]
RightGradient = Annotated[object, check_right_gradient]
Named = Annotated[Mapping, check_named]
