"""What a chapter says of itself: minutes, what it needs and what it gives, from its front matter.

`{opener}` prints it below a chapter's title, `{map}` makes the table of all steps.
"""

import yaml
from backprop import STEPS
from book_myst import MystDirective, chapter_source


def front_matter(page):
    return yaml.safe_load(chapter_source(page).split("---\n")[1])


class Opener(MystDirective):
    def run(self):
        facts = front_matter(self.env.docname)
        needs = ", ".join(f"{{doc}}`{step}`" for step in facts["needs"]) or "a little Python"
        return self.parse(
            f":::{{div}} opener\n**{facts['minutes']} minutes.** You need: {needs}. "
            f"You get: {facts['gives']}.\n:::"
        )


class Map(MystDirective):
    def run(self):
        rows, total = [], 0
        for number, step in enumerate(STEPS, start=1):
            facts = front_matter(step)
            total += facts["minutes"]
            rows.append(f"| {number}. {{doc}}`{step}` | {facts['minutes']} | {facts['gives']} |")
        head = ["| chapter | minutes | you get |", "| :--- | ---: | :--- |"]
        return self.parse("\n".join([*head, *rows, f"| together | {total} | |"]))


def setup(app):
    app.add_directive("opener", Opener)
    app.add_directive("map", Map)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
