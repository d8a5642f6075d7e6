"""The command `workbook`, as a reader and as a teacher's script use it."""

import contextlib
import importlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time

import pytest
from backprop import workbook
from backprop.workbook.command import main
from saved_files import KEPT, REFUSED, saved

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


@pytest.mark.parametrize("library", ["rich", "watchfiles"])
def test_a_missing_library_is_named(library, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, library, None)  # as if not installed
    if library == "rich":
        monkeypatch.setitem(sys.modules, "rich.console", None)
    monkeypatch.delitem(sys.modules, "backprop.workbook.command")
    with pytest.raises(SystemExit) as ended:
        importlib.import_module("backprop.workbook.command")
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert library in said
    assert said.strip().endswith("pip install rich watchfiles")


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


@pytest.fixture
def watching(folder):
    """What `workbook watch` says of a file, as lines that can be waited for."""
    child = subprocess.Popen(
        [sys.executable, "-m", "backprop.workbook", "watch"],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        # a shell that runs the tests in the background lets Ctrl+C be ignored
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    alarm = threading.Timer(60, child.kill)  # nothing is waited for for ever
    alarm.start()
    try:
        assert "Watching" in child.stdout.readline()
        warm_up(folder, child)
        yield child
    finally:
        alarm.cancel()
        child.send_signal(signal.SIGINT)
        rest, _ = child.communicate(timeout=20)
    assert child.returncode == 0 and "Traceback" not in rest


def warm_up(folder, child):
    """It may not have looked at the folder yet: save until it has."""
    seen = threading.Event()

    def save_again_and_again():
        while not seen.is_set():
            solve(folder, "functions/trace")
            seen.wait(0.5)

    saver = threading.Thread(target=save_again_and_again, daemon=True)
    saver.start()
    assert "functions/trace: solved" in child.stdout.readline()
    seen.set()
    saver.join()


def answers_told(child, last):
    """The first lines of what is told, up to the one of an exercise."""
    told = []
    while not told or last not in told[-1]:
        line = child.stdout.readline()
        assert line, f"it ended, and had told {told}"
        if re.match(r"[✓✗·!] ", line) and "functions/trace" not in line:
            told.append(line.strip())
    return told


def renamed_over(file, text):
    """As VS Code, JetBrains and `sed -i` save."""
    other = file.with_name(f"{file.name}.tmp-1")
    other.write_bytes(text)
    other.replace(file)


def as_vim(file, text):
    """It tries whether it may write there, and moves the old file away."""
    trial, backup = file.with_name("4913"), file.with_name(f"{file.name}~")
    trial.touch()
    trial.unlink()
    file.rename(backup)
    time.sleep(0.5)  # long enough to be looked for
    file.write_bytes(text)
    backup.unlink()


def as_emacs(file, text):
    """Its lock is a link that leads nowhere."""
    lock = file.with_name(f".#{file.name}")
    lock.symlink_to("ada@machine.1234:5678")
    file.rename(file.with_name(f"{file.name}~"))
    file.write_bytes(text)
    lock.unlink()


def in_two_steps(file, text):
    with file.open("wb") as stream:
        time.sleep(0.5)
        stream.write(text)


def with_carriage_returns(file, text):
    file.write_bytes(text.replace(b"\n", b"\r\n"))


def test_watch_checks_what_is_saved_however_it_is_saved(folder, watching):
    """And nothing else is told, as of a file that is empty for a moment."""
    file, other = folder / f"{STUCK}.py", "functions/predict"  # told later
    text = workbook.read(STUCK, "solution.py").encode()
    for save in (
        renamed_over, as_vim, as_emacs, in_two_steps, with_carriage_returns,
    ):  # fmt: skip
        save(file, text)
        solve(folder, other)
        told = answers_told(watching, other)
        assert set(told) == {f"✓ {STUCK}: solved", f"✓ {other}: solved"}, (
            save.__name__
        )


def test_watch_tells_of_an_answer_that_stays_empty(folder, watching):
    (folder / f"{STUCK}.py").write_bytes(b"")
    assert answers_told(watching, STUCK) == [f"✗ {STUCK}: open"]


def test_watch_needs_a_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["watch"]) == 2
    assert "`workbook start` makes it" in capsys.readouterr().err


def in_terminal(words, **environment):
    """What a command prints in a terminal, without colours, line by line."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "backprop.workbook", *words],
        stdout=theirs, stderr=theirs, env=os.environ | environment,
    )  # fmt: skip
    os.close(theirs)
    printed = b""
    with contextlib.suppress(OSError):  # that is how a terminal ends
        while part := os.read(ours, 4096):
            printed += part
    os.close(ours)
    child.wait(timeout=60)
    plain = re.sub("\x1b\\[[0-9;]*m", "", printed.decode())
    return plain.replace("\r\n", "\n").splitlines()


@pytest.mark.parametrize("terminal", ["xterm-256color", "dumb"])
@pytest.mark.parametrize(
    "words", [["list"], ["check", "derivatives"], ["hint", STUCK]]
)
def test_a_narrow_terminal_loses_nothing(folder, words, terminal, capsys):
    (folder / f"{STUCK}.py").write_text(
        f"print('y' * 30 + ' ' + 'z' * 30)\nx = ['{'w ' * 20}'] + 1", "utf-8"
    )
    file = folder / "derivatives" / "luck_in_marks.py"
    file.write_text("x = 1", "utf-8")
    capsys.readouterr()
    main(words)
    whole = capsys.readouterr().out
    narrow = in_terminal(words, COLUMNS="40", TERM=terminal)
    assert max(map(len, narrow)) <= 40
    margins = re.compile(r"^    \| ", flags=re.M)
    assert (
        "".join(margins.sub("", "\n".join(narrow)).split())
        == "".join(margins.sub("", whole).split())
    )  # fmt: skip
    for line in narrow:  # what goes on stands below its beginning
        assert line[:1] in " ✓✗·!1" or words[0] == "hint" or "solved" in line


def test_the_narrowest_terminal_is_no_error(folder):
    assert "solved," in in_terminal(["list"], COLUMNS="8", TERM="dumb")


def test_code_is_not_broken_in_a_narrow_terminal(folder):
    text = workbook.read(STUCK, "solution.py")
    assert in_terminal(["solution", STUCK], COLUMNS="40") == text.splitlines()


def test_a_terminal_without_the_marks_shows_the_words(folder):
    """As one in Windows may be; elsewhere Python turns to UTF-8 by itself."""
    done = subprocess.run(
        [sys.executable, "-m", "backprop.workbook", "check", STUCK],
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout.startswith(f"? {STUCK}: new\n    ? wanted: ")


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A folder without answers."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WORKBOOK", raising=False)
    return tmp_path


def test_start_takes_names_and_says_what_it_wrote(elsewhere, capsys):
    assert main(["start", STUCK, "scalar", STUCK]) == 0
    files = sorted(
        path.relative_to(elsewhere).as_posix()
        for path in elsewhere.rglob("*.py")
    )
    scalar = [name for name in workbook.exercises() if "scalar/" in name]
    assert files == [f"answers/{name}.py" for name in [STUCK, *scalar]]
    out = capsys.readouterr().out
    assert sorted(re.findall(r"^answers\S+\.py$", out, re.M)) == files
    assert f"New files in answers: {len(files)}." in out
    assert main(["start", STUCK]) == 0
    assert "New files in answers: 0." in capsys.readouterr().out
    assert main(["start", "nothing"]) == 2


def test_check_lists_what_is_wanted_of_an_untouched_file(folder, capsys):
    capsys.readouterr()
    assert main(["check", STUCK]) == 1
    out = capsys.readouterr().out
    for text in workbook.requirements(STUCK):
        assert f"    · wanted: {text}\n" in out
    main(["check", STUCK, "--json"])
    (told,) = json.loads(capsys.readouterr().out)
    assert told["state"] == "new"
    assert told["later"] == workbook.requirements(STUCK)
    main(["check"])
    assert "wanted" not in capsys.readouterr().out


def test_check_says_where_ours_is_when_an_answer_is_solved(folder, capsys):
    command = f"`workbook solution {STUCK}`"
    (folder / f"{STUCK}.py").write_text("x = 1", "utf-8")
    main(["check", STUCK])
    assert command not in capsys.readouterr().out
    solve(folder)
    main(["check", STUCK])
    assert command in capsys.readouterr().out


def put(path, text):
    path.write_text(text, "utf-8")
    return str(path)


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_what_was_loaded_is_saved_again(elsewhere, capsys):
    """Answers become files; what is none of them waits in the folder."""
    file = put(elsewhere / "page.json", saved(KEPT))
    assert main(["load", file]) == 0
    assert "Answers written into answers: 2." in capsys.readouterr().out
    answer = elsewhere / "answers" / f"{STUCK}.py"
    assert answer.read_text("utf-8") == KEPT[STUCK]["text"] + "\n"
    assert main(["save"]) == 0
    again = json.loads((elsewhere / "backprop-answers.json").read_text("utf-8"))
    assert again == json.loads(saved(KEPT))
    answer.write_bytes(b"\xef\xbb\xbfmine = 2\r\n")
    assert main(["start"]) == 0
    assert main(["save", "second.json"]) == 0
    again = json.loads((elsewhere / "second.json").read_text("utf-8"))
    assert again["kept"].keys() == KEPT.keys()  # and none that only begins
    assert again["kept"][STUCK]["text"] == "mine = 2"
    assert main(["load", file]) == 1  # as the first is another now


def test_what_a_check_has_said_goes_with_its_answer(folder, tmp_path):
    there = {"text": "there = 1", "other": "third = 3", "solved": True, "met": 2}
    file = put(tmp_path / "page.json", saved({STUCK: there}))
    (folder / f"{STUCK}.py").write_text("mine = 2", "utf-8")
    assert main(["load", file]) == 1
    kept = json.loads((folder / "kept.json").read_text("utf-8"))["kept"]
    assert kept == {STUCK: {"other": "third = 3"}}


def test_load_overwrites_no_answer(folder, tmp_path, capsys):
    file = put(tmp_path / "page.json", saved(KEPT))
    answer = folder / f"{STUCK}.py"
    for mine in (b"mine = 2", b"\xff\xfe"):
        answer.write_bytes(mine)
        assert main(["load", file]) == 1
        assert f"{STUCK}.py has another answer" in capsys.readouterr().out
        assert answer.read_bytes() == mine
    answer.unlink()
    assert main(["load", file]) == 0
    assert answer.read_text("utf-8").strip() == KEPT[STUCK]["text"]
    before = contents(folder)
    assert main(["load", file]) == 0
    assert contents(folder) == before


def test_load_keeps_the_guesses_that_are_there(elsewhere, capsys):
    walk, guess = "walk/two_paths", "scalar/predict-24b2c1e8"
    other = KEPT | {
        walk: KEPT[walk] | {"typed": {"0": {"0": "7"}}, "done": True},
        guess: {"guess": "7"},
    }
    assert main(["load", put(elsewhere / "one.json", saved(KEPT))]) == 0
    assert main(["load", put(elsewhere / "two.json", saved(other))]) == 1
    out = capsys.readouterr().out
    assert f"{walk} stays" in out and f"{guess} stays" in out
    assert main(["save"]) == 0
    text = (elsewhere / "backprop-answers.json").read_text("utf-8")
    kept = json.loads(text)["kept"]
    assert kept == KEPT | {walk: KEPT[walk] | {"done": True}}


@pytest.mark.parametrize("text, why", REFUSED.items(), ids=range(len(REFUSED)))
def test_a_file_that_is_refused_changes_nothing(folder, text, why, capsys):
    before = contents(folder)
    assert main(["load", put(folder.parent / "file.json", text)]) == 2
    said = capsys.readouterr().err
    assert f"file.json is {why}" in said.replace("is from a", "is")
    assert said.count("\n") == 1
    assert contents(folder) == before


def test_a_huge_file_and_none_are_refused_unread(folder, capsys):
    with (folder.parent / "huge.json").open("wb") as file:
        file.truncate(20_000_001)  # which takes no room
    assert main(["load", "huge.json"]) == 2
    assert "too large" in capsys.readouterr().err
    assert main(["load"]) == 2
    assert "no file backprop-answers.json" in capsys.readouterr().err
    assert main(["load", "answers"]) == 2


def test_save_overwrites_no_file_and_leaves_out_what_is_no_text(
    folder, capsys
):
    (folder / f"{STUCK}.py").write_bytes(b"\xff\xfe")
    solve(folder, "scalar/twice")
    assert main(["save", "mine.json"]) == 2
    assert "stuck.py is no text in UTF-8" in capsys.readouterr().out
    written = (folder.parent / "mine.json").read_text("utf-8")
    assert list(json.loads(written)["kept"]) == ["scalar/twice"]
    assert main(["save", "mine.json"]) == 2
    assert "give another name" in capsys.readouterr().err
    assert (folder.parent / "mine.json").read_text("utf-8") == written
