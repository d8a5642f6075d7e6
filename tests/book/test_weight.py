"""Pages are light, and fetch no more than they need.

The bounds are in bytes of the files, because these are the same on each
machine; how long it takes until a page can be read was measured by
`make speed`, and is held to its bound in book/speed.csv.
"""

import re

from faults import each
from press.costs import speed
from source import EVERY

HEAVIEST = 150_000  # bytes of HTML
SLOWEST = 1000  # milliseconds until a page can be read, see speed.py


@each("page", EVERY)
def test_page_is_light(html, page):
    assert (html / f"{page}.html").stat().st_size <= HEAVIEST


@each("page", EVERY)
def test_mathjax_is_loaded_where_there_is_mathematics(html, page):
    text = (html / f"{page}.html").read_text("utf-8")
    has_formula = re.search(r'class="math[ "]', text) is not None
    assert ("tex-chtml-full.js" in text) == has_formula


def test_fonts_are_small_and_ours(html):
    fonts = list((html / "_static" / "fonts").iterdir())
    assert {font.suffix for font in fonts} == {".woff2"}
    assert sum(font.stat().st_size for font in fonts) <= HEAVIEST
    style = (html / "_static" / "book.css").read_text("utf-8")
    asked = re.findall(r"url\(fonts/(.+?)\)", style)
    assert sorted(asked) == sorted(font.name for font in fonts)


def test_every_page_can_be_read_at_once():
    """By the last measurement; `make speed` measures again."""
    painted = {page: float(time) for page, (time, _) in speed().items()}
    assert set(painted) >= set(EVERY), "run `make speed`"
    assert {
        page: time for page, time in painted.items() if time > SLOWEST
    } == {}
