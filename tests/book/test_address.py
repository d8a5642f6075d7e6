"""What needs the address of the book: there when it is known, and else not invented.

Two sites are looked at: the one that `make` builds, without an address, and
the one that `build.py` built as the workflow would that publishes it.
"""

import re
import struct
from xml.etree import ElementTree

import parsed
import pytest
import source
from backprop.figures import cover
from build import REPOSITORY
from faults import each
from press.address import address
from press.notebook import has_notebook
from press.pages import page as source_of_page
from press.wheel import NAME, WHEEL
from source import FILES, PAGES, STEPS
from sphinx.errors import ConfigError

HERE = address({"REPOSITORY": REPOSITORY})
SITE = "https://ada.github.io/engine/"


def test_the_address_of_the_site():
    assert address({}) == ("", "") == address({"REPOSITORY": "", "SITE": ""})
    assert HERE == ("Ada/engine", SITE)
    assert address({"REPOSITORY": "ada/ada.github.io"}).site == SITE[:-7]
    moved = address({"REPOSITORY": "a/b", "SITE": "https://a.org/book"})
    assert moved.site == "https://a.org/book/"
    assert moved.source == "https://github.com/a/b"
    assert moved.folder == "/book/"
    assert address({"SITE": "https://a.org"}) == ("", "https://a.org/")


@pytest.mark.parametrize(
    "name, value",
    [
        ("REPOSITORY", "engine"),
        ("REPOSITORY", "ada/engine/tree"),
        ("REPOSITORY", "https://github.com/ada/engine"),
        ("REPOSITORY", "ada /engine"),
        ("REPOSITORY", "ada/engine\n"),
        ("SITE", "ada.org"),
        ("SITE", "https://"),
        ("SITE", "https://ada.org/?a"),
    ],
)
def test_a_wrong_address_is_named(name, value):
    with pytest.raises(ConfigError, match=f"{name} must be .* not"):
        address({name: value})


def test_where_a_notebook_runs():
    assert address({}).launch("notebooks/scalar.ipynb") == {}
    assert HERE.launch("notebooks/scalar.ipynb") == {
        "Colab": "https://colab.research.google.com/github/Ada/engine/blob/"
        "gh-pages/notebooks/scalar.ipynb",
        "Binder": "https://mybinder.org/v2/gh/Ada/engine/gh-pages"
        "?urlpath=lab/tree/notebooks/scalar.ipynb",
    }


@pytest.fixture(scope="session")
def soups(published):
    return {
        page: parsed.page(published / f"{page}.html")
        for page in [*PAGES, "404"]
    }


def meta(soup, name):
    found = soup.select(f'meta[name="{name}"], meta[property="{name}"]')
    assert len(found) == 1, (name, found)
    return found[0]["content"]


@pytest.mark.xdist_group("published")
@each("page", PAGES)
def test_a_page_says_where_it_is(soups, page):
    soup = soups[page]
    assert (
        soup.select_one("link[rel=canonical]")["href"] == f"{SITE}{page}.html"
    )
    assert meta(soup, "og:url") == f"{SITE}{page}.html"
    assert meta(soup, "og:image") == f"{SITE}_static/card.png"
    assert meta(soup, "og:description") == meta(soup, "description")
    links = [link["href"] for link in soup.select(".article-header-buttons a")]
    source = HERE.source
    assert {source, f"{source}/edit/main/book/{page}.md"} <= set(links)
    assert any(link.startswith(f"{source}/issues/new") for link in links)
    launch = set(HERE.launch(f"notebooks/{page}.ipynb").values())
    assert (launch & set(links)) == (launch if has_notebook(page) else set())


@pytest.mark.xdist_group("published")
def test_the_lost_page_works_at_any_depth(soups, published):
    for tag in soups["404"].select("[href], [src], [action]"):
        link = tag.get("href") or tag.get("src") or tag.get("action")
        if not re.match(r"https?:|#|data:", link):
            assert link.startswith("/engine/"), link
            path = link.removeprefix("/engine/").partition("?")[0]
            assert (published / path.partition("#")[0]).exists(), link
    assert soups["404"].html["data-content_root"] == "/engine/"


def test_sitemap_and_robots(published):
    tree = ElementTree.parse(published / "sitemap.xml")
    found = {each.text for each in tree.iter() if each.tag.endswith("loc")}
    assert found == {f"{SITE}{page}.html" for page in (*PAGES, *FILES)}
    robots = (published / "robots.txt").read_text("utf-8")
    assert f"Sitemap: {SITE}sitemap.xml\n" in robots


def test_the_card_has_its_size(published):
    header = (published / "_static" / "card.png").read_bytes()[:24]
    assert struct.unpack(">8sI4sII", header)[3:] == (1200, 630)


def test_a_notebook_installs_from_the_site_and_binder_from_the_repository(published):
    text = (published / "notebooks" / "scalar.ipynb").read_text("utf-8")
    assert f"{NAME}[figures] @ {SITE}{WHEEL}" in text
    assert (published / WHEEL).exists()
    binder = (published / "binder" / "requirements.txt").read_text("utf-8")
    locked = (source.ROOT / "requirements.txt").read_text("utf-8")
    assert binder.startswith(f"{NAME}[figures] @ git+{HERE.source}\n")
    for name in ("numpy", "matplotlib"):
        pin = re.search(rf"^{name}==\S+$", binder, flags=re.M)[0]
        assert re.search(rf"^{re.escape(pin)}\b", locked, flags=re.M)


UNKNOWN = (
    'rel="canonical" href="http',
    "og:url",
    "github.io",
    "colab.research",
    "mybinder",
)


def test_without_an_address_none_is_invented(html):
    for path in [*html.glob("*.html"), *html.glob("notebooks/*")]:
        text = path.read_text("utf-8")
        assert [word for word in UNKNOWN if word in text] == [], path
    assert not (html / "sitemap.xml").exists()
    assert not (html / "binder").exists()
    assert "Sitemap" not in (html / "robots.txt").read_text("utf-8")
    assert (html / ".nojekyll").exists()


@pytest.mark.xdist_group("site")
def test_every_page_says_what_it_is(html):
    texts = {}
    for page in PAGES:
        texts[page] = meta(parsed.page(html / f"{page}.html"), "description")
        assert 20 < len(texts[page]) < 250
    assert len(set(texts.values())) == len(PAGES)
    for step in STEPS:
        assert source_of_page(step).facts["gives"] in texts[step]


def test_the_card_is_the_same_each_time(tmp_path):
    for name in ("a.png", "b.png"):
        cover.draw_card(tmp_path / name, "A title")
    assert (tmp_path / "a.png").read_bytes() == (
        tmp_path / "b.png"
    ).read_bytes()
