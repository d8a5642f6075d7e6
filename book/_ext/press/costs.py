"""What each page costs: how long its cells run, its bytes, and how soon it can be read.

`{nb-exec-table}` is MyST-NB's; its own table has check marks that the fonts on paper lack, and the
time of day. So a post-transform takes its place just before MyST-NB's would run: a table on the
site, a list of run times elsewhere. The run times are those that MyST-NB noted of each page. The
bytes are known when all pages are written: until then a comment keeps their place, and
`build-finished` fills them in. How soon a page can be read needs a browser, which a build has not:
`make speed` measures it and writes book/speed.csv.
"""

import csv
import re
from html import escape
from pathlib import Path

from docutils import nodes
from myst_nb.ext.execution_tables import ExecutionStatsNode
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.transforms.post_transforms import SphinxPostTransform

from press.pages import BOOK, pages_in_order


def speed():
    """What `make speed` measured: how soon each page is shown, in ms, and its cells run in it, in s."""
    path = BOOK / "speed.csv"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []  # of a book that is begun
    return {page: (painted, int(live)) for page, painted, live in csv.reader(lines)}


class RunTimes(SphinxPostTransform):
    """Fill `{nb-exec-table}`."""

    default_priority = 7  # before MyST-NB's, which has 8

    def run(self):
        for place in list(self.document.findall(ExecutionStatsNode)):
            if self.app.builder.name == "html":
                place.replace_self(nodes.raw("", self.table(), format="html"))
            else:
                place.replace_self(nodes.bullet_list("", *self.items()))

    def seconds(self):
        data = NbMetadataCollector.get_doc_data(self.env)
        for page in pages_in_order(self.env):
            if page in self.env.titles:
                facts = data.get(page, {}).get("exec_data")
                yield page, self.env.titles[page].astext(), facts and facts["runtime"]

    def items(self):
        for _, title, seconds in self.seconds():
            if seconds is not None:
                text = f"{title}: {seconds:.1f} s"
                yield nodes.list_item("", nodes.paragraph(text=text))

    def table(self):
        """With the size of each page, which `write_sizes` fills in, and the times of speed.csv."""
        measured = speed()
        rows = ""
        for page, title, seconds in self.seconds():
            painted, live = measured.get(page, ("?", 0))
            rows += (
                f'<tr><td><a href="{page}.html">{escape(title)}</a></td>'
                f"<td>{'' if seconds is None else f'{seconds:.1f} s'}</td>"
                f"<td><!--size of {page}--></td><td>{painted} ms</td>"
                f"<td>{f'{live} s' if live else ''}</td></tr>"
            )
        head = "".join(
            f"<th>{name}</th>" for name in ("page", "runs in", "HTML", "shown after", "in the page")
        )
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


def setup(app):
    app.add_post_transform(RunTimes)
    app.connect("build-finished", write_sizes)
