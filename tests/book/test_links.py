"""Links that lead back, and links that say what comes.

Looked at in the built pages, and compared with what the sources say: the
glossary, the front matter and the lines of the modules. Each link is followed
to the element that it names, and back.
"""

import re
from itertools import dropwhile, pairwise

import parsed
import pytest
import source
from faults import each
from press.pages import page as source_of_page
from source import PACKAGE, PAGES, STEPS

pytestmark = pytest.mark.xdist_group("site")
PARTS = [page for page in PAGES if page.startswith("part_")]

ENTRIES = source_of_page("glossary").glossary


@pytest.fixture(scope="session")
def soups(html):
    return {page: parsed.page(html / f"{page}.html") for page in PAGES}


def slug(word):
    return "term-" + re.sub(r"\W+", "-", word)


@each("word, meaning, page", ENTRIES)
def test_a_word_and_its_definition_lead_to_each_other(
    soups, word, meaning, page
):
    place = soups[page].find("strong", id=slug(word.lower()))
    link = place.find("a", class_="word")
    assert link["href"] == f"glossary.html#{slug(word)}"
    assert link["title"].startswith(re.sub(r"[^\w ].*", "", meaning))
    entry = soups["glossary"].find("dt", id=slug(word))
    back = entry.find_next("dd").find("a")
    assert back["href"] == f"{page}.html#{slug(word.lower())}"


@each("page", STEPS)
def test_a_page_links_a_word_once_and_only_what_was_defined(soups, page):
    links = [
        link["href"]
        for link in soups[page].select("a.word")
        if link.parent.name != "strong"
    ]
    assert len(links) == len(set(links))
    known = {
        f"glossary.html#{slug(word)}"
        for word, _, defined in ENTRIES
        if PAGES.index(defined) < PAGES.index(page)
    }
    assert set(links) <= known


@each("page", PAGES)
def test_what_has_a_number_leads_to_where_it_is_mentioned(soups, page):
    """And each mention of it leads there: both ways."""
    article = soups[page].select_one("article")
    for mention in article.select("[id^=mention-]"):
        target, _, place = mention.find("a")["href"].partition("#")
        goal = soups[target.removesuffix(".html") or page].find(id=place)
        box = goal.parent if goal.name == "span" else goal
        seen = box.select(".mentions a") or box.find_next(
            class_="mentions"
        ).select("a")
        sections = {link["href"].partition("#")[0] for link in seen}
        assert (f"{page}.html" if target else "") in sections, mention


@pytest.fixture(scope="session")
def captions(soups):
    """The links of all listings to the modules they are from."""
    return [
        link
        for soup in soups.values()
        for link in soup.select('.code-block-caption a[href^="code-"]')
    ]


@each("module", source.MODULES)
def test_a_listing_leads_to_its_lines(captions, html, module):
    file = (html / f"code-{module}.html").read_text("utf-8")
    lines = (PACKAGE / f"{module}.py").read_text("utf-8").splitlines()
    found = [
        link
        for link in captions
        if link["href"].startswith(f"code-{module}.html#")
    ]
    assert found
    for link in found:
        number = int(link["href"].rpartition("-")[2])
        shown = link.find_next("pre").text
        kinds = r"^(def|class) \w+", r"^[A-Z_]+ ="
        [begun, *_] = [m[0] for k in kinds for m in re.finditer(k, shown, re.M)]
        there = dropwhile(lambda line: line.startswith("@"), lines[number - 1 :])
        assert next(there).startswith(begun), begun
        assert f'id="line-{number}"' in file


@each("page, following", [*pairwise(STEPS)])
def test_the_end_of_a_step_says_what_comes(soups, page, following):
    gives = source_of_page(following).facts["gives"]
    link = soups[page].select_one(".prev-next-area a.right-next")
    after = PAGES[PAGES.index(page) + 1]
    if after == following:
        assert link.select_one(".prev-next-gives").text == gives
    else:  # a part begins
        assert after in PARTS and link["href"] == f"{after}.html"


def test_pages_of_parts_list_their_steps(soups):
    listed = [
        [link["href"] for link in soups[part].select(".map a")]
        for part in PARTS
    ]
    assert sum(listed, []) == [f"{step}.html" for step in STEPS]
