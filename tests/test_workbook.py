"""Every solution passes, every start fails with help, known wrong answers meet their message.

A file tests/wrong_answers/<step>/<exercise>/<name>.py is a wrong answer; its docstring is a piece of
the message that it must get.
"""

import ast
import builtins
import math
import re
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest
from backprop import STEPS, activations, workbook

ROOT = Path(__file__).resolve().parents[1]
EXERCISES = workbook.exercises()
CORE = [name for name in EXERCISES if name.split("/")[0] in STEPS[:8]]
SMALL = {*map(str, range(11)), "1000"}  # tell nothing, and 1000 is far out
WRONG = sorted((ROOT / "tests" / "wrong_answers").glob("*/*/*.py"))


def name_of(path):
    return "/".join(path.parts[-3:])


def numbers(text):
    return set(re.findall(r"\d+(?:\.\d+)?", text))


def every_one(look, exercises=EXERCISES):
    """Look at all exercises before saying what is wrong with any."""
    faults = []
    for name in exercises:
        try:
            faults += [f"{name}: {why}" for why in look(name)]
        except Exception as error:  # the next may have faults too
            faults.append(f"{name}: {error!r}")
    assert exercises and not faults, "\n".join(faults)


def test_every_solution_passes():
    def look(exercise):
        solution = workbook.read(exercise, "solution.py")
        results = workbook.check(exercise, solution)
        if not results:
            yield "it has no check"
        yield from (x.message for x in results if not x.passed)

    every_one(look)


def test_every_start_runs_and_fails_with_help():
    def look(exercise):
        start = workbook.read(exercise, "start.py")
        result = workbook.check(exercise, start)[-1]
        if result.passed:
            yield "its start passes"
            return
        if "Traceback" in result.message or "Error" in result.message:
            yield f"its start gets an error: {result.message}"
        if len(result.message.split()) < 5:
            yield f"too short to help: {result.message}"

    every_one(look)


@pytest.mark.parametrize("path", WRONG, ids=name_of)
def test_wrong_answer_gets_the_message_meant_for_it(path):
    answer = path.read_text("utf-8")
    results = workbook.check("/".join(path.parts[-3:-1]), answer)
    assert not results[-1].passed, "this wrong answer passes"
    assert ast.get_docstring(ast.parse(answer)) in results[-1].message


def test_every_exercise_has_a_known_wrong_answer():
    has_one = {"/".join(path.parts[-3:-1]) for path in WRONG}
    every_one(lambda name: () if name in has_one else ["has none"])


def test_every_hint_helps_without_the_solution():
    def look(exercise):
        hint = workbook.hint(exercise)
        if not 8 <= len(hint.split()) <= 75:
            yield f"its hint has {len(hint.split())} words"
        start = workbook.read(exercise, "start.py")
        for line in workbook.read(exercise, "solution.py").splitlines():
            code = line.strip()
            if len(code) > 12 and code not in start and code in hint:
                yield f"its hint gives away {code}"

    every_one(look)


def test_every_check_says_what_it_wants_before_the_first_try():
    """In one line, which the page, paper and a terminal show as it is."""

    def look(exercise):
        wanted = workbook.requirements(exercise)
        if len(set(wanted)) < len(wanted):
            yield "two checks want the same"
        for text in wanted:
            if not text:
                yield "a check has no docstring"
                continue
            if "\n" in text or not 15 <= len(text) <= 70:
                yield f"not one line of 15 to 70 characters: {text}"
            plain = re.sub(r"`[^`]+`", "", text)
            if re.search(r"[*_`$<>\[\]|~#;]|\.$", plain):
                yield f"no plain words and code in backticks: {text}"

    every_one(look)


def test_what_is_wanted_gives_no_number_away():
    """But those that the exercise itself or its beginning names."""

    def look(exercise):
        step, name = exercise.split("/")
        chapter = (ROOT / "book" / f"{step}.md").read_text("utf-8")
        text = chapter.split(f"{{workbook}} {name}\n")[1].split("```")[0]
        known = numbers(text + workbook.read(exercise, "start.py"))
        for wanted in workbook.requirements(exercise):
            told = numbers(re.sub(r"`[^`]*`", "", wanted)) - known
            if told - SMALL:
                yield f"it tells {told - SMALL}: {wanted}"

    every_one(look)


def test_every_exercise_of_the_core_path_does_without_numpy():
    """So that the same files run in a browser, whose Python has none."""

    def look(exercise):
        for file in ("start.py", "check.py", "solution.py"):
            for node in ast.walk(ast.parse(workbook.read(exercise, file))):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    modules = [alias.name for alias in node.names]
                    modules.append(getattr(node, "module", None) or "")
                    if any(name.startswith("numpy") for name in modules):
                        yield f"{file} imports numpy"

    every_one(look, CORE)


def test_unknown_exercise_is_named():
    with pytest.raises(
        ValueError, match="there is no exercise 'nothing/here'"
    ):
        workbook.check("nothing/here", "")


def test_an_answer_that_cannot_run_shows_its_own_line():
    with pytest.raises(workbook.AnswerError) as caught:
        workbook.check(EXERCISES[0], "x = 1\ny = 1 / 0\n")
    assert 'File "your answer", line 2' in str(caught.value)
    assert "ZeroDivisionError" in str(caught.value)
    assert "workbook" not in str(caught.value)


def test_a_missing_name_is_named():
    results = workbook.check(EXERCISES[0], "x = 1\n")
    assert "your answer defines no" in results[-1].message


ANSWER = workbook.read("derivatives/stuck", "solution.py")
NOT_SOLVED = """
def stuck_at(h):
    return 1.0
"""


@pytest.mark.parametrize(
    "trick",
    [
        "import math; math.isclose = lambda *_, **__: True",
        "import builtins; builtins.abs = None; builtins.all = lambda _: True",
        "def check_first_step(you): pass",
        "import backprop.workbook as w; w._result = w.check = print",
        "import backprop.derivatives as d; d.central_difference = None",
        "import sys; sys.modules['math'] = None",
        "import backprop.workbook as w; del w.check",
        "import sys; sys.stdout = sys.stdin = None",
    ],
)
def test_no_answer_changes_the_checks(trick):
    """Neither its own, nor those of the next answer."""
    results = workbook.check("derivatives/stuck", f"{trick}\n{NOT_SOLVED}")
    assert not results[-1].passed
    results = workbook.check("derivatives/stuck", f"{trick}\n{ANSWER}")
    assert all(result.passed for result in results)
    assert not math.isclose(1, 2) and builtins.abs(-1) == 1
    assert sys.modules["math"] is math
    assert sys.modules["backprop.workbook"] is workbook
    print("standard output is where it was")


def test_an_answer_has_its_own_copy_of_the_book():
    before = dict(activations.DERIVATIVES)
    workbook.run("from backprop.activations import *\nDERIVATIVES.clear()")
    assert activations.DERIVATIVES == before != {}


@pytest.mark.parametrize(
    "answer, line, words",
    [
        ("x = 1\ny = (2\nz = 3", 2, "'(' was never closed"),
        ("def f(:", 1, "SyntaxError"),
        ("if True:\nx = 1", 2, "IndentationError"),
        ("x = 1\nx / 0", 2, "ZeroDivisionError"),
        ("def f(n): return f(n + 1)\n\nf(0)", 1, "RecursionError"),
        ("while True: print('x' * 80)", None, "stopped after 20,000"),
        ("print('x' * 10 ** 6)", None, "stopped after 20,000"),
        ("name = input('Who? ')", 1, "nobody can type an input here"),
        ("import sys\nsys.exit(0)", None, "ended the program itself"),
        ("raise KeyboardInterrupt", 1, "KeyboardInterrupt"),
        ("x = '\0'", None, "null bytes"),
        ("[0] * 10 ** 18", 1, "MemoryError"),
        ("raise ValueError('x' * 10 ** 7)", 1, "x ... x"),
        ("if True:\n    x = 1\n\ty = 2", 3, "line 3: tabs and spaces"),
        ("if True:\r\n\tx = 1\r\n        y = 2", 3, "line 3: tabs and"),
        ("x = '\u2028\f'\r\ny = 1 / 0", 2, "    y = 1 / 0"),
    ],
)
def test_what_stops_an_answer_is_said(answer, line, words):
    told = workbook.report(answer)
    assert not told["passed"]
    assert words in told["problem"]["message"]
    assert told["problem"]["line"] == line
    assert "workbook" not in told["problem"]["message"]
    assert len(told["problem"]["message"]) < 5000


def test_mixed_tabs_and_spaces_are_told_in_plain_words():
    answer = "def stuck_at(h):\n    x = 1\n\treturn x"
    message = workbook.report(answer)["problem"]["message"]
    assert "Error" not in message and "File" not in message
    assert "four spaces for each level" in message


def from_windows(text):
    """A byte order mark, other ends of lines, and none of the last one."""
    return "\ufeff" + text.rstrip().replace("\n", "\r\n")


def with_tabs(text):
    """And spaces and form feeds where nobody sees them."""
    text = text.replace("\n\n", "\n\f\n").replace("\n", " \t\n")
    return text.replace("    ", "\t")


@pytest.mark.parametrize("typed", [from_windows, with_tabs])
def test_a_solution_may_be_typed_in_any_editor(typed):
    """Tried on the last exercise of each core step."""
    last = {name.split("/")[0]: name for name in CORE}.values()
    refused = {}
    for exercise in last:
        solution = workbook.read(exercise, "solution.py")
        told = workbook.report(typed(solution), exercise)
        if not told["passed"]:
            refused[exercise] = told
    assert len(last) == 8 and refused == {}


def test_report_of_a_run():
    printed = []
    assert workbook.report("print('a', 1)", write=printed.append)["passed"]
    assert "".join(printed) == "a 1\n"


def test_report_of_a_check():
    told = workbook.report(NOT_SOLVED, "derivatives/stuck")
    assert not told["passed"] and told["problem"] is None
    assert [check["passed"] for check in told["checks"]] == [False]
    assert len(told["later"]) == 1
    told = workbook.report(ANSWER, "derivatives/stuck")
    assert told["passed"] and told["later"] == []
    told = workbook.report("def stuck_at(h):\n    h / 0", "derivatives/stuck")
    assert told["checks"][-1]["line"] == 2


def test_an_error_in_an_answer_names_its_line_in_the_check():
    broken = "def stuck_at(h):\n    return 1 / 0"
    message = workbook.check("derivatives/stuck", broken)[-1].message
    assert (
        'File "your answer", line 2' in message and "check.py" not in message
    )


def test_a_long_result_makes_no_long_message():
    told = workbook.check(
        "derivatives/stuck", "def stuck_at(h):\n    return [0] * 10 ** 6"
    )
    assert " ... " in told[-1].message and len(told[-1].message) < 5000


def test_an_assertion_of_the_answer_names_its_line():
    answer = "def stuck_at(h):\n    assert h < 0\n"
    result = workbook.check("derivatives/stuck", answer)[-1]
    assert result.line == 2 and "AssertionError" in result.message


def test_a_notebook_checks_the_rest_of_a_cell(capsys):
    shell = Mock()
    workbook.load_ipython_extension(shell)
    check, *name = shell.register_magic_function.call_args.args
    assert name == ["cell", "check"]

    def said(answer):
        check("derivatives/stuck", answer)
        return capsys.readouterr().out

    assert "✗ not yet: `stuck_at(1e-12)`, for the step" in said("1\n")
    assert "· later: `stuck_at` for other steps" in said("1\n")
    assert "ZeroDivisionError" in said("1 / 0\n")
    solution = workbook.read("derivatives/stuck", "solution.py")
    assert said(solution + "\nprint('mine')").startswith("134217728.0\nmine\n✓")
    assert "✗" not in said(solution)
