"""What can be taken home: the menu of each page, the page of downloads, and the site in one file.

`make` says in OFFER what it makes beside the site; that, and what is there, is offered.
`python -m press.downloads FOLDER` packs the finished site in FOLDER, and fills in the sizes.

The PDF and the EPUB come from other builds, which may end after this one: so a link is promised
when the page is written, and a size is a mark in the HTML until the file is there. The menu is the
theme's, to which `html-page-context` adds buttons, late enough (900) that the theme and the
notebook have made theirs. The archive has fixed dates and modes, so that the same site is the same
bytes.
"""

import os
import re
import sys
import zipfile
from pathlib import Path

from backprop import STEPS

from press.directives import MystDirective
from press.notebook import has_notebook
from press.pages import page as source_of_page
from press.wheel import DATE, NAME, WHEEL

FILES = {  # kind: file, text in the menu, icon, what it is
    "pdf": (f"{NAME}.pdf", "book.pdf", "fas fa-book", "The book for paper, as PDF"),
    "screen": (f"{NAME}-screen.pdf", "small.pdf", "fas fa-mobile-alt", "The PDF for small screens"),
    "epub": (f"{NAME}.epub", "book.epub", "fas fa-tablet-alt", "The book for e-readers, as EPUB"),
    "zip": (f"{NAME}-site.zip", "site.zip", "fas fa-file-archive", "The whole site in one file"),
    "wheel": (WHEEL, "package.whl", "fas fa-cube", "The package of the book, for its notebooks"),
}
SIZE = '<span data-size-of="{}">{}</span>'
OF_SIZE = re.compile(SIZE.format("(.*?)", ".*?"))
README = f"""\
Backpropagation From Scratch: the whole site.

Open index.html to read. To do the exercises in the pages as well, serve this folder:

    python -m http.server

and open http://localhost:8000. A browser starts no Python in a page that is opened as a file.

Each chapter is also a notebook, in the folder notebooks, for Jupyter. Its first cell installs the
package of the book where it is missing, with NumPy and matplotlib if need be, from

    {WHEEL}
"""


def offered(outdir):
    promised = os.environ.get("OFFER", "").split()
    promised += ["screen"] * ("pdf" in promised)  # one comes with the other
    return [kind for kind in FILES if kind in promised or (Path(outdir) / FILES[kind][0]).exists()]


def link(text, url, icon, tooltip):
    return {"type": "link", "text": text, "url": url, "icon": icon, "tooltip": tooltip}


def offer(app, pagename, templatename, context, doctree):
    """Add what there is to the download menu of a page."""
    for group in context.get("header_buttons", []):
        if group.get("label") != "download-buttons":
            continue
        for button in group["buttons"]:
            if button["text"] == ".pdf":  # the theme's own prints the page from the browser
                button.update(text="print", tooltip="Print this page")
        if name := context.get("notebook"):
            url = context["pathto"](name, 1)
            group["buttons"].insert(
                0, link(".ipynb", url, "fas fa-code", "Download this chapter as a notebook")
            )
        for file, text, icon, what in (FILES[kind] for kind in offered(app.outdir)):
            group["buttons"].append(link(text, context["pathto"](file, 1), icon, what))


class Downloads(MystDirective):
    """`{downloads}`: a table of all files, with places for their sizes."""

    def run(self):
        there = offered(self.env.app.outdir)
        self.env.metadata[self.env.docname]["each_time"] = True
        rows = ["| what | size |", "| :--- | ---: |"]
        for kind, (file, _, _, what) in FILES.items():
            if kind in there:
                rows.append(row(what, file))
            else:
                rows.append(f"| {what} | `make {'pdf' if kind == 'screen' else kind}` makes it |")
        for page in [*STEPS, "first_version"]:
            if has_notebook(page):
                name = f"notebooks/{page}.ipynb"
                run = "".join(
                    f", on [{service}]({url})"
                    for service, url in self.env.app.address.launch(name).items()
                )
                rows.append(row(f"Notebook: {source_of_page(page).title}", name, run))
        return self.parse("\n".join(rows))


def row(what, file, more=""):
    return f'| <a class="reference download" href="{file}">{what}</a>{more} | {SIZE.format(file, "you have it")} |'


def readable(size):
    return f"{size / 1e6:.1f}\N{NO-BREAK SPACE}MB" if size >= 1e6 else f"{max(1, round(size / 1e3))}\N{NO-BREAK SPACE}kB"


def fill_in_sizes(html):
    """Write into the page of downloads how large the files are that are there."""
    page = html / "downloads.html"

    def size(match):
        file = html / match[1]
        return SIZE.format(match[1], readable(file.stat().st_size)) if file.exists() else match[0]

    page.write_text(OF_SIZE.sub(size, page.read_text("utf-8")), "utf-8")


def pack(html):
    """Put all of the site but the archive itself into the archive."""
    target = html / FILES["zip"][0]
    files = {
        path.relative_to(html).as_posix(): path.read_bytes()
        for path in sorted(html.rglob("*"))
        if path.is_file() and path != target
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"README.txt": README.encode(), **files}.items():
            info = zipfile.ZipInfo(f"{NAME}/{name}", DATE)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, content)


def finish(app, exception):
    if exception is None and app.builder.name == "html" and "downloads" in app.env.found_docs:
        fill_in_sizes(Path(app.outdir))


def setup(app):
    app.add_directive("downloads", Downloads)
    app.connect("html-page-context", offer, priority=900)
    app.connect("build-finished", finish)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    fill_in_sizes(folder)
    pack(folder)
    fill_in_sizes(folder)
