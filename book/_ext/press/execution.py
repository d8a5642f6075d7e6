"""Executing the chapters: a cache that knows the code, progress, and run times.

MyST-NB runs the cells, and jupyter-cache keeps what they gave; but it compares the cells alone, and
the cells call a package that changes. So when the source of a page is read, its cache is chosen by
a hash of all that its outputs depend on: the modules that it imports, those that they import, the
data, the locked versions and this file. The imports are found in the text and not by running it,
which is quick enough to do for every page; a test compares them with what Python loads. The same
files are noted as what the page depends on, so that Sphinx reads it again when one changes. NumPy
gets one thread and what is printed is joined, because otherwise the outputs would differ from run
to run.
"""

import hashlib
import os
import platform
import re
import shutil
import time
from functools import partialmethod
from pathlib import Path
from tempfile import mkdtemp

from jupyter_cache.cache.db import create_db
from myst_nb.sphinx_ import NbMetadataCollector
from nbclient import NotebookClient

from press.pages import ROOT

# A kernel sends what a cell prints in as many pieces as the clock makes of it. Joined as they were:
# the setting of myst-nb, nb_merge_streams, would put a line break between two pieces.
NotebookClient.__init__ = partialmethod(NotebookClient.__init__, coalesce_streams=True)

# One thread for NumPy's products: two that wait for each other on a busy machine take six times
# as long, and how many there are decides the last digits of a sum.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

GENERATED = ("__pycache__", ".egg-info")
IMPORT = re.compile(
    r"^[ ]*(?:from (backprop[\w.]*) import (\([^)]*\)|.*)|import (backprop[\w.]*))", re.M
)


def inputs(text, root=ROOT):
    """The files, but for its own text, that the outputs of a chapter depend on.

    The modules that it imports, and those that they import; what is not Python; and the versions.
    """
    code = root / "code"
    found, texts = set(), [text]
    while texts:
        for package, names, module in IMPORT.findall(texts.pop()):
            words = [f"{package}.{name}" for name in re.findall(r"\w+", names)] if package else []
            for name in [*words, package or module]:
                new = set(files_of(code, name)) - found
                found |= new
                texts += [path.read_text("utf-8") for path in new]
    data = (path for path in code.rglob("*") if path.suffix != ".py" and path.is_file())
    kept = (p for p in data if not any(part.endswith(GENERATED) for part in p.parts))
    return sorted([root / "requirements.txt", *found, *kept])


def files_of(code, module):
    """The file of a module and those of the packages around it; of the workbook all exercises."""
    place = code
    for part in module.split("."):
        place /= part
        yield from filter(Path.is_file, (place.with_suffix(".py"), place / "__init__.py"))
    if module.startswith("backprop.workbook"):
        yield from (code / "backprop" / "workbook").rglob("*.py")


def digest_of_inputs(text, root=ROOT):
    """A short hash of everything but its own cells that a chapter's outputs depend on."""
    digest = hashlib.sha256(platform.python_version().encode())
    digest.update(Path(__file__).read_bytes())
    for path in inputs(text, root):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:12]


def start_clock(app, config):
    app.build_started = time.time()


def choose_cache(app, docname, source):
    # jupyter-cache compares a chapter's cells only: with one folder for all versions of the
    # package, a changed function would stand beside the output of the old one.
    cache = Path(app.outdir).parent / ".jupyter_cache" / digest_of_inputs(source[0])
    app.env.mystnb_config.execution_cache_path = str(made(cache))
    for path in inputs(source[0]):
        app.env.note_dependency(str(path))


def made(cache):
    """The folder of a cache, which has its tables as soon as it is there.

    Pages that import the same share one, and jupyter-cache fails where two processes begin it.
    """
    if not cache.exists():
        cache.parent.mkdir(parents=True, exist_ok=True)
        own = Path(mkdtemp(prefix=".", dir=cache.parent))
        create_db(own).dispose()
        try:
            own.rename(cache)
        except OSError:  # another was faster
            shutil.rmtree(own)
    return cache


def report_progress(app, doctree):
    data = NbMetadataCollector.get_exec_data(app.env, app.env.docname)
    if data is None:
        return
    if not data["succeeded"]:
        how = f"failed: {data['error']}"
    elif data["mtime"] < app.build_started:
        how = "from cache"
    else:
        how = f"run in {data['runtime']:.1f} s"
    print(f"  {app.env.docname:<20} {how}", flush=True)


def report_total(app, exception):
    if exception is None:
        seconds = time.time() - app.build_started
        print(
            f"  {app.builder.name}: {len(app.env.found_docs)} pages in {seconds:.1f} s",
            flush=True,
        )


def setup(app):
    app.connect("config-inited", start_clock)
    app.connect("source-read", choose_cache)
    app.connect("doctree-read", report_progress)
    app.connect("build-finished", report_total)
