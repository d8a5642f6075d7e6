"""`make chapter` begins a step that builds and keeps to all rules.

`build.py` has begun one in a copy of the sources and built a book of it alone;
here the rules, the tests and the linters run in that copy, as they would for
its author. Bad names are refused before anything is written.
"""

import os
import re
import subprocess

import make as chapter
import parsed
import pytest
from build import NAME, TITLE
from source import ROOT, STEPS

PYTHON = ROOT / ".venv" / "bin" / "python"


@pytest.fixture
def copy(begun):
    """A copy of the sources, in which a step was begun."""
    assert begun.returncode == 0, begun.log
    return begun.folder


def run(copy, *command):
    done = subprocess.run(
        [str(part) for part in command],
        cwd=copy,
        env=os.environ
        | {"PYTHONPATH": str(copy / "code"), "NAME": NAME, "TITLE": TITLE},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_it_keeps_to_the_rules(copy):
    """But for two exercises: one is shown, and three are a chapter's."""
    rules = "tests/book/test_pages.py", "-k"
    but = "not shows_each_of_its_exercises"
    run(copy, PYTHON, "-m", "pytest", *rules, but)
    files = ("tests/test_workbook.py", f"tests/test_{NAME}.py")
    only = f"{NAME} or every"
    said = run(copy, PYTHON, "-m", "pytest", *files, "-k", only)
    assert " passed" in said and "skipped" not in said
    mutants = "-m", "mutants", "tests/test_mutants.py", "-k", NAME
    assert "3 passed" in run(copy, PYTHON, "-m", "pytest", *mutants)
    run(copy, PYTHON.with_name("ruff"), "check", ".")
    run(copy, PYTHON.with_name("codespell"), "book", "code", "tests")


def test_it_is_in_all_lists(copy):
    steps = [*STEPS, NAME]
    text = (copy / "_toc.yml").read_text("utf-8")
    assert f"- file: {STEPS[-1]}\n      - file: {NAME}\n" in text
    listed = (copy / "code" / "backprop" / "__init__.py").read_text("utf-8")
    assert ",\n".join(f'    "{step}"' for step in steps) in listed


def test_it_builds(copy, begun):
    """With only what it refers to, so that no other chapter runs."""
    assert re.search(rf"^  {NAME} +(run in|from cache)", begun.log, re.M)
    assert "faults" not in begun.log
    path = copy / "alone" / "_build" / "html" / f"{NAME}.html"
    page = parsed.page(path)
    assert "Don’t guess: “measure”" in page.h1.get_text()
    words = " ".join(page.article.get_text().split())
    assert "twice a little more is 1.234" in words and " 42" in words
    assert page.select_one("figure#figure-my-scale img[alt]")
    assert page.select_one(f"[data-exercise='{NAME}/tripled']")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "make chapter NAME="),
        ("9a", "no name for a module"),
        ("my-step", "no name for a module"),
        ("../x", "no name for a module"),
        ("Tensor", "no name for a module"),
        ("class", "a word of Python"),
        ("match", "a word of Python"),
        ("derivatives", "book/derivatives.md already"),
        ("figures", "code/backprop/figures already"),
        ("json", "mix them up"),
        ("numpy", "mix them up"),
        ("code", "mix them up"),
    ],
)
def test_a_bad_name_is_refused_in_plain_words(name, words):
    assert words in chapter.fault(ROOT, name)


def test_a_good_name_is_not():
    assert chapter.fault(ROOT, NAME) is None


def test_nothing_is_overwritten(copy):
    """Whichever of the files is there."""
    for target in chapter.FILES.values():
        path = copy / target.replace("my_step", "other")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine", "utf-8")
        assert "is overwritten" in chapter.fault(copy, "other")
        path.unlink()
