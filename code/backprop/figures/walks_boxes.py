"""The boxes of a walk: what is right, what else may be written there.

A box asks for a number, or for the shape of an array. Each of its mistakes is
a wrong answer with a sentence; `mistakes` looks at a box in all graphs of a
walk, and tells which of its mistakes can be told from what is right, and from
one another.
"""

import math
from dataclasses import dataclass

NEAR = 0.01  # of the right number: as good as right, as it may be rounded
APART = 0.02  # at least so far from it is each mistake


@dataclass
class Box:
    """What to fill in, and what else may be written there.

    Parameters
    ----------
    name, side : str
        Of which node, and whether its value or its gradient.
    right : float or tuple of int
        A number, or the shape of an array.
    slips : list of tuple
        What is wrong, each with its sentence, in the same order in each graph.
    stage : int
        The first stage in which it is blank.
    part : tuple of int or "shape", optional
        Of an array: row and column of the number, or its shape.
    hint : str
        What to say of a mistake that nobody foresaw.
    """

    name: str
    side: str
    right: float | tuple
    slips: list
    stage: int
    part: tuple | str | None = None
    hint: str = ""

    @property
    def place(self):
        return f"the {self.side} of {self.name}" + (
            f" at {self.part}" if self.part else ""
        )


def alike(ones, others):
    """Of two lists of answers, which are the same, but for rounding."""
    return [is_close(a, b, 1e-9) for a, b in zip(ones, others)]


def is_close(answer, right, tolerance):
    if isinstance(right, tuple):
        return answer == right
    return math.isclose(answer, right, rel_tol=tolerance)


def mistakes(boxes):
    """What is wrong in a box, given as it is in each graph of a walk.

    Returns
    -------
    list of tuple
        The sentences, each with its wrong answers, one for each graph.
    list of str
        Where a mistake cannot be told, in one of the graphs alone.
    """
    right = [box.right for box in boxes]
    kept, faults = [], []
    for slips in zip(*(box.slips for box in boxes), strict=True):
        wrong, sentence = [answer for answer, _ in slips], slips[0][1]
        known = [right, *(answers for _, answers in kept)]
        if any(all(alike(wrong, answers)) for answers in known):
            continue  # in each graph: so it is none, or said already
        for answer, true in zip(wrong, right):
            if is_right(answer, true):
                faults.append(f"{read(answer)} is right, and yet: {sentence}")
        for said, answers in kept:
            for answer, same in zip(wrong, alike(wrong, answers)):
                if same:
                    faults.append(
                        f"{read(answer)} is two things: {said} {sentence}"
                    )
        kept.append((sentence, wrong))
    return kept, faults


def is_right(answer, true):
    if isinstance(true, tuple):
        return answer == true
    return abs(answer - true) <= APART * abs(true)


def read(answer):
    return str(answer) if isinstance(answer, tuple) else f"{answer:g}"
