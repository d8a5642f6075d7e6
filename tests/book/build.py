"""What the tests look at, beside the site: `python tests/book/build.py KIND FOLDER`.

`make artefacts` calls it, so that each thing is built once, side by side, and the tests only look.
Of what went wrong the log tells, and the tests judge; so a build that fails is no failure here.

twin        the site again, from the same cells, its pages read and written by one process
published   the site as the workflow that publishes it builds it, with an address
broken      a copy of the book with many mistakes, built three times: from nothing, with nothing
            changed, and with one mistake mended
begun       a copy of the book in which a step was begun, and a book of that step alone
notebooks   all notebooks, run as unzipped from the site, where nothing of the book is installed,
            and with the modules that a reader has typed from the listings
"""

import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
import venv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zipfile import ZipFile

import nbformat
import typed
from broken import MENDED, PAGES, WALK
from nbformat.v4 import new_code_cell
from packaging.requirements import Requirement
from press import downloads
from press.execution import digest_of_inputs
from press.pages import ROOT, page
from source import cells

PYTHON = ROOT / ".venv" / "bin" / "python"
REPOSITORY = "Ada/engine"  # of the published site
FIRST = "first_version"  # of the notebooks: it is short, and no step that a reader types
NAME, TITLE = "my_scale", 'Don\'t guess: "measure"'  # of the begun step
HERE_ALONE = {  # what a build would take over from the one that tests it
    "MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "OFFER", "REPOSITORY",
    "SITE", "SOURCE_DATE_EPOCH",
}  # fmt: skip
SHARED = (
    *("Makefile", "_config.yml", "requirements.txt", "pyproject.toml"),
    *("node_modules", "package-lock.json", "CITATION.cff"),
)


def run(*command, cwd=ROOT, **variables):
    """Run a command as from a shell; give how it ended and what it said."""
    environment = {n: v for n, v in os.environ.items() if n not in HERE_ALONE}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    return done.returncode, done.stdout


def tell(said):
    code, text = said
    print(text)
    return code


def cells_of_the_site(folder, name):
    """A new folder for a site, in which the cells have run already."""
    target = folder / name / "_build"
    shutil.rmtree(folder / name, ignore_errors=True)
    shutil.copytree(folder / "site" / "_build" / ".jupyter_cache", target / ".jupyter_cache")
    return f"OUT={os.path.relpath(target.parent, ROOT)}"  # in a path there may be a space


def twin(folder):
    out = cells_of_the_site(folder, "twin")
    offer = (folder / "site" / "_build" / ".asked").read_text().strip()
    return tell(run("make", "html", out, f"OFFER={offer}", JOBS="1"))


def published(folder):
    out = cells_of_the_site(folder, "published")
    return tell(run("make", "html", out, REPOSITORY=REPOSITORY))


def copy_of_sources(copy, *folders):
    shutil.rmtree(copy, ignore_errors=True)
    for name in folders:
        not_copied = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(ROOT / name, copy / name, ignore=not_copied)
    for name in SHARED:
        (copy / name).symlink_to(ROOT / name)


def html_of(copy):
    """Build a copy with what is installed here."""
    return run(
        "make", "html", f"BIN={os.path.relpath(PYTHON.parent, copy)}", "READY=",
        cwd=copy, PYTHONPATH=str(copy / "code"),
    )  # fmt: skip


def broken(folder):
    copy = folder / "broken"
    copy_of_sources(copy, "code", "book/_ext")
    (copy / "code/backprop/workbook/derivatives/stuck/solution.py").unlink()
    with (copy / "code/backprop/figures/walks.py").open("a", encoding="utf-8") as file:
        file.write(WALK)
    for name in ("_assets", "_live", "_templates", "_latex", "references.bib"):
        (copy / "book" / name).symlink_to(ROOT / "book" / name)
    settings = (ROOT / "_config.yml").read_text("utf-8")
    assert "timeout: 120" in settings
    (copy / "_config.yml").unlink()
    (copy / "_config.yml").write_text(settings.replace("timeout: 120", "timeout: 5"), "utf-8")
    chapters = "".join(f"  - file: {page}\n" for page in [*PAGES, "nowhere"][1:])
    toc = f"format: jb-book\nroot: index\nchapters:\n{chapters}"
    (copy / "_toc.yml").write_text(toc, "utf-8")
    for name, text in PAGES.items():
        (copy / "book" / f"{name}.md").write_text(text, "utf-8")
    said = [html_of(copy), html_of(copy)]
    mended, old, new = MENDED
    path = copy / "book" / f"{mended}.md"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    said.append(html_of(copy))
    path.write_text(PAGES[mended], "utf-8")  # which the tests read
    (copy / "said.json").write_text(json.dumps(said), "utf-8")
    return 0


def begun(folder):
    copy, alone = folder / "begun", folder / "begun" / "alone"
    copy_of_sources(copy, "book", "code", "tests")
    shutil.copy(ROOT / "_toc.yml", copy)
    shutil.copy(ROOT / "CONTRIBUTING.md", copy)
    code = tell(run(PYTHON, "book/_chapter/make.py", cwd=copy, NAME=NAME, TITLE=TITLE))
    if code:
        return code
    # with only what it refers to, so that no other chapter runs
    for name in ("book", "code"):
        shutil.copytree(copy / name, alone / name)
    for name in SHARED:
        (alone / name).symlink_to(ROOT / name)
    files = f"  - file: {NAME}\n  - file: solutions\n"
    toc = f"format: jb-book\nroot: functions\nchapters:\n{files}"
    (alone / "_toc.yml").write_text(toc, "utf-8")
    solutions = f"# Solutions\n\n```{{solutions}} {NAME}\n```\n"
    (alone / "book" / "solutions.md").write_text(solutions, "utf-8")
    (alone / "book" / "functions.md").write_text("# Functions\n", "utf-8")
    return tell(html_of(alone))


# What a reader brings; nothing of it stands on what makes the book, and the command's are not there.
BROUGHT = ("pip", "nbclient", "ipykernel", "numpy", "matplotlib")
# Of `glue` the cells that a notebook leaves out need no more than that it shows what it is given.
BESIDE = '''
def _install():  # so that no name of the chapter is one of these
    import sys
    from types import ModuleType

    from IPython import get_ipython
    from IPython.core.formatters import format_display_data
    from IPython.core.magic import register_cell_magic
    from IPython.display import display

    shell, stand_in = get_ipython(), ModuleType("myst_nb")
    hidden = {}  # what such cells have made, for the next of them alone

    def glue(name, value, display=True):
        prefix = "" if display else "application/papermill.record/"
        data, metadata = format_display_data(value)
        metadata["scrapbook"] = {"name": name, "mime_prefix": prefix}
        show({prefix + kind: each for kind, each in data.items()}, raw=True, metadata=metadata)

    show, stand_in.glue = display, glue

    @register_cell_magic
    def beside(line, cell):
        names = shell.user_ns
        before = dict(names)
        names.update({name: hidden[name] for name in hidden.keys() - before.keys()})
        sys.modules["myst_nb"] = stand_in
        shell.run_cell(cell).raise_error()
        del sys.modules["myst_nb"]
        for name in [name for name in names if not name.startswith("_")]:
            if name not in before or names[name] is not before[name]:
                hidden[name] = names.pop(name)
        names.update({name: before[name] for name in before.keys() - names.keys()})

_install()
'''


def executed(site, name):
    """The cells of a chapter as they were run for a site, from where it keeps them."""
    text = page(name).text
    sources = [cell.source for cell in cells(text)]
    kept = site / "_build" / ".jupyter_cache" / digest_of_inputs(text) / "executed"
    for path in kept.glob("*/base.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        found = [cell for cell in notebook.cells if cell.cell_type == "code"]
        if [cell.source for cell in found] == sources:
            return found
    raise LookupError(f"the cells of {name} were not run")


def with_hidden_cells(notebook, all_cells):
    """The notebook with the cells of its chapter that readers do not see, each in its place."""
    shown = [cell for cell in notebook.cells if cell.cell_type == "code"]
    at = 1 + next(i for i, c in enumerate(notebook.cells) if "use_book_style()" in c.source)
    place = {id(cell): number for number, cell in enumerate(notebook.cells)}
    rows, waiting = [(at - 0.5, new_code_cell(BESIDE))], at - 0.4
    for cell in all_cells:
        same = next((c for c in shown if c.source == cell.source), None)
        if same is not None:
            shown.remove(same)
            waiting = place[id(same)] + 0.1
        else:
            rows.append((waiting, new_code_cell(f"%%beside\n{cell.source}")))
            waiting += 1e-6
    rows += [(place[id(cell)], cell) for cell in notebook.cells]
    notebook.cells = [cell for _, cell in sorted(rows, key=lambda row: row[0])]
    return notebook


def environment(folder):
    """A Python with what a reader brings and nothing else; its program.

    Linked and not installed, which takes no time and no network.
    """
    venv.create(folder)
    (place,) = folder.glob("lib/python*/site-packages")
    names, seen = list(BROUGHT), set()
    while names:
        brought = importlib.metadata.distribution(names.pop())
        if brought.name in seen:
            continue
        seen.add(brought.name)
        for part in {file.parts[0] for file in brought.files} - {"..", "__pycache__"}:
            if not (place / part).exists():
                (place / part).symlink_to(brought.locate_file(part))
        needed = map(Requirement, brought.requires or [])
        names += [r.name for r in needed if not r.marker or r.marker.evaluate({"extra": ""})]
    return folder / "bin" / "python"


def execute(path, target, python):
    code, said = run(
        python, "-c", "from nbclient.cli import main; main()", f"--output={target.resolve()}", path,
        PIP_NO_INDEX="1", PIP_CONFIG_FILE=os.devnull, PYTHONPATH="", JUPYTER_PATH="",
    )  # fmt: skip
    return code, f"{path.name}: {'ran' if code == 0 else said}"


def unzipped(site, folder):
    """The notebooks and the package, from the site in one file; the folder of the notebooks."""
    with ZipFile(site / f"{downloads.NAME}-site.zip") as archive:
        for name in archive.namelist():
            if name.endswith((".whl", ".ipynb")):
                archive.extract(name, folder)
    return folder / downloads.NAME / "notebooks"


def notebooks(folder):
    """All are run where a reader runs them: from the unzipped site, beside a Python without the book.

    One is always run, first and alone: its first cell installs the package. In this the modules
    that a reader types are then replaced by what the listings show, and the other notebooks run.
    Each of these is run once for all that it depends on; a run of the same is as good as another.
    """
    reader, done = folder / "reader", folder / "notebooks"
    done.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(reader, ignore_errors=True)
    python = environment(reader / "python")
    html = folder / "site" / "_build" / "html"
    place, texts = unzipped(html, reader), typed.modules(html)
    ready = []
    for path in sorted(place.glob("*.ipynb")):
        name = path.stem
        notebook = nbformat.read(path, as_version=4)
        notebook = with_hidden_cells(notebook, executed(folder / "site", name))
        key = digest_of_inputs(page(name).text + nbformat.writes(notebook) + repr(texts))
        target = done / f"{name}.{key}.ipynb"
        for old in done.glob(f"{name}.*.ipynb"):
            if old != target or name == FIRST:
                old.unlink()
        if not target.exists():
            nbformat.write(notebook, path)
            ready.append((path, target))
    ready.sort(key=lambda pair: pair[0].stem != FIRST)
    ended = [execute(*ready[0], python)]
    typed.replace(texts, reader / "python")
    workers = int(os.environ.get("JOBS") or os.cpu_count())
    with ThreadPoolExecutor(workers) as pool:
        ended += pool.map(lambda pair: execute(*pair, python), ready[1:])
    for _, said in ended:
        print(said)
    return max(code for code, _ in ended)


if __name__ == "__main__":
    kind, where = sys.argv[1:]
    sys.exit(globals()[kind](Path(where).resolve()))
