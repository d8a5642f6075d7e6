"""The ways in which a build could be green, and the book wrong."""

import importlib.util
import shlex
import shutil
import subprocess

import nbformat
import pytest
from source import BOOK, ROOT

CHANGES = {
    "a step": "code/backprop/derivatives.py",
    "a helper": "code/backprop/_checks.py",
    "a figure": "code/backprop/figures/style.py",
    "an exercise": "code/backprop/workbook/derivatives/stuck/solution.py",
    "the versions": "requirements.txt",
    "a new module": "code/backprop/new.py",
    "a data file": "code/backprop/new.csv",
}


@pytest.fixture(scope="module")
def execution():
    """The module that the book loads to execute its chapters."""
    spec = importlib.util.spec_from_file_location(
        "book_execution", BOOK / "_ext" / "book_execution.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def digest(execution):
    return execution.digest_of_inputs


def test_what_is_printed_in_pieces_is_one_output(execution):
    """A kernel cuts what a cell prints at whatever moment it sends it."""
    cell = nbformat.v4.new_code_cell(
        "import sys, time\n"
        "print('in', end=' ', flush=True)\n"
        "time.sleep(0.5)\n"
        "print('pieces')"
    )
    notebook = nbformat.v4.new_notebook(cells=[cell])
    execution.NotebookClient(notebook, kernel_name="python3").execute()
    assert [output.text for output in cell.outputs] == ["in pieces\n"]


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(ROOT / "code", tmp_path / "code")
    shutil.copy(ROOT / "requirements.txt", tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", CHANGES.values(), ids=CHANGES)
def test_a_change_leaves_the_cache_behind(digest, copy, path):
    before = digest(copy)
    with (copy / path).open("a") as file:
        file.write("# changed\n")
    assert digest(copy) != before


def test_a_removed_file_leaves_the_cache_behind(digest, copy):
    before = digest(copy)
    (copy / "code" / "backprop" / "derivatives.py").unlink()
    assert digest(copy) != before


def test_nothing_else_does(digest, copy):
    """Neither folder nor times nor what Python writes beside the code."""
    before = digest(ROOT)
    cache = copy / "code" / "backprop" / "__pycache__"
    cache.mkdir(exist_ok=True)
    (cache / "derivatives.cpython-311.pyc").write_bytes(b"other")
    (copy / "code" / "backprop" / "derivatives.py").touch()
    assert digest(copy) == before


@pytest.mark.parametrize("target", ["html", "pdf", "epub"])
def test_every_build_is_strict(target):
    """Without --all, Sphinx is silent about a page that it read before."""
    plan = subprocess.run(
        ["make", "--dry-run", target, "OUT=/nowhere"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.replace("\\\n", " ")
    builds = [
        shlex.split(line.partition("|")[0])
        for line in plan.splitlines()
        if "jupyter-book build" in line
    ]
    assert builds
    for words in builds:
        assert {"--all", "-W", "-n", "--keep-going"} <= set(words)
