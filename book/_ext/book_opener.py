"""What a chapter says of itself: its minutes, and from its front matter what it needs and gives.

`{opener}` prints it below a chapter's title, `{map}` makes the table of all steps.
"""

import json

import yaml
from backprop import STEPS
from book_exercises import exercises
from book_minutes import minutes
from book_myst import ROOT, MystDirective, chapter_source
from docutils import nodes
from sphinx import addnodes


def front_matter(page):
    return yaml.safe_load(chapter_source(page).split("---\n")[1])


class Opener(MystDirective):
    def run(self):
        facts = front_matter(self.env.docname)
        needs = ", ".join(f"{{doc}}`{step}`" for step in facts["needs"]) or "a little Python"
        return self.parse(
            f":::{{div}} opener\n**{minutes(self.env.docname)} minutes.** You need: {needs}. "
            f"You get: {facts['gives']}.\n:::"
        )


class Map(MystDirective):
    def run(self):
        rows = ["| chapter | minutes | you get |", "| :--- | ---: | :--- |"]
        for part in yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))["parts"]:
            steps = [page["file"] for page in part["chapters"] if page["file"] in STEPS]
            for step in steps:
                number, gives = (
                    STEPS.index(step) + 1,
                    front_matter(step)["gives"],
                )
                rows.append(f"| {number}. {{doc}}`{step}` | {minutes(step)} | {gives} |")
            if steps:
                rows.append(f"| *{part['caption']}* | *{sum(map(minutes, steps))}* | |")
        names = {step: [facts["name"] for _, facts in exercises(step)] for step in STEPS}
        data = (
            '<script type="application/json" class="exercises-of-chapters">'
            f"{json.dumps(names)}</script>"
        )
        column = r">{\raggedright\arraybackslash}p{%s\linewidth}"
        widths = addnodes.tabular_col_spec(spec=column % 0.34 + "r" + column % 0.48)
        table = self.parse("\n".join(rows))
        table[0]["classes"].append("longtable")  # on a small page it is longer than the page
        return [widths, *table, nodes.raw("", data, format="html")]


def setup(app):
    app.add_directive("opener", Opener)
    app.add_directive("map", Map)
    return {
        "version": "1",
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
