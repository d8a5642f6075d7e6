"""A page as its source says it, read once and asked by all: extensions, build and tests.

`page("gradients")` has the text, the front matter, the title, the number of the step, its exercises
and its minutes; `page("glossary").glossary` has the words. Nothing of Sphinx is here, so that a test
or a script may ask as well, and whoever wants to know something of a page's source finds one place
for it. What a page looks like when it is built is not known here: `links.py` and `index.py` ask the
document for that.
"""

import functools
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml
from backprop import STEPS

ROOT = Path(__file__).resolve().parents[3]
BOOK = ROOT / "book"
PACKAGE = ROOT / "code" / "backprop"
WORKBOOK = "code/backprop/workbook"

EXERCISE = re.compile(r"\{workbook\} (\w+)\n:title: (.+)\n")
WALK = re.compile(r"^`{3,}\{walk\} (\w+)$", flags=re.M)
OPTIONS = re.compile(r"^`{3,}\{code-cell\}[^\n]*\n---\n(.*?)^---$", flags=re.M | re.S)
WORD = re.compile(r"^(\w.*)\n  (.*): \{doc\}`(\w+)`", flags=re.M)


@dataclass(frozen=True)
class Page:
    name: str
    text: str

    @cached_property
    def facts(self):
        """What the page says of itself before it begins, if it does."""
        before, *rest = self.text.split("---\n")
        return yaml.safe_load(rest[0]) if rest and not before else {}

    @cached_property
    def title(self):
        return re.search(r"^# (.+)", self.text, flags=re.M)[1]

    @property
    def number(self):
        """Of the chapter; a page that is no step has none."""
        return STEPS.index(self.name) + 1

    @cached_property
    def exercises(self):
        """What is to be known of each exercise, by its name, in the order of the chapter."""
        return {
            exercise: {
                "name": f"{self.name}/{exercise}",
                "number": f"{self.number}.{position}",
                "title": title,
                "folder": f"{WORKBOOK}/{self.name}/{exercise}",
                "label": f"{self.name}-{exercise}".replace("_", "-"),
            }
            for position, (exercise, title) in enumerate(EXERCISE.findall(self.text), start=1)
        }

    @cached_property
    def walks(self):
        """The graphs that a reader walks through, in the order of the chapter."""
        return WALK.findall(self.text)

    @cached_property
    def questions(self):
        """What is asked before the outputs of cells, in the order of the chapter."""
        cells = [yaml.safe_load(options) for options in OPTIONS.findall(self.text)]
        return [cell["predict"]["ask"] for cell in cells if "predict" in cell]

    @cached_property
    def minutes(self):
        from press.minutes import minutes  # it asks listings, and they pages

        return minutes(self.text)

    @cached_property
    def glossary(self):
        """`(word, meaning, chapter that defines it)` of each entry."""
        return WORD.findall(self.text)


@functools.cache
def page(name):
    return Page(name, (BOOK / f"{name}.md").read_text("utf-8"))


@functools.cache
def toc():
    return yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))


def parts():
    """The parts of the book that have steps: page of the part, and its steps."""
    pages = [part["chapters"] for part in toc().get("parts", [])]
    for (opening, *rest), chapters in zip(pages, pages[1:], strict=False):
        steps = [each["file"] for each in chapters if each["file"] in STEPS]
        if steps and not rest:
            yield opening["file"], steps


def pages_in_order(env):
    """All pages that Sphinx has found, in the order of the table of contents."""
    seen, found = set(), [env.config.root_doc]
    while found:
        name = found.pop(0)
        if name not in seen:
            seen.add(name)
            yield name
            found[:0] = env.toctree_includes.get(name, [])
