"""Where a nan was born: what `detect_nan` of the tensor step does.

A nan spreads: by the time a loss is nan, so is everything, and the place
that is to blame lies thousands of operations back. Within `detect_nan` each
result is looked at as soon as it is there. If it has a nan, the error says
which operation gave it, at which index, and in which line of the caller's
code; each node keeps that line, so that one found on the way back can name
the operation on the way forward.

The line is that of the innermost frame outside the package. Looking for it
takes longer than the operation, hence only on demand.
"""

import linecache
import sys
from pathlib import Path

import numpy as np


def watch(tensor, operation):
    """Refuse a nan in what an operation gave, and keep the line."""
    place = _place()
    if tensor.node:
        tensor.node.place = place
    _refuse_nan(tensor.array, f"{operation} gave nan", place)


def watch_slopes(slopes, node):
    """Refuse a nan in what the rules of a node gave, on the way back."""
    what = f"on the way back, the slopes of {node.operation} became nan"
    _refuse_nan(
        getattr(slopes, "array", slopes), what, getattr(node, "place", "")
    )


def _refuse_nan(array, what, place):
    wrong = np.argwhere(np.isnan(array))
    if len(wrong):
        at = f", at index {wrong[0].tolist()}" if np.ndim(array) else ""
        raise FloatingPointError(what + at + place)


def _place():
    """The line outside the package that is being run."""
    frame = sys._getframe()
    while frame and _PACKAGE in Path(frame.f_code.co_filename).parents:
        frame = frame.f_back
    if frame is None:
        return ""
    name, number = frame.f_code.co_filename, frame.f_lineno
    line = linecache.getline(name, number, frame.f_globals).strip()
    # a cell of a notebook is no file
    file = f" of {Path(name).name}" if Path(name).exists() else ""
    return f"\n    in line {number}{file}: {line}"


_PACKAGE = Path(__file__).parents[1]
