"""Every solution passes, every start fails with help, known wrong answers meet their message.

A file tests/wrong_answers/<step>/<exercise>/<name>.py is a wrong answer; its docstring is a piece of
the message that it must get.
"""

import ast
import re
from pathlib import Path
from unittest import mock

import pytest
from backprop import STEPS, workbook
from backprop.activations import DERIVATIVES
from backprop.workbook.__main__ import main

ROOT = Path(__file__).resolve().parents[1]
EXERCISES = workbook.exercises()
CORE = [name for name in EXERCISES if name.split("/")[0] in STEPS[:8]]
WRONG = sorted((ROOT / "tests" / "wrong_answers").glob("*/*/*.py"))


@pytest.fixture(autouse=True)
def bends_as_they_were():
    """Whatever bend an answer adds to the table."""
    with mock.patch.dict(DERIVATIVES):
        yield


def name_of(path):
    return "/".join(path.parts[-3:])


@pytest.mark.parametrize("exercise", EXERCISES)
def test_solution_passes(exercise):
    results = workbook.check(exercise, workbook.read(exercise, "solution.py"))
    assert results, "the exercise has no check"
    assert [result.message for result in results if not result.passed] == []


@pytest.mark.parametrize("exercise", EXERCISES)
def test_start_runs_and_fails_with_help(exercise):
    results = workbook.check(exercise, workbook.read(exercise, "start.py"))
    assert not results[-1].passed
    message = results[-1].message
    assert "Traceback" not in message and "Error" not in message, message
    assert len(message.split()) >= 5, f"too short to help: {message}"


@pytest.mark.parametrize("path", WRONG, ids=name_of)
def test_wrong_answer_gets_the_message_meant_for_it(path):
    answer = path.read_text("utf-8")
    results = workbook.check("/".join(path.parts[-3:-1]), answer)
    assert not results[-1].passed, "this wrong answer passes"
    assert ast.get_docstring(ast.parse(answer)) in results[-1].message


@pytest.mark.parametrize("exercise", EXERCISES)
def test_an_exercise_has_a_known_wrong_answer(exercise):
    assert any(name_of(path).startswith(f"{exercise}/") for path in WRONG)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_check_says_what_it_checks(exercise):
    tree = ast.parse(workbook.read(exercise, "check.py"))
    checks = [
        node
        for node in tree.body
        if getattr(node, "name", "").startswith("check_")
    ]
    assert all(ast.get_docstring(node) for node in checks)


@pytest.mark.parametrize("step", STEPS)
def test_chapter_shows_each_of_its_exercises_once(step):
    shown = re.findall(
        r"\{workbook\} (\w+)",
        (ROOT / "book" / f"{step}.md").read_text("utf-8"),
    )
    assert sorted(f"{step}/{name}" for name in shown) == [
        exercise for exercise in EXERCISES if exercise.startswith(f"{step}/")
    ]
    assert 3 <= len(shown) <= 6


@pytest.mark.parametrize("exercise", CORE)
def test_exercise_of_the_core_path_needs_no_numpy(exercise):
    """So that the same files run in a browser, whose Python has none."""
    for file in ("start.py", "check.py", "solution.py"):
        tree = ast.parse(workbook.read(exercise, file))
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                modules = [alias.name for alias in node.names]
                modules.append(getattr(node, "module", None) or "")
                assert not any(
                    module.startswith("numpy") for module in modules
                ), file


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


def test_command(tmp_path, capsys):
    exercise = "derivatives/backward_difference"
    answer = tmp_path / "answer.py"
    assert main([]) == 0 and exercise in capsys.readouterr().out
    assert main([exercise]) == 0 and "return ..." in capsys.readouterr().out
    answer.write_text(workbook.read(exercise, "solution.py"), "utf-8")
    assert (
        main([exercise, str(answer)]) == 0
        and "failed" not in capsys.readouterr().out
    )
    answer.write_text(workbook.read(exercise, "start.py"), "utf-8")
    assert (
        main([exercise, str(answer)]) == 1
        and "failed" in capsys.readouterr().out
    )
    answer.write_text("def f(:\n", "utf-8")
    assert (
        main([exercise, str(answer)]) == 2
        and "SyntaxError" in capsys.readouterr().err
    )
    assert main([exercise, str(tmp_path / "missing.py")]) == 2
    assert "missing.py" in capsys.readouterr().err
