"""The exercises of the book, and what checks an answer.

Each exercise is a folder `<step>/<exercise>` with three files: `start.py`, from which the reader
begins, `check.py`, whose `check_*` functions say what is wrong with an answer, and `solution.py`.
The docstring of `check.py` is the hint, and that of a check says what it wants, as a reader is told
before the first try.

A check is given the names that the answer defines. It asserts, with a message that teaches;
where it compares gradients, `diagnosis` is the end of the message.
The same files check answers in the page, in the command `workbook` and in the tests.
"""

import ast
import builtins
import contextlib
import io
import linecache
import sys
import threading
import traceback
from dataclasses import asdict, dataclass
from pathlib import Path

from backprop.workbook.drawn import drawn

FOLDER = Path(__file__).parent
YOURS = "your answer"  # what tracebacks call the reader's file
LONGEST_OUTPUT = 20_000  # characters
LONGEST_MESSAGE = 4_000
MIXED = (
    "line {line}: tabs and spaces are mixed in its indentation or in that of "
    "the lines before it.\nUse four spaces for each level, and no tab."
)


class AnswerError(Exception):
    """The answer could not be run to its end.

    The message is the traceback with the lines of the answer alone; `line` is where it stopped.
    """

    def __init__(self, message, line=None):
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Result:
    """What one check found: `message` is empty where it passed.

    `line` is the line of the answer that raised an error, if one did.
    """

    check: str
    message: str
    line: int | None = None

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


class _TooMuchOutput(BaseException):
    """Raised where an answer prints without end; `except Exception` does not hold it up."""


class _Paper(io.TextIOBase):
    """What `print` writes on: hands the text on, up to the longest output."""

    def __init__(self, write):
        self.write_on, self.left = write, LONGEST_OUTPUT

    def write(self, text):
        self.write_on(text[: self.left])
        self.left = max(self.left - len(text), 0)
        if not self.left:
            raise _TooMuchOutput(
                f"stopped after {LONGEST_OUTPUT:,} printed characters"
            )
        return len(text)


class _NoKeyboard(io.TextIOBase):
    def readline(self, size=-1):
        raise EOFError(
            "nobody can type an input here: write the value into the code"
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


def hint(exercise):
    """Return the hint of an exercise, a few sentences."""
    return ast.get_docstring(_parsed(exercise))


def requirements(exercise):
    """Return what the checks of an exercise want, each in a few words, in their order."""
    return [
        ast.get_docstring(node)
        for node in _parsed(exercise).body
        if getattr(node, "name", "").startswith("check_")
    ]


ALONE = threading.Lock()  # Python 3.11 mixes up what two threads parse at the same time


def _parsed(exercise):
    with ALONE:
        return ast.parse(read(exercise, "check.py"))


def diagnosis(yours, right, beside="", **named):
    """Return what `diagnose` says of a gradient, for the end of a message: a line, or nothing.

    It is nothing where no relation is found, or where the message, `beside`, says so already.
    """
    from backprop.diagnosis import AGREE, UNRELATED, diagnose

    try:
        words = diagnose(yours, right, **named)
    except (TypeError, ValueError):
        return ""  # no gradient, as the message says
    return "" if words in (AGREE, UNRELATED) or words in beside else f"\n{words}"


def run(answer, write=None):
    """Run the text of an answer as a program. What it prints goes to `write`, if one is given.

    Returns what can be drawn of it, as `drawn` says.

    Raises
    ------
    AnswerError
        If it cannot be run to its end.
    """
    with _at_its_desk(write):
        return drawn(_run(answer, "__main__"))


def check(exercise, answer, write=None):
    """Run the text of an answer, then each check of the exercise on it, up to the first that fails.

    Raises
    ------
    AnswerError
        If the answer cannot be run to its end.
    ValueError
        If there is no such exercise.
    """
    return _check(exercise, answer, write)[0]


def _check(exercise, answer, write):
    """What each check found, and what can be drawn of the answer."""
    source = read(exercise, "check.py")
    with _at_its_desk(write):
        checks = {"__name__": "check"}
        exec(compile(source, "check.py", "exec"), checks)
        names = _run(answer, "answer")
        picture, you, results = drawn(names), _Answer(names), []
        for name, function in checks.items():
            if name.startswith("check_"):
                results.append(_result(function, you))
                if not results[-1].passed:
                    break
    return results, picture


def report(answer, exercise=None, write=None):
    """Return what `check` found, or `run` without an exercise, in plain dictionaries.

    `problem` is None or says why the answer could not be run, `checks` are those that were tried,
    `later` are those that wait for the first that fails, and `drawn` is what the page may draw.
    """
    told = {"passed": False, "problem": None, "checks": [], "later": [], "drawn": None}
    try:
        if exercise is None:
            return told | {"passed": True, "drawn": run(answer, write)}
        results, told["drawn"] = _check(exercise, answer, write)
    except AnswerError as error:
        return told | {"problem": {"message": str(error), "line": error.line}}
    told["passed"] = results[-1].passed
    told["checks"] = [
        asdict(result) | {"passed": result.passed} for result in results
    ]
    told["later"] = requirements(exercise)[len(results) :]
    return told


def load_ipython_extension(shell):
    """Give a notebook `%%check derivatives/stuck`, which checks the rest of its cell as an answer.

    `%load_ext backprop.workbook` calls this.
    """
    shell.register_magic_function(_check_cell, "cell", "check")


def _check_cell(exercise, answer):
    told = report(answer, exercise.strip(), sys.stdout.write)
    if told["problem"]:
        print(told["problem"]["message"])
    for one in told["checks"]:
        mark = "✓ passed" if one["passed"] else "✗ not yet"
        print("\n    ".join([f"{mark}: {one['check']}", *one["message"].splitlines()]))
    for name in told["later"]:
        print(f"· later: {name}")


@contextlib.contextmanager
def _at_its_desk(write):
    """Where an answer runs: with paper, no keyboard, and its own copy of the book's modules."""
    with put_back("backprop"):
        _forget_book()
        try:
            with paper_alone(write):
                yield
        finally:
            _forget_book()


@contextlib.contextmanager
def paper_alone(write):
    """What is printed goes to `write`, if one is given, and nobody is there to be asked."""
    paper, keyboard = _Paper(write or (lambda text: None)), sys.stdin
    sys.stdin = _NoKeyboard()
    try:
        with (
            contextlib.redirect_stdout(paper),
            contextlib.redirect_stderr(paper),
        ):
            yield
    finally:
        sys.stdin = keyboard


def _forget_book():
    for name in [*sys.modules]:
        if name.partition(".")[0] == "backprop":
            del sys.modules[name]


@contextlib.contextmanager
def put_back(*others):
    """Whatever is done to modules meanwhile, such as `math.sin = None`, is undone at the end."""
    modules = dict(sys.modules)
    known = sys.stdlib_module_names | {"numpy", *others}
    names = [
        (vars(module), dict(vars(module)))
        for name, module in modules.items()
        if name.partition(".")[0] in known and hasattr(module, "__dict__")
    ]
    try:
        yield
    finally:
        sys.modules.update(modules)
        for now, before in names:
            for name, thing in before.items():
                if now.get(name) is not thing:
                    now[name] = thing


def _run(answer, name):
    answer = answer.removeprefix("\ufeff")  # some editors begin a file so
    lines = io.StringIO(answer, newline=None).readlines()  # as Python does
    linecache.cache[YOURS] = len(answer), None, lines, YOURS
    names = {"__name__": name, "__builtins__": vars(builtins)}
    try:
        with put_back("backprop"):  # who changes `math` decides no check
            exec(compile(answer, YOURS, "exec"), names)
    except BaseException as error:  # sys.exit() among them
        raise AnswerError(*explain(error)) from None
    return names


def _result(function, you):
    try:
        function(you)
    except BaseException as error:
        *_, raised = traceback.walk_tb(error.__traceback__)
        theirs = raised[0].f_code.co_filename == YOURS
        if isinstance(error, AssertionError) and not theirs:
            message = _cut(str(error)) or "this does not hold."
            return Result(function.__doc__, message)
        return Result(function.__doc__, *explain(error))
    return Result(function.__doc__, "")


def explain(error, yours=YOURS):
    """The traceback with the lines of one file alone, and the last of them."""
    if isinstance(error, SystemExit):
        return f"SystemExit: {yours} ended the program itself", None
    if isinstance(error, _TooMuchOutput):
        return str(error), None
    if isinstance(error, TabError) and error.filename == yours:
        return MIXED.format(line=error.lineno), error.lineno
    report = traceback.TracebackException.from_exception(error)
    frames = [frame for frame in report.stack if frame.filename == yours]
    line = frames[-1].lineno if frames else None
    if isinstance(error, SyntaxError) and report.filename == yours:
        line = int(report.lineno or 0) or None
    lines = traceback.StackSummary.from_list(frames).format()
    text = "".join([*lines, *report.format_exception_only()]).rstrip()
    return _cut(text), line


def _cut(text):
    """A message that shows a list of a million numbers helps nobody."""
    if len(text) <= LONGEST_MESSAGE:
        return text
    half = LONGEST_MESSAGE // 2
    return f"{text[:half]} ... {text[-half:]}"
