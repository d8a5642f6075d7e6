"""Links that last: nothing that was published leads nowhere.

The places of the built site are compared with book/anchors.txt, and that list
with its own history in git, as who takes a line off it would hide what is
lost. That a stub and a script do forward, a browser shows.
"""

import subprocess

import parsed
import pytest
from press import anchors
from source import BOOK, ROOT

LISTED = anchors.read(anchors.ANCHORS).split()
MOVED = anchors.redirects(anchors.read(anchors.REDIRECTS))
site = pytest.mark.xdist_group("site")


@pytest.fixture(scope="session")
def known(html):
    return set(anchors.places(html, parsed.page))


@site
def test_every_published_place_is_there_or_forwards(known):
    dead = anchors.dead(LISTED, known, MOVED)
    assert dead == [], "say in book/redirects.txt where they went"


@site
def test_every_place_is_listed(known):
    new = sorted(known - set(LISTED))
    assert new == [], "run `make anchors`, which adds them"


def test_the_list_is_sorted():
    assert LISTED == sorted(set(LISTED))


@pytest.mark.parametrize("kind", ["figure", "table", "listing", "equation"])
def test_what_has_a_number_is_listed(kind):
    assert any(f"#{kind}-" in place for place in LISTED)


def test_what_has_a_name_is_listed():
    for place in (
        "derivatives.html#the-best-step",
        "derivatives.html#exercise-derivatives-stuck",
        "glossary.html#term-gradient",
    ):
        assert place in LISTED


def git(*arguments):
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True
    )
    return done.stdout if done.returncode == 0 else ""


def test_no_place_was_taken_off_the_list():
    path = anchors.ANCHORS.relative_to(ROOT)
    bases = [git("merge-base", "HEAD", "origin/main").strip(), "HEAD"]
    for base in filter(None, bases):
        before = git("show", f"{base}:{path.as_posix()}").split()
        gone = sorted(set(before) - set(LISTED))
        assert gone == [], f"put back into {path}: readers have such links"


OLD = {"a.html", "a.html#x", "a.html#y", "b.html"}
NOW = {"b.html", "b.html#x", "c.html", "c.html#z"}


@pytest.mark.parametrize(
    "text, dead",
    [
        ("", {"a.html", "a.html#x", "a.html#y"}),
        ("# a.html b.html", {"a.html", "a.html#x", "a.html#y"}),
        ("a.html b.html", {"a.html#y"}),
        ("a.html b.html\na.html#y c.html#z", set()),
        ("a.html b.html\na.html#y d.html", {"a.html#y"}),
        ("a.html b.html\na.html#y a.html#y", {"a.html#y"}),
        ("a.html d.html\nd.html b.html\nd.html#y c.html#z", set()),
        ("a.html c.html#z", set()),
    ],
)
def test_what_is_dead_is_found(text, dead):
    moved = anchors.redirects(text)
    assert set(anchors.dead(OLD, NOW, moved)) == dead


PAGE = """<article class="bd-article"><section id="a"><span id="b"></span>
<figure id="c"></figure><div class="math" id="d"></div><dl><dt id="e"></dt></dl>
<div id="not"></div><span id="id7"></span></section></article>"""


def test_places_of_a_page(tmp_path):
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    (tmp_path / "404.html").write_text(PAGE, "utf-8")
    names = [f"page.html#{name}" for name in "abcde"]
    assert list(anchors.places(tmp_path)) == ["page.html", *names]


def test_a_moved_page_forwards(tmp_path, browser):
    (tmp_path / "new.html").write_text("<h1 id='x'>New</h1>", "utf-8")
    moved = {"old.html": "new.html", "one.html": "new.html#x"}
    anchors.write_stubs(tmp_path, moved)
    anchors.write_stubs(tmp_path, moved)  # over those of the last build
    page = browser.new_page()
    for old, new in (
        ("old.html", "new.html"),
        ("old.html#x", "new.html#x"),
        ("one.html#y", "new.html#x"),
    ):
        page.goto((tmp_path / old.partition("#")[0]).as_uri() + old[8:])
        page.wait_for_url(f"**/{new}")
    page.close()


def test_a_page_that_is_there_is_not_written_over(tmp_path):
    (tmp_path / "old.html").write_text("<h1>Old</h1>", "utf-8")
    with pytest.raises(anchors.ExtensionError, match="old.html, which is"):
        anchors.write_stubs(tmp_path, {"old.html": "new.html"})


def test_a_moved_place_forwards(tmp_path, browser):
    (tmp_path / "new.html").write_text("<h1 id='x'>New</h1>", "utf-8")
    script = anchors.FORWARD.format(moved='{"x": "new.html#x"}')
    text = f"<h1 id='y'>Old</h1><script>{script}</script>"
    (tmp_path / "old.html").write_text(text, "utf-8")
    page = browser.new_page()
    address = (tmp_path / "old.html").as_uri()
    page.goto(f"{address}#y")
    assert page.url.endswith("old.html#y")
    page.evaluate("location.hash = 'x'")
    page.wait_for_url("**/new.html#x")
    page.goto(f"{address}#x")
    page.wait_for_url("**/new.html#x")
    page.close()


def test_make_anchors_only_adds(tmp_path):
    """On a copy of the list."""
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    copy = tmp_path / "anchors.txt"
    copy.write_text("gone.html\npage.html\n", "utf-8")
    assert anchors.add(tmp_path, copy) == 5
    assert copy.read_text("utf-8").split()[:2] == ["gone.html", "page.html"]
    assert anchors.add(tmp_path, copy) == 0
    assert BOOK in anchors.ANCHORS.parents
