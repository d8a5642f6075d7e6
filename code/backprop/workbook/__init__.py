"""The exercises of the book, and what checks an answer.

Each exercise is a folder `<step>/<exercise>` with three files: `start.py`, from which the reader
begins, `check.py`, whose `check_*` functions say what is wrong with an answer, and `solution.py`.

A check is given the names that the answer defines. It asserts, with a message that teaches.
"""

import contextlib
import io
import traceback
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
YOURS = "your answer"  # what tracebacks call the reader's file


class AnswerError(Exception):
    """The answer could not be run; the message is the traceback, its lines those of the answer."""


@dataclass(frozen=True)
class Result:
    """What one check found: `message` is empty where it passed."""

    check: str
    message: str

    @property
    def passed(self):
        return not self.message


class _Answer:
    """The names that an answer defines; a missing one is an error in plain words."""

    def __init__(self, names):
        self.__dict__.update(names)

    def __getattr__(self, name):
        raise AssertionError(
            f"your answer defines no `{name}`: was it renamed or deleted?"
        )


def exercises():
    """Return the names of all exercises, such as `derivatives/backward_difference`."""
    return sorted(
        f"{path.parts[-3]}/{path.parts[-2]}"
        for path in FOLDER.glob("*/*/check.py")
    )


def read(exercise, file):
    """Return the text of a file of an exercise.

    Raises
    ------
    ValueError
        If there is no such exercise.
    """
    if exercise not in exercises():
        raise ValueError(
            f"there is no exercise {exercise!r}; the exercises are {exercises()}"
        )
    return (FOLDER / exercise / file).read_text("utf-8")


def check(exercise, answer):
    """Run the text of an answer, then each check of the exercise on it, up to the first that fails.

    Raises
    ------
    AnswerError
        If the answer cannot be run to its end.
    ValueError
        If there is no such exercise.
    """
    checks = {"__name__": "check"}
    exec(compile(read(exercise, "check.py"), "check.py", "exec"), checks)
    results = []
    with contextlib.redirect_stdout(io.StringIO()):
        you = _Answer(_run(answer))
        for name, function in checks.items():
            if name.startswith("check_"):
                results.append(
                    Result(function.__doc__, _message(function, you))
                )
                if not results[-1].passed:
                    break
    return results


def _run(answer):
    names = {"__name__": "answer"}
    try:
        exec(compile(answer, YOURS, "exec"), names)
    except Exception as error:
        raise AnswerError(_explain(error)) from None
    return names


def _message(function, you):
    try:
        function(you)
    except AssertionError as error:
        return str(error)
    except Exception as error:
        return _explain(error)
    return ""


def _explain(error):
    report = traceback.TracebackException.from_exception(error)
    frames = [frame for frame in report.stack if frame.filename == YOURS]
    return "".join(
        [*traceback.format_list(frames), *report.format_exception_only()]
    ).rstrip()
