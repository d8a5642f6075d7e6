"""`make check` names the file and the line, and fails.

One copy of the sources gets a fault of each kind, and one run has to tell all
of them, each once, and nothing else; the guide shows the same words.
"""

import re
import shutil
import subprocess
import sys

import pytest
from source import ROOT

sys.path.insert(0, str(ROOT / "tests"))
import check

# where something is put, what, what is said, what to do about it
FAULTS = {
    "a typed number": (
        "book/derivatives.md",
        "It is 1.234 wide.",
        "1.234",
        "Compute and glue it, or quote it as `code`.",
    ),
    "an empty word": (
        "book/derivatives.md",
        "You simply multiply.",
        "simply",
        "It is not, to a reader who is stuck: leave it out.",
    ),
    "two sentences on a line": (
        "book/gradients.md",
        "It grows. It falls.",
        "grows. It",
        "Begin the next sentence on a line of its own.",
    ),
    "a sentence on two lines": (
        "book/gradients.md",
        "It grows\nand falls.",
        "It grows",
        "Leave a sentence on one line, however long.",
    ),
    "a misspelt tag": (
        "book/layers.md",
        "```{code-cell} python3\n:tags: [raise-exception]\n\n1 / 0\n```",
        "tag raise-exception",
        "The tags are predict, raises-exception, refuses, remove-cell, remove-input.",
    ),
    "an image without words": (
        "book/layers.md",
        "![](_assets/favicon.svg)",
        "an image without alt text",
        "Say what is to be seen, for who cannot see it.",
    ),
    "a name that the package has": (
        "book/losses.md",
        "```{code-cell} python3\ndef square(x): return x * x\n```",
        "square",
        "The package has it: import it, or rename yours.",
    ),
    "a long line of code": (
        "book/losses.md",
        f"```{{code-cell}} python3\n{'x' * 80}\n```",
        "x" * 80,
        "Paper has room for 79 characters.",
    ),
    "a page that is nowhere": (
        "book/lost.md",
        "# Lost",
        "in no part of the book",
        "Add it to _toc.yml.",
    ),
    "a late import": (
        "code/backprop/functions.py",
        "import backprop.layers",
        "imports backprop.layers",
        "A step imports earlier steps, NumPy and the standard library.",
    ),
    "an unused name": (
        "code/backprop/figures/graph.py",
        "import json",
        "8: F401 [*] `json` imported but unused",
        "",
    ),
    "a misspelt word": (
        "book/glossary.md",
        "The derivitive.",  # codespell:ignore
        "derivitive ==> derivative",  # codespell:ignore
        "",
    ),
}


@pytest.fixture(scope="module")
def places(copy):
    """Put each fault at the end of its file; the line at which it is."""
    lines = {}
    for fault, (file, text, *_) in FAULTS.items():
        path = copy / file
        before = path.read_text("utf-8") if path.exists() else ""
        path.write_text(f"{before}\n{text}\n", "utf-8")
        lines[fault] = f"{file}:{before.count(chr(10)) + 2}"
    lines["a page that is nowhere"] = "book/lost.md:1"
    lines["a late import"] = "code/backprop/functions.py:1"
    return lines


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    copy = tmp_path_factory.mktemp("check")
    not_copied = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for folder in ("book", "code", "tests"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=not_copied)
    for name in ("_toc.yml", "_config.yml", "pyproject.toml", ".venv"):
        (copy / name).symlink_to(ROOT / name)
    return copy


@pytest.fixture(scope="module")
def said(copy, places):
    done = subprocess.run(
        [ROOT / ".venv" / "bin" / "python", "tests/check.py"]
        + ["code", "words", "rules"],
        cwd=copy,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1
    return done.stdout


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_once_with_its_place(said, places, fault):
    _, _, what, advice = FAULTS[fault]
    told = f"{places[fault]}:{'' if what[0].isdigit() and not advice else ' '}"
    told += what + (f"\n    {advice}" if advice else "")
    assert said.count(f"{told}\n") == 1, said


def test_nothing_else_is_told(said):
    told = re.findall(r"^(?:\./)?\w\S+:\d+:.*", said, flags=re.M)
    ruff = [line for line in told if re.search(r" [EF]\d{3} ", line)]
    assert len(ruff) == 4, said  # two imports that are late and unused
    assert len(told) - len(ruff) == len(FAULTS) - 1, said
    assert "Traceback" not in said and "assert" not in said
    assert "correct what is named above" in said


@pytest.mark.parametrize("fault", [f for f in FAULTS if FAULTS[f][3]])
def test_the_guide_shows_what_is_told(fault):
    _, _, what, advice = FAULTS[fault]
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert advice in guide


def test_what_the_build_says_is_passed_on(monkeypatch, capsys):
    log = (
        "  gradients            from cache\n"
        "book/gradients.md:3: undefined label: 'x'\n    Correct the name.\n"
        "  derivatives          run in 3.1 s\n"
        "  html: 1 fault, named above\nmake: *** [html] Error 1\n"
    )
    monkeypatch.setattr(check, "run", lambda *_: (log, ""))
    assert check.main(["book"]) == 1
    said = capsys.readouterr().out
    assert "ran what has changed: derivatives (" in said
    assert "\nbook/gradients.md:3: undefined label: 'x'\n    Correct" in said
    assert "Error 1" not in said and "from cache" not in said


@pytest.mark.parametrize("quick", [check.code, check.words])
def test_nothing_is_found_here(quick):
    assert quick()[0] == ""


def test_silence_is_no_consent(monkeypatch):
    """A tool that fails and says nothing has failed."""
    monkeypatch.setattr(check, "BIN", check.Path("/usr/bin"))
    said, quiet = check.run("false")
    assert said == "false failed" and quiet == ""


def test_a_good_book_passes(monkeypatch, capsys):
    log = "  gradients            from cache\n"
    monkeypatch.setattr(check, "run", lambda *_: ("", log))
    assert check.main(["code", "words", "book"]) == 0
    assert "nothing to correct" in capsys.readouterr().out
