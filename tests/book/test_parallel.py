"""What a build finds does not depend on what the builds before it have done.

A book of nine small pages is built seven times, each time after somebody has
changed something. Sphinx reads pages in several processes when there are more
than five to read, so the first two builds, the interrupted one's successor and
the last do. The modules are loaded once, and each build is a fork of that.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

import pytest
import yaml
from source import ROOT

DRIVER = """
import os, sys
from importlib import import_module
from sphinx.cmd.build import main

for module in sys.argv[1:]:
    import_module(module)
for line in sys.stdin:
    os.environ["JOBS"], log, *arguments = line.split()
    child = os.fork()
    if not child:
        for stream in (1, 2):
            os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND), stream)
        os._exit(main(arguments))
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""

# added to the settings: ends all at once, when the pages are written
ENDS = """
import os

def setup(app):
    app.connect("build-finished", lambda *_: os._exit(9), priority=0)
"""

SEES = "See {eq}`eq-shown` and {numref}`table-shown`.\n"
PAGES = {
    "index": "# The book\n",
    "shown": "# What others see\n\n$$\nx = 1\n$$ (eq-shown)\n\n"
    "```{table} A table\n:name: table-shown\n\n| a |\n|---|\n| 1 |\n```\n",
    "first": f"# First\n\n{SEES}",
    "second": f"# Second\n\n{SEES}",
    "formula": "# A formula\n\nIt is $\\slope x$.\n",
    "place": "# A place\n\n(here)=\n\n## Here\n",
    "refers": "# Refers\n\nTo {ref}`here`.\n\nAnd to {doc}`old`.\n",
    "old": "# A page\n",
    "gone": f"# Another\n\n{SEES}",
}
SLOPE = "book/formula.md:3: formula $\\slope x$: Undefined control sequence"
RISE = "book/second.md:5: formula $\\rise y$: Undefined control sequence"


@dataclass
class Build:
    returncode: int
    log: str
    files: dict

    @property
    def shown(self):
        """The page that others mention."""
        return self.files["shown.html"].decode()

    @property
    def told(self):
        """Each fault, without what to do about it."""
        return sorted(x for x in self.log.splitlines() if x[:1].strip())

    def tells(self, *faults):
        assert self.returncode == 1, self.log
        assert len(self.told) == len(faults), self.log
        for said, fault in zip(self.told, sorted(faults)):
            assert said.startswith(fault), self.log


class Book:
    """A copy of what prints the book, with pages of its own."""

    def __init__(self, folder):
        self.folder, self.number = folder, 0
        (folder / "book").mkdir()
        shutil.copytree(ROOT / "book/_ext", folder / "book/_ext")
        shutil.copy(ROOT / "book/conf.py", folder / "book")
        for name in (
            *("_config.yml", "code", "node_modules", "pyproject.toml"),
            *("requirements.txt", "package-lock.json", "CITATION.cff"),
            *("book/_assets", "book/_live", "book/_templates"),
            "book/references.bib",
        ):
            (folder / name).symlink_to(ROOT / name)
        self.write(**PAGES)
        self.list_pages(*PAGES)
        settings = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
        modules = set(settings["sphinx"]["config"]["extensions"])
        parts = (folder / "book/_ext/press").glob("[a-z]*.py")
        modules |= {f"press.{path.stem}" for path in parts}
        self.driver = subprocess.Popen(
            [sys.executable, "-c", DRIVER, *sorted(modules)],
            cwd=folder,
            env=os.environ
            | {"PYTHONPATH": f"{folder}/code:{folder}/book/_ext"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def write(self, **pages):
        for page, text in pages.items():
            (self.folder / f"book/{page}.md").write_text(text, "utf-8")

    def list_pages(self, root, *pages):
        toc = {"format": "jb-book", "root": root}
        toc["chapters"] = [{"file": page} for page in pages]
        (self.folder / "_toc.yml").write_text(yaml.safe_dump(toc), "utf-8")

    def html(self, out="many"):
        return self.folder / out / "html"

    def build(self, out="many", jobs=2):
        self.number += 1
        log = f"{self.number}.log"
        self.driver.stdin.write(
            f"{jobs} {log} -n -W --keep-going -q -d {out}/pages book {out}/html\n"
        )
        self.driver.stdin.flush()
        code = int(self.driver.stdout.readline())
        said = (self.folder / log).read_text("utf-8")
        files = {
            str(path.relative_to(self.html(out))): path.read_bytes()
            for path in self.html(out).rglob("*")
            if path.is_file()
        }
        return Build(code, said, files)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    book = Book(tmp_path_factory.mktemp("small"))
    with book.driver:
        yield book


@pytest.fixture(scope="module")
def builds(book):
    """Each build, by what happened before it, in this order."""
    done = {}
    done["by one"] = book.build("one", jobs=1)
    done["by two"] = book.build()
    done["nothing"] = book.build()

    book.write(second=f"# Second\n\n{SEES}\nAnd $\\rise y$.\n")
    conf = book.folder / "book/conf.py"
    settings = conf.read_text("utf-8")
    conf.write_text(settings + ENDS, "utf-8")
    done["interrupted"] = book.build()
    conf.write_text(settings, "utf-8")
    done["after that"] = book.build()

    book.write(first="# First\n", formula="# A formula\n\nIt is $x$.\n")
    book.write(place="# A place\n\n(there)=\n\n## There\n", new="# A page\n")
    for page in ("old", "gone"):
        (book.folder / f"book/{page}.md").unlink()
    book.list_pages(*[{"old": "new"}.get(page, page) for page in PAGES])
    done["edited"] = book.build()

    book.write(**PAGES | {"formula": "# A formula\n"})
    book.list_pages(*PAGES)
    done["mended"] = book.build()
    done["again"] = book.build("again")
    return done


def test_pages_are_the_same_however_many_processes_read_them(builds):
    assert builds["by one"].told == builds["by two"].told
    assert builds["by one"].files.keys() == builds["by two"].files.keys()
    for name, content in builds["by one"].files.items():
        assert content == builds["by two"].files[name], name


def test_a_fault_is_told_until_it_is_mended(builds):
    for name in ("by one", "by two", "nothing"):
        builds[name].tells(SLOPE)
    assert "slope" not in builds["edited"].log


def test_nothing_is_forgotten_when_a_build_is_interrupted(builds):
    assert builds["interrupted"].returncode == 9
    builds["after that"].tells(SLOPE, RISE)


def test_a_word_that_stands_nowhere_any_more_is_not_searched(builds):
    """A later build has the index of a first one."""
    index = "searchindex.js"
    assert b"there" in builds["edited"].files[index]
    assert builds["mended"].files[index] == builds["again"].files[index]


def test_what_another_page_did_is_told(builds):
    builds["edited"].tells(
        RISE,
        "book/refers.md:3: undefined label: 'here'",
        "book/refers.md:5: unknown document: 'old'",
        "_toc.yml:9: toctree contains reference to nonexisting document 'gone'",
    )


def test_what_is_mended_is_told_no_more(builds):
    assert builds["mended"].returncode == 0, builds["mended"].log
    assert builds["mended"].told == []


@pytest.mark.parametrize("build", ["by one", "by two", "nothing", "mended"])
def test_what_mentions_something_is_named_there(builds, build):
    for page in ("first", "second", "gone"):
        assert builds[build].shown.count(f'href="{page}.html#mention') == 2


def test_a_mention_that_was_deleted_is_named_no_more(builds):
    for page, mentions in (("first", 0), ("second", 2), ("gone", 0)):
        assert builds["edited"].shown.count(f"{page}.html#mention") == mentions
