"""A notebook is its chapter, in plain Markdown, and needs only the package."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import parsed
import pytest
import source
from backprop import STEPS, workbook
from faults import each
from nbformat.v4 import new_code_cell, new_notebook
from source import text_of

PAGES = [*STEPS, "first_version"]
BIN = Path(sys.executable).parent
every_page = each("page", PAGES)
site = pytest.mark.xdist_group("site")

# What makes the book, and is not there for who runs a notebook.
BLOCKER = """
import sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("jupyter_book", "myst_nb", "sphinx"):
            raise ImportError(f"a notebook may not need {name}")

sys.meta_path.insert(0, Blocker())
"""


@pytest.fixture(scope="session")
def notebooks(html):
    return {
        page: nbformat.read(html / "notebooks" / f"{page}.ipynb", as_version=4)
        for page in PAGES
    }


def markdown(notebook):
    return "\n\n".join(
        cell.source for cell in notebook.cells if cell.cell_type == "markdown"
    )


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def leftovers(text):
    """Yield the markup that only the book understands."""
    text = re.sub(r"^```(?!\{).*?^```$", "", text, flags=re.M | re.S)
    for pattern in (
        r"^\s*```\{.*",
        r"\{[\w:-]+\}`.*?`",
        r"^\([\w-]+\)=$",
        r"^:{3,}.*",
        r"^\$\$ \([\w-]+\)",
        r"<svg|glue\(",
    ):
        yield from re.findall(pattern, text, flags=re.M)


@every_page
def test_it_is_clean(notebooks, page):
    notebook = notebooks[page]
    nbformat.validate(notebook)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z-]+-\d+", name) for name in ids)
    for cell in code(notebook):
        assert cell.outputs == [] and cell.execution_count is None
        assert "myst_nb" not in cell.source
        assert set(cell.metadata) <= {"tags"}


@every_page
def test_it_is_plain_markdown(notebooks, page):
    assert list(leftovers(markdown(notebooks[page]))) == []


@pytest.mark.parametrize(
    "bad",
    [
        "```{listing} scalar.Value\n```",
        "as {eq}`eq-shift` says",
        "{glue:md}`bias:myst` of it",
        "(two-neurons)=",
        "::::{dropdown} Hint",
        "$$\nx\n$$ (eq-x)",
        "<summary>Hint<svg></svg></summary>",
    ],
)
def test_other_markup_is_found(bad):
    good = "# A\n\n```python\n{'a'}\n```\n\n$$\nx^{2} \\tag{1.1}\n$$\n"
    assert list(leftovers(good)) == []
    assert list(leftovers(good + bad))


@every_page
def test_it_has_the_cells_of_the_chapter_and_its_exercises(notebooks, page):
    shown = [
        cell.source
        for cell in source.cells(text_of(page))
        if "remove-cell" not in source.tags(cell)
    ]
    cells = [cell.source for cell in code(notebooks[page])]
    exercises = [each for each in cells if each.startswith("%%check ")]
    assert [c for c in cells[1:] if c not in exercises] == shown
    for cell in exercises:
        first, answer = cell.split("\n", 1)
        name = first.removeprefix("%%check ")
        assert answer == workbook.read(name, "start.py").rstrip()
    own = [name for name in workbook.exercises() if name.split("/")[0] == page]
    assert len(exercises) == len(own)


@site
@every_page
def test_its_numbers_are_those_of_the_site(notebooks, html, page):
    article = parsed.page(html / f"{page}.html").select_one("article")
    written = markdown(notebooks[page])
    for number in article.select("figcaption .caption-number"):
        assert f"*{number.text.strip()}.*" in written
    for number in article.select(".code-block-caption .caption-number"):
        assert f"\n{number.text.strip()}: `code/" in written
    for number in article.select(".eqno"):
        place = re.match(r"\(([\d.]+)\)", number.text)[1]
        assert rf"\tag{{{place}}}" in written
    for number in article.select(".pasted-text"):
        if not number.select(".math"):
            assert number.text in written
    titles = [t.find(string=True) for t in article.select("h2")]
    assert written.count("\n## ") == len(titles)


@every_page
def test_a_hint_is_folded(notebooks, page):
    written = markdown(notebooks[page])
    hints = written.count("<details>\n<summary>Hint</summary>\n\n")
    assert hints == sum(
        name.startswith(f"{page}/") for name in workbook.exercises()
    )
    assert written.count("\n\n</details>") == hints


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory):
    """Run a notebook outside the book, without what makes the book."""
    folder = tmp_path_factory.mktemp("reader")
    (folder / "sitecustomize.py").write_text(BLOCKER, "utf-8")

    def execute(name, notebook):
        path = folder / f"{name}.ipynb"
        nbformat.write(notebook, path)
        done = subprocess.run(
            [BIN / "jupyter-execute", "--inplace", path],
            env=os.environ | {"PYTHONPATH": str(folder)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return nbformat.read(path, as_version=4)

    return execute


def test_what_makes_the_book_is_not_there(elsewhere):
    notebook = new_notebook(cells=[new_code_cell("from myst_nb import glue")])
    with pytest.raises(AssertionError, match="may not need myst_nb"):
        elsewhere("blocked", notebook)


@pytest.fixture(scope="session")
def run(notebooks, elsewhere):
    with ThreadPoolExecutor(2) as pool:
        done = pool.map(elsewhere, notebooks, notebooks.values())
        return dict(zip(notebooks, done, strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_it_runs_from_top_to_bottom(run, page):
    for cell in code(run[page]):
        errors = [o.ename for o in cell.outputs if o.output_type == "error"]
        expected = "raises-exception" in cell.metadata.get("tags", [])
        assert bool(errors) == expected, f"{cell.source}\n{errors}"
        if cell.source.startswith("%%check "):
            said = "".join(output.get("text", "") for output in cell.outputs)
            assert "✗ not yet: " in said
