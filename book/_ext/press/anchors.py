"""Links that last: what was published stays, or forwards to where it went.

book/anchors.txt lists every place that a link can lead to, and only grows: `make anchors` adds the
new ones. What moves gets a line in book/redirects.txt, the old place and the new one:

    nudging.html derivatives.html
    derivatives.html#check derivatives.html#the-referee

A host of plain files forwards nothing, and what stands behind a # never reaches a host. So the
pages do it: where a page was, a stub is written at the end of the build; where a section was, its
page gets a script. The places are read from the HTML itself, because only that is what others link
to.
"""

import json
import re
import sys
from html import escape
from pathlib import Path

from bs4 import BeautifulSoup
from sphinx.errors import ExtensionError

from press.pages import BOOK

ANCHORS = BOOK / "anchors.txt"
REDIRECTS = BOOK / "redirects.txt"
PLACES = "section, span, figure, div.math, div.literal-block-wrapper, table, dt, div.exercise"

STUB = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>This page has moved</title>
<link rel="canonical" href="{canonical}">
<script>location.replace({new} + ({new}.includes("#") ? "" : location.hash));</script>
<noscript><meta http-equiv="refresh" content="0; url={href}"></noscript>
<h1>This page has moved</h1>
<p>It is <a href="{href}">here</a> now.</p>
</html>
"""
FORWARD = """\
const forward = () => {{
  const moved = {moved}[location.hash.slice(1)];
  if (moved) location.replace(moved);
}};
forward();
addEventListener("hashchange", forward);"""


def redirects(text):
    """The new place of each old one."""
    lines = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {old: new for old, new in lines}


# what has no name of its own, and changes when something is written above it
NUMBERED = re.compile(r"(id|mention-|line-)\d+")


def parse(path):
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


def places(html, parse=parse):
    """Every place of the built site that a link can lead to: its pages, and what has a name there."""
    for path in sorted(html.glob("*.html")):
        article = parse(path).select_one(".bd-article")
        if article is None or path.name in ("404.html", "search.html"):
            continue
        yield path.name
        for tag in article.select(PLACES):
            if tag.get("id") and not NUMBERED.fullmatch(tag["id"]):
                yield f"{path.name}#{tag['id']}"


def destination(place, known, moved):
    """Where a link to a place ends; None if nowhere."""
    seen = set()
    while place not in known and place not in seen:
        seen.add(place)
        page, _, name = place.partition("#")
        if place in moved:
            place = moved[place]
        elif page in moved:
            place = moved[page] if "#" in moved[page] else f"{moved[page]}#{name}"
    return place if place in known else None


def dead(listed, known, moved):
    """What was published and leads nowhere now."""
    return [place for place in listed if destination(place, known, moved) is None]


def read(path):
    return path.read_text("utf-8") if path.exists() else ""


def add(html, path=ANCHORS):
    """Add the places of the built site that the list lacks; return how many."""
    listed, found = set(read(path).split()), set(places(html))
    path.write_text("\n".join(sorted(listed | found)) + "\n", "utf-8")
    return len(found - listed)


def forward_anchors(app, pagename, templatename, context, doctree):
    """On a page from which something has moved, a script that goes after it."""
    if app.builder.name != "html":
        return
    start = f"{pagename}.html#"
    moved = {
        old.removeprefix(start): new
        for old, new in redirects(read(REDIRECTS)).items()
        if old.startswith(start)
    }
    if moved:
        app.add_js_file(None, body=FORWARD.format(moved=json.dumps(moved)))


def forward_pages(app, exception):
    if exception is None and app.builder.name == "html":
        write_stubs(Path(app.outdir), redirects(read(REDIRECTS)), app.config.html_baseurl)


def write_stubs(html, moved, site=""):
    """In the place of each page that has moved, a page that forwards.

    Raises
    ------
    ExtensionError
        If the page is still there.
    """
    for old, new in moved.items():
        if "#" in old:
            continue
        path = html / old
        if path.exists() and "This page has moved" not in read(path):
            raise ExtensionError(f"book/redirects.txt forwards from {old}, which is a page")
        facts = {"new": json.dumps(new), "href": escape(new), "canonical": escape(site + new)}
        path.write_text(STUB.format(**facts), "utf-8")


def setup(app):
    app.connect("html-page-context", forward_anchors)
    app.connect("build-finished", forward_pages)


if __name__ == "__main__":
    print(f"  {add(Path(sys.argv[1]))} new in book/anchors.txt")
