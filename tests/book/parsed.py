"""What was built, read once: the pages of the site and the PDFs.

Most tests in this folder look at the same pages and at the same two PDFs,
and to parse a page costs more than all that is asked of it. So each file is
parsed when the first test asks for it, and remembered by its path, which
stands for its content: nothing here is built again while tests run, and no
test changes what it gets. Tests that go through the whole site are of one
group (`site`), and those of a PDF too (`paper`, `screen`), so that of
several processes only one parses them.
"""

import functools
from typing import NamedTuple

from bs4 import BeautifulSoup
from pypdf import PdfReader


@functools.cache
def page(path):
    """A page of the site, for reading."""
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


@functools.cache
def places(path):
    """The names in a page to which a link can lead."""
    tags = page(path).select("[id], [name]")
    return {tag.get(key) for tag in tags for key in ("id", "name")}


class Sheet(NamedTuple):
    """A page of a PDF."""

    text: str
    lines: list  # from above, each as its height and its text


@functools.cache
def pdf(path):
    return PdfReader(path)


@functools.cache
def sheets(path):
    """The pages of a PDF."""
    return [sheet(page) for page in pdf(path).pages]


def sheet(page):
    """Text and lines in one pass, which is what takes time."""
    found = {}

    def take(text, matrix, place, font, size):
        if text.strip():
            height = round(matrix[5] + place[5] * matrix[3])
            found[height] = found.get(height, "") + text

    text = page.extract_text(visitor_text=take)
    return Sheet(text, sorted(found.items(), reverse=True))
