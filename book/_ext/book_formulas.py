"""A formula that MathJax cannot read is named; in the page it would be red text, and nobody told."""

import json
import os
import subprocess
from pathlib import Path

from book_myst import PATH
from docutils import nodes
from sphinx.util.logging import getLogger

LOGGER = getLogger(__name__)
CHECK = Path(__file__).with_name("formulas.mjs")


def collect(app, doctree):
    """Keep the formulas of a page with their places, until all pages are read."""
    page = Path(app.env.doc2path(app.env.docname))
    lines = page.read_text("utf-8").splitlines()
    for kind in (nodes.math, nodes.math_block):
        for node in doctree.findall(kind):
            app.formulas.append((f"{page}:{line_of(node, lines)}", node.astext()))


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
    if app.builder.format != "html" or not app.formulas:
        return
    done = subprocess.run(
        ["node", CHECK],
        input=json.dumps([as_shown(formula) for _, formula in app.formulas]),
        env=os.environ | {"PATH": PATH},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    for (place, formula), fault in zip(app.formulas, json.loads(done.stdout), strict=True):
        if fault:
            short = " ".join(formula.split())
            LOGGER.warning("formula $%s$: %s", short, fault, location=place)


def setup(app):
    app.formulas = []
    app.connect("doctree-read", collect)
    app.connect("env-updated", check)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
