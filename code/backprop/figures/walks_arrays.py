"""Walks through graphs of arrays, which have shapes too.

A function of such a walk says what is right, and what may come out instead,
which is an array too: it is made as someone makes it who forgets a sum or
exchanges two factors. Where its shape is another, it is a mistake in the
shape, and each of its numbers one in the number that stands there. A tuple is
a mistake in the shape alone.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backprop.figures.walks_boxes import Box


@dataclass
class Side:
    """The value or the gradient of a node.

    Parameters
    ----------
    right : ndarray
        Of one axis or two; of none, if it is a single number.
    slips : list of tuple
        Arrays, or shapes, that may come out instead, each with its sentence.
    hint : str
        What to say of another number; row and column are filled in.
    shape_hint : str
        What to say of another shape.
    """

    right: np.ndarray
    slips: list = ()
    hint: str = ""
    shape_hint: str = ""


@dataclass
class ArrayNode:
    value: Side
    gradient: Side | None = None
    formula: str = ""
    inputs: tuple = ()


@dataclass
class Arrays:
    """A graph of arrays to walk through.

    Parameters
    ----------
    title : str
        What the page calls it.
    compute : callable
        Takes arrays and returns an ArrayNode for each name, users last.
    numbers : list of dict
        What each graph begins with, all of the same shapes.
    at : dict
        Column and row of each box.
    blanks : dict
        For the name and side of what is asked for: the first stage in which
        all of it is blank, or some numbers, at their row and column; the
        others are blank in the last stage.
    stages : tuple of str
        What the stages are called.
    shapes : bool
        Whether the shapes of what is asked for are asked for too, and first.
    upright : bool
        Whether an array of one axis is written as a column.
    """

    title: str
    compute: Callable
    numbers: list
    at: dict
    blanks: dict
    stages: tuple
    shapes: bool = False
    upright: bool = False

    def graphs(self):
        return [ArrayGraph(self, numbers) for numbers in self.numbers]


class ArrayGraph:
    """A walk with one of its sets of numbers, walked through."""

    room = "Values stand above the boxes, and gradients below them."

    def __init__(self, walk, numbers):
        self.walk, self.at = walk, walk.at
        self.named = walk.compute(**numbers)
        self.there = [n for n, node in self.named.items() if node.inputs]
        asked = walk.blanks.items()
        self.boxes = [
            self.shape_box(*which) for which, _ in asked if walk.shapes
        ] + [
            self.number_box(*which, index, stage)
            for which, stages in asked
            for index, stage in self.stages_of(which, stages)
        ]

    def side(self, name, side):
        return getattr(self.named[name], side)

    def stages_of(self, which, stages):
        """Each number that is asked for, and the stage, by rows."""
        some, others = (
            (stages, 2) if isinstance(stages, dict) else ({}, stages)
        )
        everywhere = np.ndindex(self.side(*which).right.shape)
        return [(index, some.get(index, others)) for index in everywhere]

    def shape_box(self, name, side):
        asked = self.side(name, side)
        shapes = (
            (wrong if isinstance(wrong, tuple) else wrong.shape, sentence)
            for wrong, sentence in asked.slips
        )
        right = asked.right.shape
        slips = [each for each in shapes if each[0] != right]
        return Box(name, side, right, slips, 0, "shape", asked.shape_hint)

    def number_box(self, name, side, index, stage):
        asked = self.side(name, side)
        slips = [
            (float(wrong[index]), sentence)
            for wrong, sentence in asked.slips
            if not isinstance(wrong, tuple) and has(wrong, index)
        ]
        row, column = ([n + 1 for n in index] * 2)[:2] if index else (1, 1)
        return Box(
            name, side, float(asked.right[index]), slips, stage,
            self.place(index), asked.hint.format(row=row, column=column),
        )  # fmt: skip

    def place(self, index):
        """Row and column where a number is written; nothing for a single one."""
        if len(index) == 1:
            return (*index, 0) if self.walk.upright else (0, *index)
        return index or None

    def number(self, name, side):
        """A number, or a table of them, or None where nobody asks for it."""
        found = self.side(name, side)
        if found is None or not found.right.ndim:
            return found and float(found.right)
        table = np.atleast_2d(found.right)
        return (table.T if self.walk.upright else table).tolist()

    def shape(self, name):
        """Of what has a shape that the walk is about."""
        return self.named[name].value.right.shape if self.walk.shapes else None

    def label(self, name):
        formula = self.formula(name)
        return f"{name} = {formula}" if formula else name

    def formula(self, name):
        return self.named[name].formula

    def inputs(self, name):
        return self.named[name].inputs

    def partials(self, name):
        return ()


def has(array, index):
    """Whether an array has a number there."""
    return len(array.shape) == len(index) and all(
        n < size for n, size in zip(index, array.shape)
    )
