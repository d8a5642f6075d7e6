"""Directives that are written in the markup of the chapters themselves."""

import os
import sys
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).resolve().parents[2]
# with the place of node, if it came as a wheel
PATH = f"{os.environ['PATH']}{os.pathsep}{Path(sys.executable).parent}"


def chapter_source(page):
    return (ROOT / "book" / f"{page}.md").read_text("utf-8")


class MystDirective(SphinxDirective):
    def parse(self, text):
        source, line = self.get_source_info()
        parsed = nodes.Element()
        self.state.nested_parse(StringList(text.splitlines(), source=source), line, parsed)
        return parsed.children
