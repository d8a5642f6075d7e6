"""The command `workbook`, as a reader and as a teacher's script use it."""

import json
import os
import signal
import subprocess
import sys
import threading

import pytest
from backprop import workbook
from backprop.workbook.command import main

STUCK = "derivatives/stuck"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder of answers, with the files to start from."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WORKBOOK", raising=False)
    assert main(["start"]) == 0
    return tmp_path / "answers"


def solve(folder, exercise=STUCK):
    answer = workbook.read(exercise, "solution.py")
    (folder / f"{exercise}.py").write_text(answer, "utf-8")


def test_start_writes_each_file_and_overwrites_none(folder, capsys):
    for exercise in workbook.exercises():
        text = (folder / f"{exercise}.py").read_text("utf-8")
        assert text == workbook.read(exercise, "start.py")
    (folder / f"{STUCK}.py").write_text("mine", "utf-8")
    (folder / "functions" / "trace.py").unlink()
    assert main(["start"]) == 0
    assert "New files in answers: 1." in capsys.readouterr().out
    assert (folder / f"{STUCK}.py").read_text("utf-8") == "mine"


def test_list_shows_progress(folder, capsys):
    solve(folder)
    (folder / "functions" / "trace.py").write_text("x = 1", "utf-8")
    assert main(["list"]) == 1
    out = capsys.readouterr().out
    assert "solved" in next(x for x in out.splitlines() if STUCK in x)
    assert "open" in next(x for x in out.splitlines() if "trace" in x)
    assert f"1 of {len(workbook.exercises())} solved" in out
    assert out.index("functions/") < out.index(STUCK) < out.index("networks/")
    assert "\x1b" not in out, "colours where there is no terminal"


@pytest.mark.parametrize(
    "name", [STUCK, f"answers/{STUCK}.py", f"./answers/{STUCK}.py"]
)
def test_check_one(folder, name, capsys):
    assert main(["check", name]) == 1
    assert f"{STUCK}: new" in capsys.readouterr().out
    solve(folder)
    assert main(["check", name]) == 0
    assert f"{STUCK}: solved" in capsys.readouterr().out


def test_check_a_step_and_all(folder, capsys):
    solve(folder)
    assert main(["check", "derivatives"]) == 1
    assert "1 of 5 solved" in capsys.readouterr().out
    for exercise in workbook.exercises():
        solve(folder, exercise)
    assert main(["check"]) == 0


def test_a_failed_check_says_what_is_missing(folder, capsys):
    (folder / f"{STUCK}.py").write_text("print('hi')", "utf-8")
    assert main(["check", STUCK]) == 1
    out = capsys.readouterr().out
    assert "defines no `stuck_at`" in out and "later: " in out
    assert "| hi" in out


@pytest.mark.parametrize(
    "answer, words",
    [
        ("while True: pass", "more than 1 seconds"),
        ("import os; os._exit(0)", "ended Python"),
        ("import os; os.close(1)", "ended Python"),
        ("def f(:", "SyntaxError"),
        ("print('x' * 10 ** 6)", "stopped after"),
    ],
)
def test_no_answer_stops_the_command(folder, answer, words, capsys):
    (folder / f"{STUCK}.py").write_text(answer, "utf-8")
    assert main(["check", STUCK, "--seconds", "1"]) == 1
    assert words in capsys.readouterr().out


def test_missing_and_damaged_files_get_one_line(folder, capsys):
    (folder / f"{STUCK}.py").unlink()
    (folder / "functions" / "trace.py").write_bytes(b"\xff\xfe")
    capsys.readouterr()
    assert main(["check", STUCK]) == 2
    out = capsys.readouterr().out
    assert "stuck.py is missing" in out and out.count("\n") == 1
    assert main(["check", "functions/trace"]) == 2
    out = capsys.readouterr().out
    assert "trace.py is damaged" in out and out.count("\n") == 1


def test_json_for_a_teacher(folder, capsys):
    solve(folder)
    capsys.readouterr()
    assert main(["check", "derivatives", "--json"]) == 1
    found = {
        each["exercise"]: each for each in json.loads(capsys.readouterr().out)
    }
    assert found[STUCK]["state"] == "solved" and found[STUCK]["checks"]
    assert found["derivatives/luck_in_marks"]["state"] == "new"


def test_another_folder(folder, tmp_path, capsys):
    """One for each of a class."""
    (tmp_path / "ada").mkdir()
    folder.rename(tmp_path / "ada" / "answers")
    solve(tmp_path / "ada" / "answers")
    assert main(["--folder", "ada/answers", "check", STUCK]) == 0
    assert main(["check", STUCK, "--folder", "ada/answers"]) == 0
    assert main(["check", STUCK]) == 2


@pytest.mark.parametrize("command", ["check", "hint", "solution"])
def test_an_unknown_name_is_named(folder, command, capsys):
    assert main([command, "nothing"]) == 2
    assert "no exercise or step 'nothing'" in capsys.readouterr().err


def test_hint_and_solution(folder, capsys):
    capsys.readouterr()
    assert main(["hint", STUCK]) == 0
    assert capsys.readouterr().out.strip() == workbook.hint(STUCK)
    assert main(["solution", STUCK]) == 0
    assert capsys.readouterr().out == workbook.read(STUCK, "solution.py")
    assert main(["solution", "derivatives"]) == 2
    assert "several" in capsys.readouterr().err


def test_watch_checks_what_is_saved(folder):
    seen = threading.Event()

    def save_again_and_again():  # it may not have looked at the folder yet
        while not seen.is_set():
            solve(folder)
            seen.wait(0.5)

    saver = threading.Thread(target=save_again_and_again, daemon=True)
    child = subprocess.Popen(
        [sys.executable, "-m", "backprop.workbook", "watch"],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        # a shell that runs the tests in the background lets Ctrl+C be ignored
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        assert "Watching" in child.stdout.readline()
        saver.start()
        assert f"{STUCK}: solved" in child.stdout.readline()
    finally:
        seen.set()
        child.send_signal(signal.SIGINT)
        rest, _ = child.communicate(timeout=20)
    assert child.returncode == 0 and "Traceback" not in rest


def test_watch_needs_a_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["watch"]) == 2
    assert "`workbook start` makes it" in capsys.readouterr().err
