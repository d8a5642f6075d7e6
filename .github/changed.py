"""Which pages of a built site differ from those of another: `changed.py OLD NEW`.

Writes NEW/changed.html, a list of links, and prints the same list. Two builds of the same sources
are the same bytes, so what differs was changed; but only the text and the figures of a page are
compared, not the frame around them, and not the page that says how long its build took.
"""

import sys
from html import escape
from pathlib import Path

from bs4 import BeautifulSoup

TIMES = "versions.html"
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>What changed</title>
<h1>What changed</h1>
{}
</html>
"""


def article(path):
    """What a page says, or nothing where there is none."""
    if not path.is_file():
        return None
    found = BeautifulSoup(path.read_text("utf-8"), "html.parser").find("article")
    return str(found) if found else None


def pages(site):
    return {path.relative_to(site).as_posix() for path in site.rglob("*.html")}


def changes(old, new):
    """Yield what became of each page that is not as it was."""
    for page in sorted((pages(old) | pages(new)) - {TIMES, "changed.html"}):
        before, after = article(old / page), article(new / page)
        if before != after:
            yield page, "new" if before is None else "gone" if after is None else "changed"


def write(old, new):
    found = list(changes(old, new))
    items = [
        f"<li>{page}: gone" if what == "gone" else f'<li><a href="{escape(page)}">{page}</a>: {what}'
        for page, what in found
    ]
    body = f"<ul>\n{chr(10).join(items)}\n</ul>" if found else "<p>No page reads differently.</p>"
    (new / "changed.html").write_text(PAGE.format(body), "utf-8")
    return found


if __name__ == "__main__":
    found = write(Path(sys.argv[1]), Path(sys.argv[2]))
    for page, what in found:
        print(f"* {page}: {what}")
    if not found:
        print("No page reads differently.")
