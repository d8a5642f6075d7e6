"""The built pages: links, headings, images, and nothing from elsewhere.

Read as HTML, without a browser, so that every page can be asked everything.
Each rule is a function that is shown a page with one thing broken; and `make
read` is started, to see that it serves the site.
"""

import os
import signal
import socket
import subprocess
import time
from collections import Counter
from itertools import pairwise
from urllib.error import URLError
from urllib.parse import unquote, urlsplit
from urllib.request import urlopen

import parsed
import pytest
import test_anchors
from faults import each, refuse
from source import EVERY, ROOT

every_page = each("page", EVERY)
pytestmark = pytest.mark.xdist_group("site")
FETCHED = "script, link, img, iframe, audio, video, source, object, embed"


def is_elsewhere(address):
    return bool(urlsplit(address).netloc)


def dead_links(path):
    """Yield the addresses on a page that lead to no file or no place in it."""
    for tag in parsed.page(path).select("[href], [src]"):
        address = tag.get("href") or tag.get("src") or ""
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        target = path
        if parts.path:
            target = (path.parent / unquote(parts.path)).resolve()
        if not target.is_file():
            yield f"{address}: no such file"
        elif parts.fragment and target.suffix == ".html":
            if unquote(parts.fragment) not in parsed.places(target):
                yield f"{address}: no such place"


def fetched_from_elsewhere(soup):
    """Yield what a browser would fetch from another host."""
    for tag in soup.select(FETCHED):
        for name in ("href", "src", "data", "poster", "srcset"):
            if is_elsewhere(tag.get(name, "")):
                if "canonical" not in tag.get("rel", []):
                    yield str(tag)


def faults(soup):
    """Yield what is wrong with a page by itself."""
    for image in soup.select("img"):
        if not image.get("alt", "").strip():
            yield f"no alt: {image}"
    if len(soup.select("h1")) != 1:
        yield f"h1: {soup.select('h1')}"
    levels = [int(tag.name[1]) for tag in soup.select("article :is(h1, h2, h3, h4)")]
    if any(below > above + 1 for above, below in pairwise(levels)):
        yield f"headings jump: {levels}"
    if not soup.html.get("lang"):
        yield "no lang"
    if not soup.select("link[rel~=icon]"):
        yield "no icon, so that each visit ends in a 404"
    texts = soup.find_all(string=True)
    for mark in ("```", ":::", "{doc}", "{ref}", "{numref}", "{eq}"):
        if any(mark in text for text in texts):
            yield f"markup that is shown instead of obeyed: {mark}"
    ids = Counter(tag["id"] for tag in soup.find_all(id=True))
    for twice in sorted(name for name in ids if ids[name] > 1):
        yield f"two places have the id {twice}"


def test_every_page_is_built(html):
    files = (path.relative_to(html) for path in html.rglob("*.html"))
    built = {p.as_posix() for p in files if "_static" not in p.parts}
    moved = {old for old in test_anchors.MOVED if "#" not in old}
    assert built == {f"{page}.html" for page in EVERY} | moved


@every_page
def test_links_lead_somewhere(html, page):
    found = dead_links(html / f"{page}.html")
    refuse(f"{page}.html: {what}" for what in found)


@every_page
def test_nothing_is_fetched_from_elsewhere(html, page):
    found = fetched_from_elsewhere(parsed.page(html / f"{page}.html"))
    refuse(f"{page}.html: {what}" for what in found)


@every_page
def test_page_has_no_fault(html, page):
    found = faults(parsed.page(html / f"{page}.html"))
    refuse(f"{page}.html: {what}" for what in found)


GOOD = """<html lang="en"><link rel="icon" href="icon.svg"><h1 id="a">A</h1>
<img src="icon.svg" alt="Icon"><a href="#a">a</a><a href="https://a.org">b</a>
"""


@pytest.mark.parametrize(
    "old, new",
    [
        ('href="#a"', 'href="#b"'),
        ('href="#a"', 'href="page.html#b"'),
        ('href="#a"', 'href="nowhere.html"'),
        ('src="icon.svg"', 'src="nothing.svg"'),
        ('src="icon.svg"', 'src="https://a.org/icon.svg"'),
        ('href="icon.svg"', 'href="//a.org/icon.svg"'),
        ("<h1", '<script src="https://a.org/a.js"></script><h1'),
        (' alt="Icon"', ""),
        ('alt="Icon"', 'alt=" "'),
        ("<h1", "<h1>Another</h1><h1"),
        ("<img", "<article><h2>B</h2><h4>C</h4></article><img"),
        ("h1", "h2"),
        (' lang="en"', ""),
        ('rel="icon"', 'rel="next"'),
        ("<img", '<img id="a"'),
        ("<img", "```{csv-table} A `title`\n<img"),
    ],
)
def test_a_broken_page_is_found(tmp_path, old, new):
    (tmp_path / "icon.svg").touch()

    def found(name, text):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        soup = parsed.page(path)
        return [
            *dead_links(path),
            *fetched_from_elsewhere(soup),
            *faults(soup),
        ]

    assert found("good.html", GOOD) == []
    assert GOOD.replace(old, new) != GOOD
    assert len(found("page.html", GOOD.replace(old, new))) == 1


def test_make_read_serves_the_site(html):
    """With the types without which no browser starts Python."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = html.parent.parent
    server = subprocess.Popen(
        ["make", "read", f"OUT={folder}", f"PORT={port}"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        for name, kind in (
            ("index.html", "text/html"),
            ("_static/python/worker.mjs", "javascript"),
            ("_static/python/pyodide.asm.wasm", "application/wasm"),
        ):
            address = f"http://localhost:{port}/{name}"
            assert kind in answer_of(address).headers["Content-Type"]
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def test_make_read_says_why_it_cannot(html):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = subprocess.run(
            [
                "make",
                "read",
                f"OUT={html.parent.parent}",
                f"PORT={taken.getsockname()[1]}",
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode and "Address already in use" in done.stderr


def answer_of(address):
    """Ask until somebody answers."""
    for _ in range(100):
        try:
            return urlopen(address, timeout=5)
        except URLError:
            time.sleep(0.1)
    raise AssertionError(f"nobody answers at {address}")


def test_licences_of_others_come_with_the_site(html):
    text = (html / "_static" / "licences.txt").read_text("utf-8")
    for words in (
        "@codemirror/view",
        "@lezer/python",
        "mathjax",
        "Apache License",
        "Mozilla Public License, version 2.0",
        "PYTHON SOFTWARE FOUNDATION LICENSE",
        "Permission is hereby granted",
    ):
        assert words in text
