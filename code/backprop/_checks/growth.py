"""Numbers that grow beyond all bounds while something is trained.

Whatever notices first, a check of a weight or Python itself, the cause is one:
the learning rate. So a training loop has `within_bounds` around it, and says
that. A loop that calls a million times what it can rely on has `trusting`
around it, too: there nothing is checked but what goes in, and what comes out.
"""

import functools
import inspect
from math import isfinite
from traceback import walk_tb

from backprop._checks.edge import trusted
from backprop._checks.numbers import (
    NotFinite,
    check_numbers,
    check_room,
    shown,
)

__all__ = ["can_be_kept", "trusting", "within_bounds"]


def within_bounds(train):
    """Say when a loop, which has a `rate` and notes its errors, runs away."""
    signature = inspect.signature(train)

    @functools.wraps(train)
    def call(*given, **named):
        try:
            return train(*given, **named)
        except (OverflowError, NotFinite) as error:
            epochs, stepped = progress_before(error)
            if not stepped:  # it is not the rate
                raise
            rate = signature.bind(*given, **named).arguments["rate"]
            raise ValueError(
                f"after {epochs} epochs the numbers grew beyond all bounds: "
                f"try a smaller rate than {rate!r}"
            ) from error

    return call


def progress_before(error):
    """How many errors were numbers before a loop failed; and if it stepped.

    A loop notes its `errors` before each step, or its `losses` after many.
    """
    cause = error.__cause__ or error
    for frame, _ in walk_tb(cause.__traceback__):
        loop = frame.f_locals
        if "errors" in loop:
            return sum(map(isfinite, loop["errors"])), bool(loop["errors"])
        if "losses" in loop:
            return sum(map(isfinite, loop["losses"])), True
    return 0, False


def can_be_kept(epochs):
    """A guard: of each epoch an error is kept."""
    check_room(epochs, f"{shown(epochs)} epochs, each with its error,")


def trusting(train):
    """Check nothing within a loop, which gives what was trained and errors.

    Where a bend of the reader's own takes part, everything is checked.
    """

    @functools.wraps(train)
    def call(*given, **named):
        bend = getattr(given[0], "bend", train)
        try:
            with trusted(bend.__module__.startswith("backprop.")):
                trained, errors = train(*given, **named)
        except ValueError as error:
            *_, (frame, _) = walk_tb(error.__traceback__)
            file = train.__code__.co_filename
            if frame.f_code.co_filename == file:  # fsum of two infinities
                raise NotFinite(str(error)) from error
            raise
        check_numbers(errors, "errors")
        return type(trained)(**vars(trained)), errors  # by its own edge

    return call
