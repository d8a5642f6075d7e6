"""Graphs that the reader walks through by hand, there and back.

`{walk}` draws a graph of code/backprop/figures/walks.py with lines to write on: a vector picture in
each form of the book, and the answers are where those of the exercises are. On the site
book/_live/walk.js puts boxes to type in into the place of the picture; what it needs, live.py gives
to the page as a script. A walk whose numbers are not generic is refused: with them a mistake could
look right, or be named wrongly.
"""

import io
import os
from pathlib import Path

from backprop.figures import walks
from backprop.figures.style import SETTINGS
from docutils import nodes
from matplotlib import pyplot, rc_context

from press.directives import MystDirective
from press.pages import PACKAGE

STILL = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}

# The name of the picture leaves its kind open, which each builder chooses.
WALK = """\
(walk-{label})=
::::::{{admonition}} Walk: {title}
:class: exercise

{text}

:::::{{walk-live}} {name}
```{{image}} {picture}.*
:alt: {alt}
```
:::::

:::::{{only}} html and not epub
::::{{dropdown}} Answers
:class-container: exercise-solution
{answers}
::::
:::::

:::::{{only}} latex or epub
{{ref}}`Answers <solution-walk-{label}>`
:::::
::::::
"""

SOLUTION = """\
(solution-walk-{label})=

**{{ref}}`Walk: {title} <walk-{label}>`**

{answers}
"""


def facts(name):
    rows = [f"| ${key}$ | {value} | {gradient} |" for key, value, gradient in walks.answers(name)]
    answers = "\n".join(["| number | value | gradient |", "| :-- | --: | --: |", *rows])
    label, title = name.replace("_", "-"), walks.WALKS[name].title
    return {"name": name, "label": label, "title": title, "answers": answers}


def solution(name):
    return SOLUTION.format(**facts(name))


def picture(app, name):
    """Draw a walk beside what the builders write; its path without the kind, seen from the book."""
    target = Path(app.outdir).parent / "walks" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with rc_context(SETTINGS):
        figure = walks.blank(name)
        for kind, still in STILL.items():
            file, path = io.BytesIO(), target.with_suffix(f".{kind}")
            figure.savefig(file, format=kind, metadata=still)
            if not path.exists() or path.read_bytes() != file.getvalue():
                path.write_bytes(file.getvalue())
        pyplot.close(figure)
    return "/" + Path(os.path.relpath(target, app.srcdir)).as_posix()


class Walk(MystDirective):
    required_arguments = 1
    has_content = True

    def run(self):
        name = self.arguments[0]
        for module in PACKAGE.glob("figures/*.py"):
            self.env.note_dependency(str(module))
        if name not in walks.WALKS:
            raise self.error(f"there is no walk '{name}'")
        for fault in walks.faults(name)[:1]:
            raise self.error(f"walk '{name}' is not generic: {fault}")
        text = WALK.format(
            text="\n".join(self.content),
            picture=picture(self.env.app, name),
            alt=walks.describe(name),
            **facts(name),
        )
        return self.parse(text)


class walk_live(nodes.container):
    """Where the page puts boxes to type in; what is in it stands there without a script."""


class WalkLive(MystDirective):
    required_arguments = 1
    has_content = True

    def run(self):
        live = walk_live(walk=self.arguments[0])
        live += self.parse("\n".join(self.content))
        return [live]


def visit_live(self, node):
    self.body.append(self.starttag(node, "div", CLASS="walk-live", **{"data-walk": node["walk"]}))


def depart_live(self, node):
    self.body.append("</div>\n")


def nothing(self, node):
    pass


def setup(app):
    app.add_node(walk_live, html=(visit_live, depart_live), latex=(nothing, nothing))
    app.add_directive("walk", Walk)
    app.add_directive("walk-live", WalkLive)
