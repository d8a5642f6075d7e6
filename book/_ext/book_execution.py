"""Executing the chapters: a cache that knows the code, progress, and run times."""

import hashlib
import os
import platform
import time
from functools import partialmethod
from pathlib import Path

from docutils import nodes
from myst_nb.ext.execution_tables import ExecutionStatsNode
from myst_nb.sphinx_ import NbMetadataCollector
from nbclient import NotebookClient
from sphinx.transforms.post_transforms import SphinxPostTransform

ROOT = Path(__file__).resolve().parents[2]
# A kernel sends what a cell prints in as many pieces as the clock makes of it. Joined as they were:
# the setting of myst-nb, nb_merge_streams, would put a line break between two pieces.
NotebookClient.__init__ = partialmethod(NotebookClient.__init__, coalesce_streams=True)

# One thread for NumPy's products: two that wait for each other on a busy machine take six times
# as long, and how many there are decides the last digits of a sum.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

GENERATED = ("__pycache__", ".egg-info")


def digest_of_inputs(root=ROOT):
    """A short hash of everything but its own cells that a chapter's outputs depend on."""
    digest = hashlib.sha256(platform.python_version().encode())
    digest.update(Path(__file__).read_bytes())
    for path in [
        root / "requirements.txt",
        *sorted((root / "code").rglob("*")),
    ]:
        if path.is_file() and not any(part.endswith(GENERATED) for part in path.parts):
            content = path.read_bytes()
            digest.update(
                f"{path.relative_to(root).as_posix()} {len(content)}\n".encode() + content
            )
    return digest.hexdigest()[:12]


def choose_cache(app, config):
    # jupyter-cache compares a chapter's cells only: with one folder for all versions of the
    # package, a changed function would stand beside the output of the old one.
    config.nb_execution_cache_path = str(
        Path(app.outdir).parent / ".jupyter_cache" / digest_of_inputs()
    )
    app.build_started = time.time()


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


class RunTimes(SphinxPostTransform):
    """Fill `{nb-exec-table}` with the seconds that each page took to run.

    MyST-NB's own table has check marks that the fonts on paper lack, and the time of day.
    """

    default_priority = 7  # before MyST-NB's, which has 8

    def run(self):
        for place in list(self.document.findall(ExecutionStatsNode)):
            place.replace_self(nodes.bullet_list("", *self.items()))

    def items(self):
        data = NbMetadataCollector.get_doc_data(self.env)
        for page in sorted(data, key=list(toc_of(self.env)).index):
            if facts := data[page].get("exec_data"):
                text = f"{self.env.titles[page].astext()}: {facts['runtime']:.1f} s"
                yield nodes.list_item("", nodes.paragraph(text=text))


def toc_of(env):
    """All pages in the order of the table of contents."""
    seen, pages = set(), [env.config.root_doc]
    while pages:
        page = pages.pop(0)
        if page not in seen:
            seen.add(page)
            yield page
            pages[:0] = env.toctree_includes.get(page, [])


def setup(app):
    app.add_post_transform(RunTimes)
    app.connect("config-inited", choose_cache)
    app.connect("doctree-read", report_progress)
    app.connect("build-finished", report_total)
    return {
        "version": "1",
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
