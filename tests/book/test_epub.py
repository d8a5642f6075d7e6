"""The book for e-readers.

epubcheck judges the file, and is shown a broken one too. What it cannot know
is compared with the site: that all pages are there, that none needs a script,
and that solutions are at the end only.
"""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import parsed
import pytest
from backprop import workbook
from backprop.figures import walks
from bs4 import BeautifulSoup
from faults import each
from press import epub
from press.pages import page as source_of_page
from served import lacking
from source import CONFIG, PAGES, STEPS

site = pytest.mark.xdist_group("site")
JAR = Path("/usr/share/java/epubcheck.jar")


@pytest.fixture(scope="session")
def path(finished):
    return finished / f"{epub.NAME}.epub"


@pytest.fixture(scope="session")
def archive(path):
    with zipfile.ZipFile(path) as archive:
        yield archive


@pytest.fixture(scope="session")
def pages(archive):
    return {
        page: BeautifulSoup(archive.read(f"{page}.xhtml"), "html.parser")
        for page in PAGES
    }


def epubcheck(path):
    if not (shutil.which("java") and JAR.exists()):
        lacking("no epubcheck: apt-get install epubcheck")
    command = ["java", "-jar", JAR, "--failonwarnings", path]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_epubcheck_finds_nothing(path):
    code, said = epubcheck(path)
    assert code == 0, said
    assert "0 fatals / 0 errors / 0 warnings" in said


def test_epubcheck_finds_something(path, archive, tmp_path):
    broken = tmp_path / "broken.epub"
    with zipfile.ZipFile(broken, "w") as copy:
        for info in archive.infolist():
            text = archive.read(info)
            copy.writestr(
                info.filename, text.replace(b' properties="mathml"', b"")
            )
    code, said = epubcheck(broken)
    assert code and "mathml" in said


def test_metadata(archive):
    content = archive.read("content.opf").decode()
    assert f"<dc:title>{CONFIG['title']}</dc:title>" in content
    assert f"<dc:creator>{CONFIG['author']}</dc:creator>" in content
    assert "<dc:language>en</dc:language>" in content
    assert re.search(r'<dc:identifier id="book">urn:uuid:[\w-]{36}<', content)
    assert re.search(r"<dc:date>\d{4}-\d\d-\d\dT[\d:]{8}Z</dc:date>", content)
    assert 'properties="cover-image"' in content
    assert "unknown" not in content


def test_all_pages_are_in_it_and_in_its_contents(archive):
    contents = archive.read("nav.xhtml").decode()
    for page in PAGES:
        assert f'href="{page}.xhtml"' in contents
    assert "404.xhtml" not in archive.namelist()


@site
@each("page", PAGES)
def test_a_page_needs_no_script(pages, html, page):
    soup = pages[page]
    assert soup.select("script, input, form, iframe, .flipbook") == []
    assert [t for t in soup.find_all(string=re.compile(r"\\[(\[]"))] == []
    for image in soup.select("img"):
        assert image["alt"].strip() and image["src"].endswith(".svg")
    site = parsed.page(html / f"{page}.html").select_one(".bd-article")
    for kind in (
        "figure",
        "div.math .eqno",
        ".code-block-caption",
        ".exercise",
    ):
        assert len(soup.select(kind)) == len(site.select(kind)), kind
    folded = {id(t) for t in site.select("details .math")}
    shown = [t for t in site.select(".math") if id(t) not in folded]
    if page != "solutions":
        assert len(soup.select("math")) == len(shown)


@pytest.fixture(scope="session")
def links(pages):
    """Where the exercises of all pages lead."""
    return {
        (page, link["href"])
        for page, soup in pages.items()
        for link in soup.select(".exercise a[href]")
    }


@pytest.fixture(scope="session")
def told(pages):
    """The places in the page of solutions."""
    return {tag["id"] for tag in pages["solutions"].select("[id]")}


@site
@each("name", workbook.exercises())
def test_a_solution_is_at_the_end(links, told, name):
    place = f"solution-{name.replace('/', '-').replace('_', '-')}"
    page = name.partition("/")[0]
    linked = (page, f"solutions.xhtml#{place}") in links
    assert linked, "has no link to its solution"
    assert place in told, "has no solution"


@each("step", STEPS)
def test_a_walk_is_a_picture_and_its_answers_are_at_the_end(pages, told, step):
    for name in source_of_page(step).walks:
        place = f"walk-{name.replace('_', '-')}"
        walk = pages[step].select_one(f".exercise#{place}")
        assert walk.select_one("img")["src"] == f"_images/{name}.svg"
        link = walk.select("a[href]")[-1]["href"]
        assert link == f"solutions.xhtml#solution-{place}"
        assert f"solution-{place}" in told
        heading = pages["solutions"].select_one(f"#solution-{place}")
        rows = heading.find_next("table").select("tbody tr")
        cells = [[cell.text for cell in row.select("td")][1:] for row in rows]
        assert cells == [list(row[1:]) for row in walks.answers(name)]


@site
@each("step", STEPS)
def test_no_solution_is_in_its_chapter(pages, step):
    assert pages[step].select("details:not(.predicted), .exercise-solution") == []


def test_figures_have_no_grammar_from_elsewhere(archive, html):
    figures = [n for n in archive.namelist() if n.endswith(".svg")]
    stills = sum("flipbook-" in name for name in figures)
    pages = [path.read_text("utf-8") for path in html.glob("*.html")]
    assert stills == sum(text.count('class="flipbook"') for text in pages) > 0
    for name in figures:
        assert b"<!DOCTYPE" not in archive.read(name)


def test_no_time_and_no_machine_is_in_it(archive):
    """And the type of the file comes first, uncompressed."""
    first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", 0)
    assert archive.read("mimetype") == b"application/epub+zip"
    for info in archive.infolist():
        assert info.date_time == (1980, 1, 1, 0, 0, 0)
        content = archive.read(info)
        assert b"/tmp/" not in content and b"/home/" not in content


def test_a_formula_without_mathml_is_named():
    assert "<mfrac>" in epub.mathml(r"\frac{a}{b}")
    with pytest.raises(epub.ExtensionError, match="unheardof"):
        epub.mathml(r"a + \unheardof")
    with pytest.raises(epub.ExtensionError, match="&"):
        epub.mathml("a & b")


def test_a_figure_is_made_plain():
    svg = (
        '<!DOCTYPE svg "http://a">\n<svg><path id="a"/><path d="M1 1" /></svg>'
    )
    plain = epub.plain_svg(svg)
    assert plain == '\n<svg><path d="M0 0" id="a"/><path d="M1 1" /></svg>'
