"""Tests that go through many cases, and name every fault at once.

`each` stands where `parametrize` would: one test tries all its cases and then
fails once, with what was wrong in each of them. A page more or an exercise
more is so no test more to collect, to start and to report, and who changes
forty pages reads one list. The first fault of a case ends that case alone;
a test that can find several in one hands them all to `refuse`, which names
them without a traceback: they are faults of the book, not of the test.
"""

import functools
import inspect
from traceback import extract_tb

import pytest


def refuse(faults):
    """Fail with all that was found, if anything was."""
    if told := "\n".join(map(str, faults)):
        pytest.fail(told, pytrace=False)


def each(names, cases):
    """Try a test on each case, as `parametrize` does, but as one test."""
    names = names.split(", ")

    def looping(test):
        @functools.wraps(test)
        def tries(**fixtures):
            refuse(failures(test, names, cases, fixtures))

        asked = inspect.signature(test)
        kept = [p for p in asked.parameters.values() if p.name not in names]
        tries.__signature__ = asked.replace(parameters=kept)
        return tries

    return looping


def failures(test, names, cases, fixtures):
    """Yield what a test says of each case that fails."""
    if not cases:
        yield "there is no case to try"
    for case in cases:
        values = case if len(names) > 1 else [case]
        try:
            test(**fixtures, **dict(zip(names, values, strict=True)))
        except pytest.fail.Exception as failed:
            yield failed.msg
        except Exception as error:
            line = extract_tb(error.__traceback__)[:2][-1].lineno
            named = ", ".join(map(str, values))
            yield f"{named}: {type(error).__name__} in line {line}: {error}"
