"""A page for each module of the package: its whole file, and where in the book it is told.

What the steps share, the folder `_checks`, is one page too, its files one after another. The
caption of a listing leads to its lines there, and that page leads back to the listing.

`sphinx.ext.viewcode` leads from what autodoc documents, which is not how this book lists. Here
`listing` has noted in each page's metadata what it shows. When a document is resolved, its captions
get their links; when the pages are written, `html-collect-pages` gives Sphinx these pages, coloured
by the highlighter of all other code, with a name for each line.
"""

import re
from html import escape

from docutils import nodes

from press.pages import PACKAGE, ROOT, pages_in_order

CHAPTER = re.compile(r"book/(\w+)\.md")


def page_of(module):
    return f"code-{module.strip('_')}"


def listings_of(env, module):
    """Where each name of a module is listed: `(name, page, label)`, in the order of the book."""
    for page in pages_in_order(env):
        for of, name, label in env.metadata[page].get("listings", []):
            if of == module:
                yield name, page, label


def number_of(env, page, label):
    numbers = env.toc_fignumbers.get(page, {}).get("code-block", {})
    return ".".join(map(str, numbers.get(label, ())))


def link_captions(app, doctree, page):
    if app.builder.name != "html":
        return
    for container in doctree.findall(nodes.container):
        if "source_of" in container:
            module, line = container["source_of"]
            caption = container.next_node(nodes.caption)
            path = caption.pop(0).astext()
            address = app.builder.get_relative_uri(page, page_of(module))
            caption.insert(0, nodes.reference("", path, internal=True, refuri=f"{address}#line-{line}"))


def code_of(app, path, line=""):
    """A file with its colours; what `line` says, and a number, is the name of each line."""
    code = app.builder.highlighter.highlight_block(
        path.read_text("utf-8"), "python", linespans=line
    )
    code = CHAPTER.sub(r'<a href="\1.html">\g<0></a>', code)
    return f'<div class="highlight-python notranslate">{code}</div>'


def source_pages(app):
    """Give Sphinx the pages, as `(name, what the template needs, template)`."""
    if app.builder.name != "html":
        return
    for path in sorted([*PACKAGE.glob("*.py"), PACKAGE / "_checks"]):
        module, title = path.stem, path.relative_to(ROOT).as_posix()
        told = dict.fromkeys(
            (name, page, label) for name, page, label in listings_of(app.env, module)
        )
        if not told and module != "_checks":
            continue
        rows = "".join(
            f'<li><code>{escape(name)}</code>: <a href="{page}.html#{label}">Listing '
            f"{number_of(app.env, page, label)}</a> in {escape(app.env.titles[page].astext())}</li>"
            for name, page, label in told
        )
        whole = code_of(app, path, "line") if path.is_file() else "".join(
            f"<h2>{file.relative_to(PACKAGE).as_posix()}</h2>{code_of(app, file)}"
            for file in sorted(path.glob("*.py"))
        )
        body = (
            f'<section id="source"><h1>{title}</h1><p>The whole of it, as it is tested.</p>'
            f'<ul class="told">{rows}</ul>{whole}</section>'
        )
        yield page_of(module), {"title": title, "body": body, "pagetitle": title}, "page.html"


def setup(app):
    app.connect("doctree-resolved", link_captions)
    app.connect("html-collect-pages", source_pages)
