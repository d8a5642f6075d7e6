"""What a chapter says of itself: its minutes, and from its front matter what it needs and gives.

`{opener}` prints it below a chapter's title, `{map}` makes the table of all steps.
"""

import json
import re
from pathlib import Path

import yaml
from backprop import STEPS
from book_exercises import exercises
from book_minutes import minutes
from book_myst import ROOT, MystDirective, chapter_source
from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform


def front_matter(page):
    """What a page says of itself before it begins, if it does."""
    before, *text = chapter_source(page).split("---\n")
    return yaml.safe_load(text[0]) if text and not before else {}


class Opener(MystDirective):
    def run(self):
        facts = front_matter(self.env.docname)
        for fact in ("needs", "gives"):
            if fact not in facts:
                raise self.error(f"the front matter says nothing of what this chapter {fact}")
        needs = ", ".join(f"{{doc}}`{step}`" for step in facts["needs"]) or "a little Python"
        return self.parse(
            f":::{{div}} opener\n**{minutes(self.env.docname)} minutes.** You need: {needs}. "
            f"You get: {facts['gives']}.\n:::"
        )


def parts():
    """The parts of the book that have steps: page of the part, and its steps."""
    pages = [part["chapters"] for part in toc()["parts"]]
    for (opening, *rest), chapters in zip(pages, pages[1:], strict=False):
        steps = [page["file"] for page in chapters if page["file"] in STEPS]
        if steps and not rest:
            yield opening["file"], steps


def title_of(page):
    return re.search(r"^# (.+)", chapter_source(page), flags=re.M)[1]


def toc():
    return yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))


class Map(MystDirective):
    """All steps with their minutes; on the page of a part its steps, and what each gives."""

    def run(self):
        here = self.env.docname
        lines, names = [], {}
        is_paper = self.env.app.builder.name == "latex"
        comma = "," if is_paper else ""  # on the site they stand at the end of the line
        for page, steps in parts():
            if here not in (page, self.env.config.root_doc):
                continue
            if here != page:
                part = title_of(page) if is_paper else f"{{doc}}`{page}`"
                lines += [f"{part}: {sum(map(minutes, steps))} minutes", ""]
            for step in steps:
                lines.append(
                    f"{STEPS.index(step) + 1}. {{doc}}`{step}`{comma} "
                    f"[{minutes(step)} minutes]{{.minutes}}"
                )
                if here == page:
                    lines += ["", f"   {front_matter(step)['gives']}", ""]
                names[step] = [facts["name"] for _, facts in exercises(step)]
            lines.append("")
        data = (
            '<script type="application/json" class="exercises-of-chapters">'
            f"{json.dumps(names)}</script>"
        )
        listed = self.parse("\n".join([":::{div} map", *lines, ":::"]))
        return [*listed, nodes.raw("", data, format="html")]


class PaperHasParts(SphinxPostTransform):
    """On paper a part begins with LaTeX's own page, and the page of the part is left out."""

    default_priority = 1
    formats = ("latex",)

    def run(self):
        openings = {page for page, _ in parts()}
        for file in list(self.document.findall(addnodes.start_of_file)):
            if file["docname"] in openings:
                file.parent.parent.remove(file.parent)


def say_what_comes(app, pagename, templatename, context, doctree):
    """Give the links to the pages before and after what these pages give."""
    for side in ("prev", "next"):
        if link := context.get(side):
            page = Path(link["link"]).stem
            link["gives"] = front_matter(page).get("gives") if page in STEPS else None


def setup(app):
    app.add_post_transform(PaperHasParts)
    app.connect("html-page-context", say_what_comes)
    app.add_directive("opener", Opener)
    app.add_directive("map", Map)
    return {
        "version": "1",
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
