"""What is built again, and by how many processes.

Sphinx says what is wrong with a page when it reads or writes the page, and then keeps silent: a
broken book would turn green the second time. So what was wrong is remembered: a page with a fault is
read again until it has none. All pages are written each time, because a number, a link or a mention
on one may come from another; that is quick, and finds again whatever is wrong between pages.

Each builder has a folder of documents of its own, since the listings and mentions differ, and reads
a page in a process of its own, the longest first. The file `press.json` in that folder is written
when a build is complete: where it is not, the build before was interrupted, and all is read again.
It also knows the press, the sources of the book and the address it was built for: where these
changed, all is read again too. What changed in a page, or in what it was made of, Sphinx knows.
"""

import hashlib
import json
import os
import platform
import shutil
from pathlib import Path

import sphinx.builders
from sphinx.search import IndexBuilder

from press.pages import BOOK, ROOT

# They work on one page, or when all are read, and do not say that this is safe.
SILENT = ("sphinx_multitoc_numbering", "sphinx_jupyterbook_latex")


def jobs():
    """How many processes: JOBS, or as many as there are cores for this one."""
    cores = getattr(os, "sched_getaffinity", lambda _: range(os.cpu_count() or 1))
    return int(os.environ.get("JOBS") or len(cores(0)))


def circumstances():
    """A hash of what all pages are made with."""
    here = Path(__file__).parent
    made_with = sorted([*here.glob("*.py"), *here.glob("*.mjs")])
    made_with += [BOOK / "references.bib", ROOT / "_config.yml", ROOT / "requirements.txt"]
    digest = hashlib.sha256(platform.python_version().encode())
    for path in made_with:
        digest.update(path.read_bytes())
    for name in ("REPOSITORY", "SITE"):
        digest.update(f"{name}={os.environ.get(name, '')}\n".encode())
    return digest.hexdigest()


def state(app):
    return Path(app.doctreedir) / "press.json"


def begin(app):
    """Take what the build before has left; there is nothing of it while this one runs."""
    path = state(app)
    app.press_before = json.loads(path.read_text("utf-8")) if path.exists() else {}
    path.unlink(missing_ok=True)
    app.press_faults = set()
    if app.builder.format == "html":  # what failed is read again, and told again
        shutil.rmtree(Path(app.outdir) / "reports", ignore_errors=True)


def outdated(app, env, added, changed, removed):
    before = app.press_before
    if before.get("circumstances") != circumstances():
        return list(env.found_docs)
    each_time = {page for page, facts in env.metadata.items() if facts.get("each_time")}
    return list(each_time | set(before["faulty"]))


def longest_first(app, env, pages):
    seconds = app.press_before.get("seconds", {})
    pages.sort(key=lambda page: (-seconds.get(page, 0), -Path(env.doc2path(page)).stat().st_size, page))
    app.press_read = set(pages)
    for name in SILENT:
        app.extensions[name].parallel_read_safe = True


def begin_anew(app, builder):
    """Drop the copied files: pages have a hash of those that are there when they are written.

    Some come at the end, so that the pages of a first build have none of them.
    """
    if builder.format == "html":
        shutil.rmtree(Path(app.outdir) / "_static", ignore_errors=True)


def write_all(app, env):
    return list(env.found_docs)


def page_of(place):
    """The page of a place such as book/gradients.md:12, if it is one."""
    path = Path(place.partition(":")[0])
    return path.stem if path.suffix == ".md" and path.parent.name == BOOK.name else None


def end(app, exception):
    """Remember, for the next build, what is to be read again."""
    if exception is not None:
        return
    faulty = {page_of(place) for place in app.press_faults}
    known = None not in faulty  # what is wrong elsewhere may come from any page
    facts = {
        "circumstances": circumstances() if known else "",
        "faulty": sorted(faulty - {None}),
        "seconds": seconds(app),
    }
    state(app).write_text(json.dumps(facts, indent=1), "utf-8")


def pruned(index, pages, prune=IndexBuilder.prune):
    """Sphinx keeps a word that stands on no page any more; a first build does not know it."""
    prune(index, pages)
    for words in (index._mapping, index._title_mapping):
        for word in [word for word, found in words.items() if not found]:
            del words[word]


def seconds(app):
    """How long the cells of each page ran."""
    from myst_nb.sphinx_ import NbMetadataCollector

    found = NbMetadataCollector.get_doc_data(app.env)
    runs = {page: facts.get("exec_data") for page, facts in found.items()}
    return {page: run["runtime"] for page, run in runs.items() if run and run["runtime"]}


def setup(app):
    app.parallel = jobs()
    app.doctreedir = type(app.doctreedir)(Path(app.doctreedir) / Path(app.outdir).name)
    # a page for each process: two long ones in one would keep the others waiting
    sphinx.builders.make_chunks = lambda pages, *_: [[page] for page in pages]
    IndexBuilder.prune = pruned
    app.connect("builder-inited", begin)
    app.connect("env-get-outdated", outdated)
    app.connect("env-before-read-docs", longest_first)
    app.connect("env-updated", write_all)
    app.connect("write-started", begin_anew)
    app.connect("build-finished", end, priority=900)
