"""The edge of a function: what comes in is checked, and the body is the idea.

A function says in its signature what each input must be, as `x: Number`; an
editor reads that as an ordinary type. `checked` has each input pass the check
of its kind, which gives it back, ready for use, or raises an error in plain
words, before the body sees it. So no line of a body is about bad input, and a
listing of the book leaves out this one line above it, and the kinds. What
several inputs have to say to each other, as a step that must move x, is a
function of its own, a guard, which takes its inputs by their names:
`checked_with(step_moves_x)`. What a guard gives back, if anything, takes the
place of its first input. An arrow to a kind has the result checked, too. Of a
class of numbers the inputs are its fields; and where it stands in a
signature, an input has to be one of them.

None passes where it is the default. Of inputs such as `*functions` the check
sees all at once.

The edge of a function is written out as Python code, once: then it costs no
more than its checks. Where one is `trusted`, nothing is checked: a loop calls
a million times what it can rely on.
"""

import functools
import inspect
from contextlib import contextmanager
from contextvars import ContextVar
from typing import get_args

from backprop._checks.numbers import describe

__all__ = ["checked", "checked_with", "trusted"]

TRUSTED = ContextVar("TRUSTED", default=False)

def checked_with(*guards, always=False):
    """Check inputs as the annotations say, and then by these guards.

    With `always`, also where all else is trusted.
    """

    def decorate(f):
        if isinstance(f, type):
            f.__init__ = decorate(f.__init__)
            return f
        signature = inspect.signature(f)
        names = {"_body": f, "_trusted": TRUSTED.get}
        code = edge_as_code(signature, guards, f.__name__, names, always)
        exec(compile(code, f"<the edge of {f.__name__}>", "exec"), names)
        call = functools.update_wrapper(names["call"], f)
        call.edge = code  # for those who want to read it
        call.__code__ = call.__code__.replace(
            co_name=f.__name__, co_qualname=f.__qualname__
        )
        return call

    return decorate


def edge_as_code(signature, guards, whose, names, always):
    """How the edge is written; what it uses is put into `names`."""
    head, handed, checks = [], [], []
    for each in signature.parameters.values():
        default = each.default
        if default is not each.empty:
            names[f"_default_{each.name}"] = default
            default = Written(f"_default_{each.name}")
        head.append(each.replace(annotation=each.empty, default=default))
        handed.append(HANDED.get(each.kind, "{0}").format(each.name))
        if check := check_of(each.annotation):
            names[f"_check_{each.name}"] = check
            name = each.name
            line = f"{name} = _check_{name}({name}, '{name}')"
            if each.default is None:
                line = f"if {name} is not None: {line}"
            checks.append(line)
    for number, guard in enumerate(guards):
        inputs = list(inspect.signature(guard).parameters)
        names[f"_guard_{number}"] = guard
        checks.append(f"_instead = _guard_{number}({', '.join(inputs)})")
        checks.append(f"if _instead is not None: {inputs[0]} = _instead")
    result = f"_body({', '.join(handed)})"
    checked_result = result
    if check := check_of(signature.return_annotation):
        names["_check_output"] = check
        checked_result = f"_check_output({result}, 'what {whose} gives')"
    trusted = [] if always else [f"if _trusted(): return {result}"]
    head = f"def call{inspect.Signature(head)}:"
    return "\n    ".join([head, *trusted, *checks, f"return {checked_result}"])


HANDED = {
    inspect.Parameter.VAR_POSITIONAL: "*{0}",
    inspect.Parameter.KEYWORD_ONLY: "{0}={0}",
    inspect.Parameter.VAR_KEYWORD: "**{0}",
}


class Written(str):
    """A piece of code, which stands in code as it is."""

    __repr__ = str.__str__


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


@contextmanager
def trusted(trust):
    """Within it nothing is checked, or, with False, everything again."""
    before = TRUSTED.set(trust)
    try:
        yield
    finally:
        TRUSTED.reset(before)


checked = checked_with()
