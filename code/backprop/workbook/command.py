"""The command `workbook`: the exercises of the book, on your own machine.

It copies the beginnings into a folder of the reader's and says of each answer
what is wrong with it, when asked or whenever a file is saved. The checks are
those of the page and of the tests (`workbook/__init__.py`); here is only what
a terminal needs: the arguments, the colours, the exit codes.

Each answer runs in a process of its own (`CHILD`), several at a time, and
comes back as JSON. So an answer that hangs, prints, exits or breaks a module
harms no other one, and not the command. A file of the reader's is never
written over.
"""

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path

from backprop import STEPS, workbook
from backprop.workbook import saved

try:
    from rich.console import Console
    from rich.syntax import Syntax
    from rich.text import Text
    from watchfiles import watch
except ImportError as missing:  # who wants the chapters alone needs neither
    print(
        f"workbook needs {missing.name}: pip install rich watchfiles",
        file=sys.stderr,
    )
    sys.exit(2)

EXIT_CODES = """\
exit codes: 0 if every exercise asked for is solved, or loaded, 1 if one is
not, 2 if the question or a file cannot be read"""

KEPT = "kept.json"  # in the folder: the guesses and walks that were loaded

# A process of its own, so that no answer can end, hang or change the command.
CHILD = """\
import json, sys
from backprop import workbook
printed = []
report = workbook.report(sys.stdin.read(), sys.argv[1], printed.append)
print()
print(json.dumps(report | {"output": "".join(printed)}))"""

MARKS = {
    "solved": ("✓", "bold green"),
    "open": ("✗", "bold red"),
    "new": ("·", "dim"),
    "unreadable": ("!", "bold red"),
}


@dataclass
class Checked:
    """An answer and what was found; `state` is solved, open, new or unreadable.

    `new` is the file as one starts from it, which is not run.
    """

    exercise: str
    file: str
    state: str = "new"
    problem: str | None = None
    line: int | None = None
    checks: list = field(default_factory=list)
    later: list = field(default_factory=list)
    output: str = ""


def main(arguments=None):
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # not every terminal has a ✓
    given = _parser().parse_args(arguments)
    try:
        return given.run(given)
    except (ValueError, OSError) as error:
        _say(str(error), stderr=True)
        return 2
    except KeyboardInterrupt:
        return 130


def _say(text, margin="", state=None, style="", stderr=False):
    """Print a text, with the mark of a state before it if one is given.

    What is too long for a terminal goes on below its own beginning; no line
    is broken where a program reads what is printed.
    """
    console = Console(soft_wrap=True, highlight=False, stderr=stderr)
    first, mark_style = margin, ""
    if state:
        mark, mark_style = MARKS[state]
        first, margin = f"{margin}{mark} ", f"{margin}  "
    lines = []
    for line in text.split("\n"):
        if console.is_terminal:
            lines += _broken(line, first, margin)
        else:
            lines.append(first + line)
        first = margin
    said = Text("\n".join(lines), style)
    said.stylize(mark_style, 0, len(margin))
    console.print(said)


def _broken(line, first, margin):
    indentation = " " * (len(line) - len(line.lstrip()))
    return textwrap.wrap(
        line,
        shutil.get_terminal_size().columns,
        initial_indent=first,
        subsequent_indent=margin + indentation,
        expand_tabs=False,
        break_on_hyphens=False,
    ) or [first]


def _parser():
    parser = argparse.ArgumentParser(
        prog="workbook",
        description=__doc__.partition("\n")[0],
        epilog=EXIT_CODES,
    )
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path(os.environ.get("WORKBOOK", "answers")),
        help="where the answers are (default: answers, or $WORKBOOK)",
    )
    parser.set_defaults(run=_list)
    commands = parser.add_subparsers(title="commands", metavar="")

    def command(name, run, help):
        added = commands.add_parser(name, help=help, epilog=EXIT_CODES)
        added.set_defaults(run=run)
        added.add_argument(  # here as well: nobody remembers on which side
            "--folder", type=Path, default=argparse.SUPPRESS,
            help=argparse.SUPPRESS,
        )  # fmt: skip
        return added

    command("list", _list, "list the exercises, and how far you are")
    start = command(
        "start", _start, "write the files to start from; none is overwritten"
    )
    start.add_argument(
        "names", nargs="*", metavar="name",
        help="an exercise or a step; none: all",
    )  # fmt: skip
    for name, run, help in (
        ("check", _check, "check answers"),
        ("watch", _watch, "check an answer each time you save it"),
    ):
        added = command(name, run, help)
        added.add_argument(
            "--seconds", type=float, default=30,
            help="how long an answer may take (default: 30)",
        )  # fmt: skip
        if run is _check:
            added.add_argument(
                "--json", action="store_true", help="for programs"
            )
            added.add_argument(
                "names", nargs="*", metavar="name",
                help="an exercise, a step or one of your files; none: all",
            )  # fmt: skip
    for name, run, help in (
        ("hint", _hint, "show the hint of an exercise"),
        ("solution", _solution, "show the solution of an exercise"),
    ):
        command(name, run, help).add_argument(
            "name", help="such as derivatives/stuck"
        )
    for name, run, help in (
        ("save", _save, "write all answers into one file, as the page does"),
        ("load", _load, "take the answers out of such a file"),
    ):
        command(name, run, help).add_argument(
            "file", type=Path, nargs="?", default=Path(f"{saved.FORMAT}.json"),
            help=f"default: {saved.FORMAT}.json",
        )  # fmt: skip
    return parser


def _exercises():
    """All exercises, in the order of the book's steps."""
    return sorted(
        workbook.exercises(), key=lambda name: STEPS.index(name.split("/")[0])
    )


def _chosen(name):
    """The exercises that a name means: one of them, a step, or a file."""
    plain = "/".join(Path(name.removesuffix(".py")).parts[-2:])
    found = [
        exercise
        for exercise in _exercises()
        if exercise == plain or exercise.split("/")[0] == name
    ]
    if not found:
        raise ValueError(
            f"there is no exercise or step {name!r}: `workbook list` names them all"
        )
    return found


def _all_chosen(names):
    """The exercises that several names mean, each once; all, if there is none."""
    chosen = [exercise for name in names for exercise in _chosen(name)]
    return list(dict.fromkeys(chosen)) or _exercises()


def _file(folder, exercise):
    return folder / f"{exercise}.py"


def _write(file, text):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def _start(given):
    written = []
    for exercise in _all_chosen(given.names):
        file = _file(given.folder, exercise)
        if not file.exists():
            _write(file, workbook.read(exercise, "start.py"))
            written.append(file)
            _say(f"{file}")
    _say(
        f"New files in {given.folder}: {len(written)}. "
        "What was there is as it was."
    )
    _say("`workbook watch` checks each answer when you save it.")
    return 0


def _examine(folder, exercise, seconds):
    """Check one answer in a process of its own."""
    file = _file(folder, exercise)
    checked = Checked(exercise, str(file))
    try:
        answer = file.read_text("utf-8-sig")
    except FileNotFoundError:
        return _unreadable(
            checked, "is missing: `workbook start` writes it anew"
        )
    except UnicodeDecodeError:
        return _unreadable(checked, "is damaged: it is no text in UTF-8")
    except OSError as error:
        return _unreadable(checked, f"cannot be read: {error.strerror}")
    if _is_start(exercise, answer):
        checked.later = workbook.requirements(exercise)
        return checked
    checked.state = "open"
    try:
        child = subprocess.run(
            [sys.executable, "-P", "-c", CHILD, exercise],
            input=answer, capture_output=True, text=True, encoding="utf-8",
            timeout=seconds, env=os.environ | {"PYTHONUTF8": "1"},
        )  # fmt: skip
        report = json.loads(child.stdout.splitlines()[-1])
    except subprocess.TimeoutExpired:
        checked.problem = (
            f"it took more than {seconds:g} seconds: does a loop never end?"
        )
        return checked
    except (IndexError, ValueError):
        checked.problem = "your answer ended Python before it could be checked"
        return checked
    if report["passed"]:
        checked.state = "solved"
    if report["problem"]:
        checked.problem = report["problem"]["message"]
        checked.line = report["problem"]["line"]
    checked.checks, checked.later = report["checks"], report["later"]
    checked.output = report["output"]
    return checked


def _is_start(exercise, answer):
    return answer.strip() == workbook.read(exercise, "start.py").strip()


def _unreadable(checked, why):
    checked.state, checked.problem = "unreadable", f"{checked.file} {why}"
    return checked


def _examine_all(given, exercises, seconds):
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(
            lambda exercise: _examine(given.folder, exercise, seconds),
            exercises,
        )


def _list(given):
    step, solved = None, 0
    exercises = _exercises()
    room = shutil.get_terminal_size().columns - len("   ✓  solved")
    column = max(min(36, room), 1)
    for checked in _examine_all(given, exercises, 30):
        if checked.exercise.split("/")[0] != step:
            step = checked.exercise.split("/")[0]
            _say(f"{STEPS.index(step) + 1:2} {step}", style="bold")
        solved += checked.state == "solved"
        said = (
            checked.problem if checked.state == "unreadable" else checked.state
        )
        _say(f"{checked.exercise:<{column}} {said}", "   ", checked.state)
    _say(f"{solved} of {len(exercises)} solved, in {given.folder}")
    return 0 if solved == len(exercises) else 1


def _check(given):
    found = list(
        _examine_all(given, _all_chosen(given.names), given.seconds)
    )
    if given.json:
        print(json.dumps([asdict(checked) for checked in found], indent=2))
    else:
        for checked in found:
            _tell(checked, is_asked_for=bool(given.names))
        if len(found) > 1:
            solved = sum(checked.state == "solved" for checked in found)
            _say(f"{solved} of {len(found)} solved")
    states = {checked.state for checked in found}
    return 2 if "unreadable" in states else int(states != {"solved"})


def _tell(checked, is_asked_for=True):
    """Say what was found, and what to do next of an exercise that was named."""
    if checked.state == "unreadable":
        _say(checked.problem, state=checked.state)
        return
    _say(f"{checked.exercise}: {checked.state}", state=checked.state)
    if checked.output:
        _say(checked.output.rstrip(), "    | ", style="dim")
    if checked.problem:
        _say(checked.problem, "    ")
    for check in checked.checks:
        _say(check["check"], "    ", "solved" if check["passed"] else "open")
        if check["message"]:
            _say(check["message"], "      ")
    if checked.state == "new" and not is_asked_for:
        return
    for check in checked.later:
        when = "wanted" if checked.state == "new" else "later"
        _say(f"{when}: {check}", "    ", "new", "dim")
    if checked.state == "solved" and is_asked_for:
        _say(f"`workbook solution {checked.exercise}` shows ours.", "    ")


def _watch(given):
    if not given.folder.is_dir():
        raise ValueError(
            f"there is no folder {given.folder}: `workbook start` makes it"
        )
    _say(f"Watching {given.folder}; Ctrl+C ends it.")
    names = {
        _file(given.folder, name).resolve(): name for name in _exercises()
    }
    with contextlib.suppress(KeyboardInterrupt):
        for path in _saved(given.folder, names.keys()):
            _tell(_examine(given.folder, names[path], given.seconds))
    return 0


def _saved(folder, files):
    """Each of the files when it was saved, and an empty one a second later.

    For some editors empty a file before they write it; others rename another
    to its name, or write it in several steps.
    """
    waiting = set()
    for changes in watch(
        folder, watch_filter=None, step=200, rust_timeout=1000,
        yield_on_timeout=True,
    ):  # fmt: skip
        sizes = {}
        for path in {Path(path).resolve() for _, path in changes} & files:
            with contextlib.suppress(OSError):  # it is gone again
                sizes[path] = path.stat().st_size
        written = {path for path, size in sizes.items() if size}
        yield from sorted(written | (waiting - sizes.keys()))
        waiting = sizes.keys() - written


def _only(name):
    found = _chosen(name)
    if len(found) > 1:
        raise ValueError(f"{name} has several exercises: {', '.join(found)}")
    return found[0]


def _hint(given):
    _say(workbook.hint(_only(given.name)))
    return 0


def _solution(given):
    text = workbook.read(_only(given.name), "solution.py")
    console = Console(soft_wrap=True)  # a line of code stays one
    if console.is_terminal:
        code = Syntax(text, "python", theme="ansi_dark").highlight(text)
        console.print(code, end="")
    else:
        print(text, end="")
    return 0


def _answer(file, exercise):
    """The text of an answer, or None where there is none and nothing changed."""
    if not file.exists():
        return None
    text = file.read_text("utf-8-sig")
    return None if _is_start(exercise, text) else text.rstrip()


def _kept(folder):
    """What was loaded and is no answer: guesses, walks, and what was solved."""
    return saved.read(folder / KEPT) if (folder / KEPT).exists() else {}


def _save(given):
    if given.file.exists():
        raise ValueError(
            f"there is a file {given.file}, and it stays: give another name"
        )
    kept, answers, damaged = _kept(given.folder), 0, 0
    for exercise in _exercises():
        file = _file(given.folder, exercise)
        try:
            text = _answer(file, exercise)
        except UnicodeDecodeError:
            _say(f"{file} is no text in UTF-8: left out", state="unreadable")
            damaged += 1
            continue
        if text is not None:
            kept.setdefault(exercise, {})["text"] = text
            answers += 1
    others = sum(map(saved.is_begun, kept.values()))
    given.file.write_text(saved.text(kept), "utf-8")
    _say(f"Answers saved in {given.file}: {answers}; guesses and walks: {others}.")
    return 2 if damaged else 0


def _load(given):
    found, kept = saved.read(given.file), _kept(given.folder)
    written, left = 0, 0
    for name, there in found.items():
        if name in workbook.exercises() and "text" in there:
            file, text = _file(given.folder, name), there.pop("text").rstrip()
            try:
                answer = _answer(file, name)
            except (UnicodeDecodeError, OSError):
                answer = ...  # it is another one, whatever it is
            if answer is None:
                _write(file, f"{text}\n")
                written += 1
            elif answer != text:
                left += 1
                # what a check has said of it goes with it
                there = {k: x for k, x in there.items() if k in saved.BEGUN}
                _say(
                    f"{file} has another answer, and stays: rename it, and "
                    f"load again",
                    state="open",
                )
        here = kept.get(name, {})
        if saved.differ(here, there):
            left += 1
            _say(f"{name} stays as it is in {given.folder / KEPT}", state="open")
        kept[name] = saved.merged(here, there)
    _write(given.folder / KEPT, saved.text(kept))
    others = sum(map(saved.is_begun, found.values()))
    _say(f"Answers written into {given.folder}: {written}.")
    if others:
        _say(f"Guesses and walks: {others}; `workbook save` gives them back.")
    return 1 if left else 0
