"""A notebook is its chapter, in plain Markdown, and needs only the package.

The files are those of the site; their cells are compared with those of the
source, and their text with the pages. `build.py` has run each of them from
the unzipped site, in a Python that has Jupyter, NumPy and matplotlib and into
which the first cell has installed the package; what the cells show must be what
the book shows.
"""

import hashlib
import importlib.util
import json
import re
from types import SimpleNamespace

import nbformat
import parsed
import pytest
import source
import typed
from backprop import STEPS, workbook
from build import executed
from faults import each, refuse
from IPython.core.inputtransformer2 import TransformerManager
from nbformat.v4 import new_code_cell
from press.notebook import START, install_cell
from press.pages import page as source_of_page
from press.wheel import WHEEL

PAGES = [*STEPS, "first_version"]
every_page = each("page", PAGES)
site = pytest.mark.xdist_group("site")


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


WALK = "from backprop.figures.walks import blank\n\n"


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
        for cell in source.cells(source_of_page(page).text)
        if "remove-cell" not in source.tags(cell)
    ]
    cells = [cell.source for cell in code(notebooks[page])]
    exercises = [each for each in cells if each.startswith("%%check ")]
    walks = [each for each in cells if each.startswith(WALK)]
    own = source_of_page(page).walks
    assert walks == [f'{WALK}blank("{name}");' for name in own]
    beside = exercises + walks
    assert [c for c in cells[2:] if c not in beside] == shown
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


def test_all_notebooks_install_the_package_alike(notebooks):
    for notebook in notebooks.values():
        install, start = code(notebook)[:2]
        assert install.source == install_cell("") and start.source == START


def install(monkeypatch, folder, found, site=""):
    """What the first cell, run in a folder, has pip install."""
    asked = []
    monkeypatch.chdir(folder)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: found)
    shell = SimpleNamespace(run_line_magic=lambda *words: asked.append(words))
    cell = TransformerManager().transform_cell(install_cell(site))
    names = {"get_ipython": lambda: shell}
    exec(cell, names)
    told = [f"{name} {line.format_map(names)}" for name, line in asked]
    return [each.removeprefix("pip install --quiet ") for each in told]


def test_the_package_is_found_beside_the_notebook(tmp_path, monkeypatch):
    folder = tmp_path / "notebooks"
    folder.mkdir()
    with pytest.raises(FileNotFoundError, match=f"take {WHEEL} .* folder of this notebook"):
        install(monkeypatch, folder, None)
    (folder / WHEEL).touch()
    assert install(monkeypatch, folder, None) == [f'"./{WHEEL}[figures]"']
    (tmp_path / WHEEL).touch()
    assert install(monkeypatch, folder, None) == [f'"../{WHEEL}[figures]"']


def test_what_is_installed_is_left_alone(tmp_path, monkeypatch):
    (tmp_path / WHEEL).touch()
    assert install(monkeypatch, tmp_path, importlib.util.find_spec("backprop")) == []


@pytest.mark.parametrize("origin", [None, "/lib/backprop/__init__.py", "backprop.py"])
def test_another_project_of_that_name_is_told(tmp_path, monkeypatch, origin):
    with pytest.raises(ImportError, match="another project .*pip uninstall"):
        install(monkeypatch, tmp_path, SimpleNamespace(origin=origin))


def test_without_the_file_it_comes_from_the_site(tmp_path, monkeypatch):
    site = "https://ada.org/book/"
    wanted = f'"backpropagation-from-scratch[figures] @ {site}{WHEEL}"'
    assert install(monkeypatch, tmp_path, None, site) == [wanted]
    (tmp_path / WHEEL).touch()
    assert install(monkeypatch, tmp_path, None, site) == [f'"./{WHEEL}[figures]"']


@site
def test_they_ran_with_the_package_of_the_site_and_nothing_of_the_book(notebooks_run, html):
    """What a reader brings, and what the first cell has installed, from which file."""
    reader = notebooks_run.folder.parent / "reader" / "python"
    (place,) = reader.glob("lib/python*/site-packages")
    assert (place / "numpy").exists() and not (place / "backprop").is_symlink()
    lacking = ("sphinx", "myst_nb", "jupyter_book", "pytest", "rich", "watchfiles", "tqdm")
    assert [name for name in lacking if (place / name).exists()] == []
    assert not [path for path in place.glob("*") if "editable" in path.name]
    (facts,) = place.glob("backpropagation_from_scratch-*.dist-info/direct_url.json")
    origin = json.loads(facts.read_text("utf-8"))
    assert origin["url"].endswith(f"/{WHEEL}")
    found = hashlib.sha256((html / WHEEL).read_bytes()).hexdigest()
    assert origin["archive_info"]["hashes"]["sha256"] == found


@site
def test_they_ran_with_what_a_reader_types(notebooks_run, html):
    reader = notebooks_run.folder.parent / "reader" / "python"
    (package,) = reader.glob("lib/python*/site-packages/backprop")
    texts = typed.modules(html)
    assert list(texts) == list(typed.TYPED)
    for module, text in texts.items():
        assert (package / f"{module}.py").read_text("utf-8") == text


@pytest.fixture(scope="session")
def run(notebooks_run):
    """The code cells of each notebook, and with them those that readers do not see."""
    assert notebooks_run.returncode == 0, notebooks_run.log
    paths = {path.name.split(".")[0]: path for path in notebooks_run.folder.glob("*")}
    return {page: code(nbformat.read(paths[page], as_version=4)) for page in PAGES}


@site
@every_page
def test_it_runs_from_top_to_bottom(run, page):
    for cell in run[page]:
        if is_refusal(cell, page):
            continue
        errors = [o.ename for o in cell.outputs if o.output_type == "error"]
        expected = "raises-exception" in cell.metadata.get("tags", [])
        assert bool(errors) == expected, f"{cell.source}\n{errors}"
        if cell.source.startswith("%%check "):
            said = "".join(output.get("text", "") for output in cell.outputs)
            assert "✗ not yet: " in said


def is_refusal(cell, page):
    """Whether it shows a check of ours, which a reader has not typed."""
    tagged = "refuses" in cell.metadata.get("tags", [])
    return tagged and page in typed.TYPED


def shown_by(cell):
    """What a cell gave, without its number and how often it was cut."""
    found = []
    for output in cell.outputs:
        what = output.get("data") or output.get("evalue") or output.get("text")
        if isinstance(what, dict):  # a PDF has the time of day in it
            what = {k: v for k, v in what.items() if k != "application/pdf"}
        name = output.get("name") or output.get("ename") or output.get("metadata")
        if found and output.output_type == "stream" and found[-1][0] == name:
            what = found.pop()[1] + what
        found.append((name, what))
    return found


def changed(before, after, page=None):
    """What the second run of a chapter shows differently, or not at all."""
    after = list(after)
    for cell in before:
        sources = (cell.source, f"%%beside\n{cell.source}")
        again = next((c for c in after if c.source in sources), None)
        if again is None:
            yield f"was not run again:\n{cell.source}"
            continue
        del after[: after.index(again) + 1]
        if is_refusal(again, page):
            continue
        if shown_by(again) != shown_by(cell):
            gave, gives = str(shown_by(cell))[:500], str(shown_by(again))[:500]
            yield f"{cell.source}\ngave {gave}\nand then {gives}"


@site
@every_page
def test_what_its_cells_show_is_the_same_again(book, run, page):
    refuse(changed(executed(book.folder, page), run[page], page))


def test_what_changed_is_found():
    def ran(source, text):
        output = nbformat.v4.new_output("stream", text=text)
        return new_code_cell(source, outputs=[output])

    before = [ran("a", "1"), ran("b", "2")]
    assert list(changed(before, [ran("a", "1"), ran("%%beside\nb", "2")])) == []
    assert len(list(changed(before, [ran("a", "1"), ran("b", "3")]))) == 1
    assert len(list(changed(before, [ran("a", "1")]))) == 1
    assert len(list(changed(before, before[::-1]))) == 1
    [refused, *_] = others = [ran("a", "2"), ran("b", "2")]
    refused.metadata["tags"] = ["refuses"]
    assert list(changed(before, others, typed.TYPED[0])) == []
    assert len(list(changed(before, others, "first_version"))) == 1


def test_few_cells_show_a_refusal():
    """They are no evidence for the typed book, so they are counted."""
    found = {
        page: sum(
            "refuses" in source.tags(cell)
            for cell in source.cells(source_of_page(page).text)
        )
        for page in PAGES
    }
    assert {page: n for page, n in found.items() if n} == {
        "functions": 2,
        "derivatives": 1,
        "gradients": 1,
        "gradient_descent": 2,
        "scalar": 1,
        "layers": 2,
        "losses": 1,
        "networks": 2,
    }
