"""What is wrong with the book, as `file:line: what`, once, and below it what to do.

Sphinx and MyST-NB find most of it, but show a broken cell as sixty lines of traceback, repeat
themselves, and leave to the reader what to do.

So it works at two places. The client that runs a chapter is MyST-NB's, extended: it looks at the
outputs of each cell, also of those that come from the cache, and names the cell that failed by its
line. And a filter stands before the handlers with which Sphinx writes warnings: it drops what
follows from something said already, shortens the rest, and adds advice from one table. Neither has
a hook of its own for this, hence the replaced names in `setup`. What was told stands in
`app.press_faults`, for `rebuild`.
"""

import difflib
import logging
import re
import subprocess
import sys
from functools import partialmethod

from backprop import workbook
from backprop.figures.walks import WALKS
from docutils.parsers.rst import directives
from myst_nb.core import execute
from myst_nb.core.execute.cache import NotebookClientCache
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from sphinx.util import console
from sphinx.util.logging import NAMESPACE, SphinxLogRecord, getLogger

from press.pages import ROOT
from press.predict import Prediction, is_predicted, tidy

LOGGER = getLogger(__name__)

# What is said, and what to do about it. {0} is the name in it, {near} says which is spelt alike.
ADVICE = {
    r"^cell \d+ raised": "Correct it. If it is meant to fail, tag it raises-exception.",
    r"raises-exception and raises nothing$": "Let it fail, or take the tag away.",
    r"^cell \d+ took more": "Make it quicker; nobody waits that long.",
    r"^cell \d+ ended Python": "Run it in a notebook to see how.",
    r"^cell \d+ writes to stderr": "Readers would see that: change the cell so that it is silent.",
    r"^cell \d+ lacks a question": "The tag predict goes with predict:, which has ask: and answer:.",
    r"^cell \d+ asks for a number": "Correct it, or give choices:.",
    r"^cell \d+ is to show": "Correct answer:, or say with shows: what the cell prints.",
    r"^cell \d+ does not offer": "The answer, and what is foreseen, must be among choices:.",
    r"^cell \d+ foresees": "Take it out of because:, or correct the answer.",
    r"No key '(.*?)' found in glue": 'Compute it in a cell of this page: glue("{0}", …).',
    r"could not find bibtex key \"(.*?)\"": "{near}Sources are in book/references.bib.",
    r"nonexisting document '(.*?)'": "Write book/{0}.md, or take the line out of _toc.yml.",
    r"image file not readable: (\S+)": "Put it at book/{0}, or correct the path.",
    r"Unknown directive type: '(.*?)'": "{near}CONTRIBUTING.md has the book's own.",
    r"^formula ": "Correct it; book/notation.md has the symbols.",
    r"^exercise lacks the file (\S+)": "Write it; `make chapter` shows what is in one.",
    r"^exercise '\S+' has no title": "Write `:title: …` in the line below its name.",
    r"^walk '\S+' is not generic": "Give it other numbers in code/backprop/figures/walks.py.",
    r"^code/backprop/\S+ defines no (\S+)": "{near}Correct the name, or define it.",
    r"^there is no code/backprop/": "The name before the point is that of a module.",
    r"^a listing needs": "Write the module, a point, and a function or class of it.",
    r"header level increase": "Give it one # more than the heading that it belongs to.",
    r"^(?:undefined label|equation not found|unknown document|term not in glossary|"
    r"'myst' cross-reference target not found|there is no (?:exercise|walk))\b.*?['\"]?([\w./-]+)['\"]?$": (
        "{near}Correct the name, or define it."
    ),
}

FAILED = {"mtime": 0, "runtime": 0, "method": "cache", "succeeded": False, "traceback": None}
# what of a message helps nobody: its kind, and advice for elsewhere
NOISE = re.compile(r" (\(use `path::key`.*\) )?\[[\w.]+\]$")

LAST_RUN = [None]  # the index of the cell that was run last
run_cell = NotebookClient.async_execute_cell


async def note_and_run_cell(self, cell, cell_index, *args, **options):
    LAST_RUN[0] = cell_index
    return await run_cell(self, cell, cell_index, *args, **options)


class Client(NotebookClientCache):
    """Runs a chapter, or finds it in the cache, and says which cell does not do what it should."""

    def start_client(self):
        for cell in self.notebook.cells:
            tidy(cell.metadata)
        try:
            super().start_client()
        except DeadKernelError as error:
            self.exec_metadata = FAILED | {"error": str(error)}
        cells = [each for each in enumerate(self.notebook.cells) if each[1].cell_type == "code"]
        for number, (index, cell) in enumerate(cells, start=1):
            meant = "raises-exception" in cell.metadata.get("tags", [])
            error = next((o for o in cell.outputs if o.output_type == "error"), None)
            if index == LAST_RUN[0] and self.exec_metadata["error"] == "CellTimeoutError":
                seconds = self.nb_config.execution_timeout  # and then it was interrupted
                return self.tell(index, f"cell {number} took more than {seconds} seconds")
            if error and not meant:
                return self.tell(index, *self.describe(number, cell, error))
            if meant and cell.execution_count and not error:
                self.tell(index, f"cell {number} is tagged raises-exception and raises nothing")
            stderr = "".join(o.text for o in cell.outputs if o.get("name") == "stderr").split("\n")
            if stderr[0]:
                self.tell(index, f"cell {number} writes to stderr: {stderr[0]}")
            if index == LAST_RUN[0] and not self.exec_metadata["succeeded"]:
                return self.tell(index, f"cell {number} ended Python")
            if cell.execution_count and is_predicted(cell.metadata):
                for fault in Prediction.of(cell.metadata).faults(cell):
                    self.tell(index, f"cell {number} {fault}")
        if not self.exec_metadata["succeeded"]:
            LOGGER.warning("not run: %s", self.exec_metadata["error"], location=f"{self.path}:1")

    def describe(self, number, cell, error):
        """What a cell raised, and in which of its lines, counted from 0."""
        plain = re.sub(r"\x1b\[[\d;]*m", "", "\n".join(error.traceback))
        found = re.findall(rf"In\[{cell.execution_count}\], line (\d+)", plain)
        line = int(found[-1]) - 1 if found else 0
        evalue = re.sub(r" \([\w.]+\.py, line \d+\)$", "", error.evalue)
        what = ": ".join([error.ename, *evalue.splitlines()[:1]])
        return f"cell {number} raised {what} | {cell.source.splitlines()[line].strip()}", line

    def tell(self, index, what, line=0):
        """Report a line of a cell, counted from 0."""
        cell = self.notebook.cells[index].source.splitlines()
        page = self.path.read_text("utf-8").splitlines()
        first = self.cell_line(index) - 1  # of the cell with its options
        while first < len(page) and page[first : first + len(cell)] != cell:
            first += 1
        LOGGER.warning("%s", what, location=f"{self.path}:{first + line + 1}")


class Told(SphinxLogRecord):
    """A message that says all by itself."""

    prefix = ""


class Tell(logging.Filter):
    """Add to what Sphinx says what to do, and drop what follows from something said already."""

    def __init__(self, app):
        super().__init__()
        self.app, self.told = app, set()

    def filter(self, record):
        what = NOISE.sub("", logging.LogRecord.getMessage(record))
        where = place(record, what)
        if (where, what) in self.told or self.is_lost(where, what):
            return False
        self.told.add((where, what))
        self.app.press_faults.add(where)
        record.msg = "".join([f"{where}: " if where else "", what, *self.advice(what)])
        record.args, record.location, record.__class__ = (), None, Told
        return True

    def is_lost(self, where, what):
        """Whether a cell that failed, or was not reached, would have made what is missing."""
        failed = [place.split(":")[0] for place, said in self.told if said.startswith("cell ")]
        if what.startswith("No key"):
            return where.split(":")[0] in failed
        label = re.match(r"undefined label: '(.*?)'", what)
        return label and any(
            f"name: {label[1]}\n" in (ROOT / page).read_text("utf-8") for page in failed
        )

    def advice(self, what):
        for pattern, advice in ADVICE.items():
            if found := re.search(pattern, what):
                name = (found.groups() or ("",))[0]
                near = difflib.get_close_matches(name, sorted(set(names(self.app, what))), n=1)
                hint = f"Did you mean {near[0]}? " if near else ""
                yield "\n    " + advice.format(name, near=hint)


def place(record, what):
    """The file and line of a record, as one types it in the folder of the book."""
    location = getattr(record, "location", None) or ""
    path, _, line = location.removeprefix(f"{ROOT}/").rstrip(":").partition(":")
    name = re.search(r"(?:['\"]|: )([^'\" ]+)['\"]?$", what)
    if "nonexisting document" in what:
        path, line = "_toc.yml", "1"
    exact = what.startswith(("cell ", "formula "))  # other lines are those of paragraphs
    if line and name and not exact and (ROOT / path).is_file():
        lines = (ROOT / path).read_text("utf-8").splitlines()
        below = range(int(line), len(lines) + 1)
        line = next((number for number in below if name[1] in lines[number - 1]), line)
    return f"{path}:{line}" if line else path


def names(app, what):
    """All that what is missing could be."""
    domains = app.env.domains
    if "directive" in what:
        return directives._directives
    if "exercise" in what:
        return workbook.exercises()
    if "no walk" in what:
        return WALKS
    if path := re.match(r"(code/backprop/\w+\.py) defines", what):
        return re.findall(r"^(?:def |class |)(\w+)", (ROOT / path[1]).read_text("utf-8"), re.M)
    if "bibtex" in what:
        return domains["cite"].bibdata.data.entries
    terms = (name for kind, name in domains["std"].objects if kind == "term")
    labels = domains["std"].anonlabels
    return [*app.env.found_docs, *labels, *terms, *domains["math"].equations]


def hide_traceback(kind, error, traceback):
    """Drop what Jupyter Book raises after Sphinx has said what was wrong."""
    if kind is not RuntimeError or "error in building your book" not in str(error):
        sys.__excepthook__(kind, error, traceback)


def setup(app):
    execute.NotebookClientCache = Client
    NotebookClient.async_execute_cell = note_and_run_cell
    # a kernel that is stopped may complain on its way; what cells write takes another
    NotebookClient.async_start_new_kernel = partialmethod(
        NotebookClient.async_start_new_kernel, stderr=subprocess.DEVNULL
    )
    logging.getLogger("tornado").setLevel(logging.CRITICAL)
    sys.excepthook = hide_traceback
    if not console.color_terminal():
        console.nocolor()
    tell = Tell(app)
    for handler in logging.getLogger(NAMESPACE).handlers:
        if handler.level == logging.WARNING:
            handler.addFilter(tell)

    def count(app, exception):
        if tell.told:
            faults = "1 fault" if len(tell.told) == 1 else f"{len(tell.told)} faults"
            print(f"  {app.builder.name}: {faults}, named above", flush=True)

    app.connect("build-finished", count)
