"""`{citation}`: how to cite the book, from the file CITATION.cff alone."""

import yaml
from book_myst import ROOT, MystDirective

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


def setup(app):
    app.add_directive("citation", Citation)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
