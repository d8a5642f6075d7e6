"""Executing the chapters: a cache that knows the code, progress, and run times."""

import csv
import hashlib
import os
import platform
import re
import time
from functools import partialmethod
from html import escape
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
    app.env.mystnb_config.execution_cache_path = str(cache)
    for path in inputs(source[0]):
        app.env.note_dependency(str(path))


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
    """Fill `{nb-exec-table}` with what each page costs.

    MyST-NB's own table has check marks that the fonts on paper lack, and the time of day.
    """

    default_priority = 7  # before MyST-NB's, which has 8

    def run(self):
        for place in list(self.document.findall(ExecutionStatsNode)):
            if self.app.builder.name == "html":
                place.replace_self(nodes.raw("", self.table(), format="html"))
            else:
                place.replace_self(nodes.bullet_list("", *self.items()))

    def seconds(self):
        data = NbMetadataCollector.get_doc_data(self.env)
        for page in toc_of(self.env):
            if page in self.env.titles:
                facts = data.get(page, {}).get("exec_data")
                yield page, self.env.titles[page].astext(), facts and facts["runtime"]

    def items(self):
        for _, title, seconds in self.seconds():
            if seconds is not None:
                text = f"{title}: {seconds:.1f} s"
                yield nodes.list_item("", nodes.paragraph(text=text))

    def table(self):
        """With the size of each page, which `write_sizes` fills in, and the time of speed.csv."""
        with (ROOT / "book" / "speed.csv").open() as file:
            painted = dict(csv.reader(file))
        rows = "".join(
            f'<tr><td><a href="{page}.html">{escape(title)}</a></td>'
            f"<td>{'' if seconds is None else f'{seconds:.1f} s'}</td>"
            f"<td><!--size of {page}--></td><td>{painted.get(page, '?')} ms</td></tr>"
            for page, title, seconds in self.seconds()
        )
        head = "<th>page</th><th>runs in</th><th>HTML</th><th>shown after</th>"
        return (
            '<div class="pst-scrollable-table-container"><table class="table costs">'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        )


def write_sizes(app, exception):
    """Say how large each page became, when all are written."""
    path = Path(app.outdir) / "versions.html"
    if exception is None and app.builder.name == "html" and path.exists():

        def size(match):
            return f"{(path.parent / f'{match[1]}.html').stat().st_size / 1000:.0f} kB"

        path.write_text(re.sub("<!--size of (.+?)-->", size, path.read_text("utf-8")), "utf-8")


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
    app.connect("config-inited", start_clock)
    app.connect("source-read", choose_cache)
    app.connect("doctree-read", report_progress)
    app.connect("build-finished", write_sizes)
    app.connect("build-finished", report_total)
    return {
        "version": "1",
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
