"""What a chapter says of itself: its minutes, and from its front matter what it needs and gives.

`{opener}` prints it below a chapter's title, `{map}` makes the table of all steps.

Both ask `pages`, that is the sources, and not Sphinx: while a page is read, others may not have
been. What they find they write as MyST Markdown, whose links Sphinx resolves when all pages are
known. As the page then shows what others say, those are noted as its dependencies, and it is read
again when one of them changes. The names of the exercises, walks and questions come along as
JSON, from which a script on the site shows what a reader has done.
"""

import json

from backprop import STEPS
from docutils import nodes

from press.directives import MystDirective
from press.pages import PACKAGE, page, parts
from press.predict import name_of


class Opener(MystDirective):
    def run(self):
        here = page(self.env.docname)
        facts = here.facts
        for fact in ("needs", "gives"):
            if fact not in facts:
                raise self.error(f"the front matter says nothing of what this chapter {fact}")
        needs = ", ".join(f"{{doc}}`{step}`" for step in facts["needs"]) or "a little Python"
        return self.parse(
            f":::{{div}} opener\n**{here.minutes} minutes.** You need: {needs}. "
            f"You get: {facts['gives']}.\n:::"
        )


class Map(MystDirective):
    """All steps with their minutes; on the page of a part its steps, and what each gives."""

    def run(self):
        here = self.env.docname
        self.depends_on(*STEPS)
        for step in STEPS:  # whose listings take minutes
            self.env.note_dependency(str(PACKAGE / f"{step}.py"))
        lines, names = [], {}
        is_paper = self.env.app.builder.name == "latex"
        comma = "," if is_paper else ""  # on the site they stand at the end of the line
        for opening, steps in parts():
            if here not in (opening, self.env.config.root_doc):
                continue
            if here != opening:
                part = page(opening).title if is_paper else f"{{doc}}`{opening}`"
                lines += [f"{part}: {sum(page(step).minutes for step in steps)} minutes", ""]
            for step in steps:
                lines.append(
                    f"{page(step).number}. {{doc}}`{step}`{comma} "
                    f"[{page(step).minutes} minutes]{{.minutes}}"
                )
                if here == opening:
                    lines += ["", f"   {page(step).facts['gives']}", ""]
                names[step] = [
                    *(facts["name"] for facts in page(step).exercises.values()),
                    *(f"walk/{walk}" for walk in page(step).walks),
                    *(name_of(step, question) for question in page(step).questions),
                ]
            lines.append("")
        data = (
            '<script type="application/json" class="exercises-of-chapters">'
            f"{json.dumps(names)}</script>"
        )
        listed = self.parse("\n".join([":::{div} map", *lines, ":::"]))
        return [*listed, nodes.raw("", data, format="html")]


def setup(app):
    app.add_directive("opener", Opener)
    app.add_directive("map", Map)
