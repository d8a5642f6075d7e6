r"""What the book needs on paper only: its version and date, the title's figure, and whole listings.

Sphinx makes one document of all pages for LaTeX, and sphinx-jupyterbook-latex assembles its parts.
What is ours is done to that document, in post-transforms before and after theirs: the page of a
part makes room for LaTeX's own, the bibliography goes back to its page, and a `\bookkeep` is put
before each piece of code that should not be parted from its caption or from the sentence that
announces it. LaTeX alone would break a page at any line, since it does not know what belongs
together. How many lines a piece has is counted here; whether they have room is decided there.
"""

import os
import re
import tomllib
from datetime import UTC, datetime

from docutils import nodes
from pygments.style import Style
from pygments.token import Comment, Keyword, Name, Operator, String
from sphinx import addnodes
from sphinx.builders.latex.nodes import thebibliography
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx_jupyterbook_latex.nodes import RootHeader

from press.pages import ROOT, parts
from press.predict import prediction
from press.walk import walk_live

KEPT = 10  # lines of code, with what they print, that are not parted by the end of a page
FEWEST = 6  # lines of a longer one that have to fit below the text before it
SHORT = 4  # lines of a paragraph that stays with the code it announces
WALK = 28  # lines of a graph to walk through, with what is said of it
WIDTH = 80  # letters of a line of text
UNSEEN = (nodes.Invisible, nodes.target)


class Ink(Style):
    """Code without colours, so that a grey print shows as much, and blue stays for what it means."""

    styles = {
        Keyword: "bold",
        Operator.Word: "bold",
        Comment: "italic #5c636b",
        String: "#4a5058",
        String.Doc: "italic #5c636b",
        Name.Exception: "bold",
    }


def set_version_and_date(app, config):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    config.version = config.release = project["version"]
    now = datetime.now(UTC)
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):  # the Makefile sets it to the last commit
        now = datetime.fromtimestamp(int(epoch), UTC)
    config.today = f"{now.day} {now:%B %Y}"
    config.latex_elements["preamble"] += rf"\newcommand{{\bookversion}}{{{config.release}}}"


def prepare(app):
    if app.builder.name != "latex":
        return
    app.config.pygments_style = f"{__name__}.Ink"
    from backprop.figures.style import SETTINGS
    from backprop.figures.two_neurons import network
    from backprop.two_neurons import Weights
    from matplotlib import rc_context

    figure = network(Weights(0.5, 0.5, 0.5, 0.5), x=1.0, target=7.0, gradients=True)
    with rc_context(SETTINGS):
        figure.savefig(app.builder.outdir / "title.pdf", metadata={"CreationDate": None})


class PaperHasParts(SphinxPostTransform):
    """On paper a part begins with LaTeX's own page, and the page of the part is left out."""

    default_priority = 1
    formats = ("latex",)

    def run(self):
        openings = {page for page, _ in parts()}
        for file in list(self.document.findall(addnodes.start_of_file)):
            if file["docname"] in openings:
                file.parent.parent.remove(file.parent)


class Paper(SphinxPostTransform):
    default_priority = 800  # when sphinx-jupyterbook-latex has assembled the parts
    formats = ("latex",)

    def run(self, **kwargs):
        for header in list(self.document.findall(RootHeader)):
            title = nodes.raw("", rf"\section*{{{header.astext()}}}", format="latex")
            header.replace_self(title)
        for sources in list(self.document.findall(thebibliography)):
            # sphinx-jupyterbook-latex moves them to the end, below the title of another page
            files = self.document.findall(addnodes.start_of_file)
            page = next(file for file in files if file["docname"] == "bibliography")
            sources.parent.remove(sources)
            next(page.findall(nodes.section)).append(sources)
        for code in list(self.document.findall(nodes.literal_block)):
            if "cell_output" in code.parent["classes"]:
                code["language"] = "none"  # words of a message are no Python
            else:
                close_up(code)
                keep_together(code)
        for walk in list(self.document.findall(walk_live)):
            box, before = walk.parent, previous(walk.parent)
            keep(before if isinstance(before, nodes.paragraph) else box, WALK)
        for paragraph in list(self.document.findall(nodes.paragraph)):
            if is_heading(paragraph):
                keep(paragraph, FEWEST)
        for table in list(self.document.findall(nodes.table)):
            rows = len(list(table.findall(nodes.row)))
            keep(*with_what_announces(table, min(2 * rows + 4, 2 * KEPT + 4)))


def close_up(code):
    """Leave one empty line where there are several: the page has other ways to part functions."""
    code.rawsource = re.sub(r"\n{3,}", "\n\n", code.astext())
    code.children = []
    code += nodes.Text(code.rawsource)


def keep_together(code):
    """Keep code on one page with the caption above it, what it prints, and what announces it."""
    unit, lines = code, lines_of(code)
    while is_alone(unit) or "cell" in unit.parent["classes"] or is_captioned(unit):
        unit = unit.parent
    if "cell" in unit["classes"]:
        printed = [o for o in unit.findall(nodes.literal_block) if o is not code]
        lines += sum(lines_of(output) + 2 for output in printed)
        lines += sum(len(asked) for asked in unit.findall(prediction))
    lines = lines if lines <= KEPT else FEWEST
    lines += 2 * is_captioned(code)
    within = isinstance(unit.parent, nodes.Admonition)  # an exercise, of which all is kept
    while isinstance(before := previous(unit), nodes.paragraph) and not is_heading(before):
        text = len(before.astext()) // WIDTH + 2
        if not within and text > SHORT:
            break
        unit, lines = before, lines + text
        if not within:
            break
    keep(unit, lines)


def with_what_announces(unit, lines):
    """Where it begins, and what it takes, with a short paragraph above it."""
    before = previous(unit)
    if isinstance(before, nodes.paragraph) and not is_heading(before):
        text = len(before.astext()) // WIDTH + 2
        if text <= SHORT:
            return before, lines + text
    return unit, lines


def is_heading(node):
    """Whether a node is a title, or a paragraph that is bold and nothing else."""
    if isinstance(node, nodes.paragraph):
        return [type(child) for child in node if child.astext()] == [nodes.strong]
    return isinstance(node, nodes.title)


def is_alone(node):
    return not any(child is not node for child in node.parent if not isinstance(child, UNSEEN))


def is_captioned(node):
    return "literal-block-wrapper" in node.parent["classes"]


def lines_of(code):
    return len(code.astext().splitlines())


def place_of(node):
    """Where a node begins in its parent: at what is not seen before it, such as its target."""
    place = node.parent.index(node)
    while place and isinstance(node.parent[place - 1], UNSEEN):
        place -= 1
    return place


def previous(node):
    """What is seen before a node."""
    return node.parent[place_of(node) - 1] if place_of(node) else None


def keep(node, lines):
    """Begin a new page before a node, and the titles above it, unless so many lines have room."""
    while is_heading(title := previous(node)):
        node, lines = title if isinstance(title, nodes.paragraph) else node.parent, lines + 4
        if isinstance(node.parent, addnodes.start_of_file):
            return  # a chapter begins on a new page anyway
    node.parent.insert(place_of(node), nodes.raw("", rf"\bookkeep{{{lines}}}", format="latex"))


def setup(app):
    app.connect("config-inited", set_version_and_date)
    app.connect("builder-inited", prepare)
    app.add_post_transform(Paper)
    app.add_post_transform(PaperHasParts)
