"""What `make artefacts` has built, for tests that only look; and a browser to look with.

Nothing is built here. BOOK_HTML names a site that is built already, as in
`BOOK_HTML=_build/html .venv/bin/python -m pytest tests/book/test_live.py`; then what else the tests
look at is taken from beside it where it is there.
"""

import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from reader import reader
from served import lacking, open_browser, serve
from source import ROOT

BUILT = ROOT / "_build" / "test"


@dataclass
class Build:
    folder: Path  # what OUT was
    returncode: int
    log: str

    @property
    def html(self):
        return self.folder / "_build" / "html"


def built(name):
    """What make built under a name, and how that ended."""
    log = BUILT / f"{name}.log"
    if not log.exists():
        pytest.fail("nothing is built: make artefacts", pytrace=False)
    *said, end = log.read_text("utf-8", errors="replace").splitlines()
    return Build(BUILT / name, int(end.removeprefix("exit ")), "\n".join(said))


@pytest.fixture(scope="session")
def book():
    """The site with all its downloads, as `make book` says and leaves it."""
    if there := os.environ.get("BOOK_HTML"):
        return Build(Path(there).resolve().parents[1], 0, "")
    return built("site")


@pytest.fixture(scope="session")
def html(book):
    """The folder of the site; BOOK_HTML may name one that is built already."""
    assert (book.html / "search.html").exists(), f"no site:\n{book.log}"
    return book.html


@pytest.fixture(scope="session")
def finished(html):
    """The folder of the site, with all its downloads."""
    return html


@pytest.fixture(scope="session")
def pdf(book):
    if not (book.html / "backpropagation-from-scratch.pdf").exists():
        if shutil.which("latexmk") is None:
            lacking("no PDF: make pdf says what it needs")
        pytest.fail(f"no PDF:\n{book.log}", pytrace=False)
    return book


@pytest.fixture(scope="session")
def twins(book):
    """The site, and another made of the same cells in another order."""
    return [book, built("twin")]


# Of the files of one site, those that the other cannot have; the run times of
# the cells, and the sizes of what was packed afterwards, are in pages of both.
DOWNLOADS = re.compile(r"backpropagation-from-scratch.*\.(pdf|epub|zip)")
SIZE = re.compile(rb'(<span data-size-of="[^"]*">).*?(</span>)')


def files_of(build):
    return {
        path.relative_to(build.html): path
        for path in build.html.rglob("*")
        if path.is_file()
        and path.name != "versions.html"
        and not DOWNLOADS.fullmatch(path.name)
    }


def content(path):
    return SIZE.sub(rb"\1\2", path.read_bytes())


@pytest.fixture(scope="session")
def different(twins):
    """The files that differ between the two sites, or are in one only."""
    one, other = map(files_of, twins)
    return sorted(
        str(name)
        for name in one.keys() | other.keys()
        if name not in one
        or name not in other
        or content(one[name]) != content(other[name])
    )


@pytest.fixture(scope="session")
def published():
    """The folder of the site as the workflow that publishes it builds it."""
    build = built("published")
    assert build.returncode == 0, build.log
    return build.html


@pytest.fixture(scope="session")
def broken():
    """The copy with the planted mistakes: its folder, and what each of its three builds said."""
    assert built("broken").returncode == 0, built("broken").log
    said = json.loads((BUILT / "broken" / "said.json").read_text("utf-8"))
    return [Build(BUILT / "broken", code, log) for code, log in said]


@pytest.fixture(scope="session")
def begun():
    """A copy in which a step was begun; in its folder `alone` the step is built."""
    return built("begun")


@pytest.fixture(scope="session")
def notebooks_run():
    """The folder of the notebooks that were run, and how that ended."""
    return built("notebooks")


@pytest.fixture(scope="session")
def site(html):
    """The address of the site."""
    with serve(html) as address:
        yield address


@pytest.fixture
def context(browser, site):
    """A reader with an empty storage, who needs no other host."""
    context = reader(browser, site)
    yield context
    assert context.elsewhere == []
    context.close()


@pytest.fixture(scope="session")
def browser():
    with open_browser() as browser:
        yield browser
