"""The book, built once for all tests, as readers build it."""

import contextlib
import os
import re
import shutil
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from source import ROOT

CI = os.environ.get("CI") == "true"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass
class Build:
    folder: Path  # what OUT was
    returncode: int
    log: str

    @property
    def html(self):
        return self.folder / "_build" / "html"


def pytest_terminal_summary(terminalreporter):
    """Say what was measured and is not judged, because it depends on the machine."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{name}: {value}")


HERE_ALONE = {  # what a build would take over from the one that tests it
    "MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "OFFER", "REPOSITORY",
    "SITE",
}  # fmt: skip


def make(target, out, **variables):
    """Run a target of the Makefile as from a shell, into its own folder."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in HERE_ALONE
    } | variables
    done = subprocess.run(
        ["make", target, f"OUT={out}"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    return Build(out, done.returncode, done.stdout)


def lacking(what):
    """Skip, but not where everything has to be there."""
    (pytest.fail if CI else pytest.skip)(what)


@pytest.fixture(scope="session")
def twins(tmp_path_factory):
    """Two builds, each from nothing and in its own folder."""
    folders = [tmp_path_factory.mktemp(name) for name in ("book", "twin")]
    with ThreadPoolExecutor() as pool:
        return list(pool.map(partial(make, "html"), folders))


@pytest.fixture(scope="session")
def book(twins):
    """The site. It is never built again, so that its outputs stay."""
    return twins[0]


@pytest.fixture(scope="session")
def html(request):
    """The folder of the site; BOOK_HTML may name one that is built already."""
    if built := os.environ.get("BOOK_HTML"):
        return Path(built).resolve()
    book = request.getfixturevalue("book")
    assert (book.html / "search.html").exists(), f"no site:\n{book.log}"
    return book.html


@pytest.fixture(scope="session")
def different(twins):
    """The files that differ between the two sites, or are in one only.

    But for versions.html, which says how long each of the two took.
    """
    files = [
        {path.relative_to(build.html): path for path in files_of(build)}
        for build in twins
    ]
    return sorted(
        str(name)
        for name in files[0].keys() | files[1].keys()
        if name not in files[0]
        or name not in files[1]
        or files[0][name].read_bytes() != files[1][name].read_bytes()
    )


def files_of(build):
    files = (path for path in build.html.rglob("*") if path.is_file())
    return (path for path in files if path.name != "versions.html")


@pytest.fixture(scope="session")
def pdf(request):
    """The PDF, made beside the second site after both were compared.

    BOOK_HTML may name a site that `make pdf` has built already.
    """
    if built := os.environ.get("BOOK_HTML"):
        return Build(Path(built).resolve().parents[1], 0, "")
    request.getfixturevalue("different")
    build = make("pdf", request.getfixturevalue("twins")[1].folder)
    if needs := re.search("make pdf needs .*", build.log):
        lacking(needs[0])
    return build


@pytest.fixture(scope="session")
def finished(request):
    """The folder of a site with all its downloads."""
    if built := os.environ.get("BOOK_HTML"):
        return Path(built).resolve()
    request.getfixturevalue("different")
    build = make("book", request.getfixturevalue("twins")[1].folder)
    assert build.returncode == 0, build.log
    return build.html


class Handler(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@contextlib.contextmanager
def serve(folder):
    """Serve a folder on a free port of this machine; give its address."""
    handler = partial(Handler, directory=folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def site(html):
    """The address of the site."""
    with serve(html) as address:
        yield address


@contextlib.contextmanager
def open_browser():
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        lacking(f"no browser: none of {', '.join(BROWSERS)} found")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def browser():
    with open_browser() as browser:
        yield browser
