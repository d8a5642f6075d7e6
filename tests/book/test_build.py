"""The ways in which a build could be green, and the book wrong.

Above all a stale cache: an output from before its function was changed. So
each kind of file that an output depends on is changed in a copy, and the hash
that chooses the cache must change; and what a chapter is said to import is
compared with what Python loads.
"""

import ast
import functools
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import source
from press import execution
from press.pages import page as source_of_page
from source import ROOT

CHANGES = {
    "a step": "code/backprop/derivatives.py",
    "a helper": "code/backprop/_checks/numbers.py",
    "what a helper imports": "code/backprop/_checks/shapes.py",
    "a figure": "code/backprop/figures/style.py",
    "what a figure imports": "code/backprop/figures/graph.py",
    "an exercise": "code/backprop/workbook/derivatives/stuck/solution.py",
    "the versions": "requirements.txt",
    "what a step imports": "code/backprop/functions.py",
    "a data file": "code/backprop/new.csv",
}


PAGE = """
from backprop import (
    gradients,
)
import backprop.workbook
from backprop.derivatives import central_difference
from backprop.figures.chain_rule import paths
"""


@pytest.fixture
def digest():
    return functools.partial(execution.digest_of_inputs, PAGE)


def test_what_is_printed_in_pieces_is_one_output():
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


def test_nothing_else_does(copy):
    """Neither folder nor times nor other modules, nor what Python writes."""
    digest = functools.partial(
        execution.digest_of_inputs, PAGE.replace("import backprop.workbook", "")
    )
    before = digest(ROOT)
    cache = copy / "code" / "backprop" / "__pycache__"
    cache.mkdir(exist_ok=True)
    (cache / "derivatives.cpython-311.pyc").write_bytes(b"other")
    (copy / "code" / "backprop" / "derivatives.py").touch()
    (copy / "code" / "backprop" / "networks.py").write_text("# changed")
    assert digest(copy) == before


@pytest.mark.parametrize("page", source.code_pages())
def test_inputs_of_a_chapter_are_all_that_it_imports(page):
    """What Python loads, against what is read from the `import` lines."""
    ours = {n: m for n, m in sys.modules.items() if n.startswith("backprop")}
    for name in ours:
        del sys.modules[name]
    text = source_of_page(page).text
    try:
        for cell in source.cells(text):
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    exec(ast.unparse(node), {})
        loaded = {
            Path(module.__file__)
            for name, module in sys.modules.items()
            if name.startswith("backprop")
        }
    finally:
        for name in [n for n in sys.modules if n.startswith("backprop")]:
            del sys.modules[name]
        sys.modules.update(ours)
    assert loaded <= set(execution.inputs(text))


@pytest.mark.parametrize("target", ["html", "pdf", "epub", "links"])
def test_every_build_is_strict(target):
    """What was wrong before is remembered, see test_parallel.py."""
    plan = subprocess.run(
        ["make", "--dry-run", target, "OUT=/nowhere"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.replace("\\\n", " ")
    builds = [
        shlex.split(line[line.index("jupyter-book build") :].partition("|")[0])
        for line in plan.splitlines()
        if "jupyter-book build" in line
    ]
    assert builds
    for words in builds:
        assert {"-W", "-n", "--keep-going"} <= set(words)


def test_a_folder_may_have_a_space_and_an_accent(tmp_path):
    """What make hands to a command is one word, and no target has its path."""
    folder = tmp_path / "mon livre é"
    for name in ("book", "code"):
        (folder / name).mkdir(parents=True)
    for name in (
        *("_config.yml", "_toc.yml", "requirements.txt", "pyproject.toml"),
        *("package-lock.json", "CITATION.cff"),
    ):
        (folder / name).touch()
    shutil.copy(ROOT / "Makefile", folder)
    plan = subprocess.run(
        ["make", "--dry-run", "html", "READY="],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    [build] = [line for line in plan.splitlines() if " build book" in line]
    assert f"{folder}/_toc.yml" in shlex.split(build)


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_XX.UTF-8"])
def test_python_can_read_such_a_folder_under_any_locale(locale):
    """As it reads the path of the package; PYTHONUTF8 does not change that."""
    tell = "tell:;@$(PYTHON) -c 'import locale; print(locale.getencoding())'"
    said = subprocess.run(
        ["make", "--eval", tell, "tell", f"PYTHON={sys.executable}"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "LC_ALL": locale},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said.strip() == "UTF-8"
