"""How the book is cited, `{citation}` from the file CITATION.cff alone, and how it cites others.

GitHub reads CITATION.cff, and archives do; so that file is what is maintained, and the directive
makes of it the sentence and the BibTeX entry of the page. The address in them is that of the
published site. How others are cited is a style of pybtex, through which sphinxcontrib-bibtex writes
the bibliography: its own labels are short marks, and the text of the chapters has names and years.
"""

import yaml
from pybtex.plugin import register_plugin
from pybtex.style.formatting.plain import Style
from pybtex.style.labels import BaseLabelStyle

from press.directives import MystDirective
from press.pages import ROOT

BIBTEX = """\
@book{{backpropagationfromscratch,
  title   = {{{title}}},
  author  = {{{{{author}}}}},
  year    = {{{year}}},
  edition = {{Version {version}}},
{url}}}"""


def citation(text, site=""):
    """A sentence and a BibTeX entry."""
    cited = yaml.safe_load(text)["preferred-citation"]
    facts = {
        "title": cited["title"],
        "author": " and ".join(author["name"] for author in cited["authors"]),
        "year": cited["year"],
        "version": cited["version"],
    }
    sentence = "{author} ({year}). *{title}*. Version {version}.".format(**facts)
    url = f"  url     = {{{site}}},\n" if site else ""
    return f"{sentence} {site}".strip(), BIBTEX.format(url=url, **facts)


class Citation(MystDirective):
    def run(self):
        path = ROOT / "CITATION.cff"
        self.env.note_dependency(str(path))
        text = path.read_text("utf-8")
        sentence, bibtex = citation(text, self.env.app.address.site)
        return self.parse(f"> {sentence}\n\n```{{code-block}} bibtex\n{bibtex}\n```")


class AuthorAndYear(BaseLabelStyle):
    """Labels as the text has them: `Squire and Trapp, 1998`."""

    def format_labels(self, entries):
        for entry in entries:
            names = [" ".join(person.last_names) for person in entry.persons["author"]]
            told = " and ".join(names) if len(names) < 3 else f"{names[0]} et al."
            yield f"{told}, {entry.fields['year']}".replace("{", "").replace("}", "")


class BookStyle(Style):
    default_label_style = AuthorAndYear


def setup(app):
    register_plugin("pybtex.style.formatting", "book", BookStyle)
    app.add_directive("citation", Citation)
