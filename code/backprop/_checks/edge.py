"""The edge of a function: what comes in is checked, and the body is the idea.

A function says in its signature what each input must be, as `x: Number`; an
editor reads that as an ordinary type. `checked` goes through the inputs before
the body sees them: the check of each kind gives the input back, ready for
use, or raises an error in plain words. So no line of a body is about bad
input, and a listing of the book leaves out this one line above it, and the
kinds. What several inputs have to say to each other, as a step that must move
x, is a function of its own, a guard, which takes its inputs by their names:
`checked_with(step_moves_x)`. What a guard gives back, if anything, takes the
place of its first input. An arrow to a kind has the result checked, too. Of a
class of numbers the inputs are its fields; and where it stands in a
signature, an input has to be one of them.

None passes where it is the default. Of inputs such as `*functions` the check
sees all at once.
"""

import functools
import inspect
from typing import get_args

from backprop._checks.numbers import describe

__all__ = ["checked", "checked_with"]


def checked_with(*guards):
    """Check inputs as the annotations say, and then by these guards."""

    def decorate(f):
        if isinstance(f, type):
            f.__init__ = decorate(f.__init__)
            return f
        signature = inspect.signature(f)
        edge = [Input(p) for p in signature.parameters.values()]
        names = [each.name for each in edge]
        needed = sum(each.default is inspect.Parameter.empty for each in edge)
        defaults = [each.default for each in edge]
        plain = all(each.is_plain for each in edge)
        check_output = check_of(signature.return_annotation)
        gives = f"what {f.__name__} gives"
        wanted = [
            (
                guard,
                [names.index(n) for n in inspect.signature(guard).parameters],
            )
            for guard in guards
        ]

        def pass_the_edge(values):
            values = [each.checked(v) for each, v in zip(edge, values)]
            for guard, places in wanted:
                instead = guard(*[values[place] for place in places])
                if instead is not None:
                    values[places[0]] = instead
            return values

        @functools.wraps(f)
        def call(*given, **named):
            if plain and not named and needed <= len(given) <= len(edge):
                given = pass_the_edge([*given, *defaults[len(given) :]])
            else:
                bound = signature.bind(*given, **named)
                bound.apply_defaults()
                values = pass_the_edge(bound.arguments.values())
                bound.arguments.update(zip(names, values))
                given, named = bound.args, bound.kwargs
            output = f(*given, **named)
            return check_output(output, gives) if check_output else output

        return call

    return decorate


class Input:
    """One input of a function, and how to check it."""

    def __init__(self, parameter):
        self.name, self.default = parameter.name, parameter.default
        self.is_plain = parameter.kind is parameter.POSITIONAL_OR_KEYWORD
        self.check = check_of(parameter.annotation)

    def checked(self, value):
        if self.check is None or (value is None and self.default is None):
            return value
        return self.check(value, self.name)


def check_of(annotation):
    """The check of a kind such as `Number`, or `Number | None`."""
    if isinstance(annotation, str):
        raise TypeError(f"write {annotation} without quotes: it is a check")
    for kind in (annotation, *get_args(annotation)):
        if hasattr(kind, "__metadata__"):
            return kind.__metadata__[0]
    if getattr(annotation, "__module__", "").startswith("backprop."):
        return functools.partial(check_instance, annotation)
    return None


def check_instance(kind, value, name):
    """Return `value` if it is one of a class of the package."""
    if not isinstance(value, kind):
        raise TypeError(
            f"{name} must be {kind.__name__}, but they are {describe(value)}"
        )
    return value


checked = checked_with()
