"""Directives that are written in the markup of the chapters themselves.

A directive of the book makes MyST Markdown of what it knows and lets the page's own parser read it;
so a figure, a link or a formula in it is what it would be if the author had typed it.
"""

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from press.pages import ROOT


class MystDirective(SphinxDirective):
    def parse(self, text):
        source, line = self.get_source_info()
        parsed = nodes.Element()
        self.state.nested_parse(StringList(text.splitlines(), source=source), line, parsed)
        return parsed.children

    def depends_on(self, *pages):
        """Have this page read again when one of these changes."""
        for page in pages:
            self.env.note_dependency(str(ROOT / "book" / f"{page}.md"))
