"""What the public functions say when they are given what they cannot use.

Whoever reads a step wants its idea, and whoever makes a mistake wants to
hear what it was. So the steps ask here, by one short call, and the long
answers stand in this room: each names what came, what was expected and,
where it helps, what to do.

A `check_*` returns what it was given, ready for use, or raises a `TypeError`
or `ValueError`. Nothing here imports a step. What is in `numbers` comes along
with this package, and `edge`, `grids` and `growth` need no more; `arrays`,
`shapes`, `files`, `training` and `watch` are asked for by name, because they
need NumPy, and many steps do without it. `values` is for the scalar engine
alone.
"""

from backprop._checks.numbers import (
    AllNumbers,
    ComplexFunction,
    Count,
    Function,
    NotFinite,
    Number,
    Numbers,
    Positive,
    RealFunction,
    Row,
    Rows,
    Size,
    check_count,
    check_function,
    check_in_order,
    check_index,
    check_number,
    check_positive,
    check_real_result,
    check_result,
    check_room,
    check_size,
    describe,
    shown,
)

__all__ = [
    "AllNumbers",
    "ComplexFunction",
    "Count",
    "Function",
    "NotFinite",
    "Number",
    "Numbers",
    "Positive",
    "RealFunction",
    "Row",
    "Rows",
    "Size",
    "check_count",
    "check_function",
    "check_in_order",
    "check_index",
    "check_number",
    "check_positive",
    "check_real_result",
    "check_result",
    "check_room",
    "check_size",
    "describe",
    "shown",
]
