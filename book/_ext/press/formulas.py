"""A formula that MathJax cannot read is named; in the page it would be red text, and nobody told.

Sphinx hands formulas to the browser unread, so that a misspelt command is a fault of no build. Here
they are noted when the document of a page is read, with the line of the source that each begins on;
since pages are read by several processes, the notes stand in `env` and are merged. When all pages
are read, node runs formulas.mjs once, with the MathJax of the site, on the formulas of those pages
that were read in this build: a page with a fault is read again each time (see `rebuild`), and the
rest is good.
"""

import json
import os
import subprocess
from pathlib import Path

from docutils import nodes
from sphinx.util.logging import getLogger

from press.tools import PATH

LOGGER = getLogger(__name__)
CHECK = Path(__file__).with_name("formulas.mjs")


def collect(app, doctree):
    """Keep the formulas of a page with their places, until all pages are read."""
    page = Path(app.env.doc2path(app.env.docname))
    lines = page.read_text("utf-8").splitlines()
    found = formulas_of(app.env)[app.env.docname] = []
    for kind in (nodes.math, nodes.math_block):
        for node in doctree.findall(kind):
            found.append((f"{page}:{line_of(node, lines)}", node.astext()))


def formulas_of(env):
    """The formulas on each page, as `(place, formula)`."""
    if not hasattr(env, "book_formulas"):
        env.book_formulas = {}
    return env.book_formulas


def forget(app, env, page):
    formulas_of(env).pop(page, None)


def merge(app, env, pages, other):
    formulas_of(env).update((page, formulas_of(other)[page]) for page in pages)


def line_of(node, lines):
    """The line of a formula: docutils knows that of the paragraph, and of a caption none."""
    first, at = node.astext().strip().splitlines()[0], node
    while at is not None and not at.line:
        at = at.parent
    start = at.line if at is not None else 1
    return next((n for n in range(start, len(lines) + 1) if first in lines[n - 1]), start)


def as_shown(formula):
    """What Sphinx makes of a formula of several lines."""
    several = "\\\\" in formula and "\\begin" not in formula
    return f"\\begin{{split}}{formula}\\end{{split}}" if several else formula


def check(app, env):
    """Of the pages that were read now; those that were not had no fault."""
    pages = sorted(app.press_read & formulas_of(env).keys())
    formulas = [each for page in pages for each in formulas_of(env)[page]]
    if app.builder.format != "html" or not formulas:
        return
    done = subprocess.run(
        ["node", CHECK],
        input=json.dumps([as_shown(formula) for _, formula in formulas]),
        env=os.environ | {"PATH": PATH},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    for (place, formula), fault in zip(formulas, json.loads(done.stdout), strict=True):
        if fault:
            short = " ".join(formula.split())
            LOGGER.warning("formula $%s$: %s", short, fault, location=place)


def setup(app):
    app.connect("doctree-read", collect)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("env-updated", check)
