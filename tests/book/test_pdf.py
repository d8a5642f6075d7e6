"""The book on paper."""

import ast
import re

import pytest
import source
from pypdf import PdfReader
from pypdf.generic import IndirectObject
from source import CONFIG, PACKAGE, PAGES, text_of

NAME = "backpropagation-from-scratch"
EXERCISES = sorted(
    path.parent.relative_to(PACKAGE / "workbook").as_posix()
    for path in PACKAGE.glob("workbook/*/*/solution.py")
    if path.parts[-3] in PAGES
)


def letters(text):
    """What is left of a text however it is broken, hyphenated or coloured."""
    return re.sub(r"[\W_]", "", text).lower()


@pytest.fixture(scope="session")
def log(pdf):
    assert pdf.returncode == 0, pdf.log
    path = pdf.folder / "_build" / "latex" / f"{NAME}.log"
    return path.read_text("utf-8", errors="replace")


@pytest.fixture(scope="session")
def paper(pdf, log):
    return PdfReader(pdf.html / f"{NAME}.pdf")


@pytest.fixture(scope="session")
def pages(paper):
    return [letters(page.extract_text()) for page in paper.pages]


@pytest.fixture(scope="session")
def bookmarks(paper):
    """Number of the page on which each bookmark of the PDF leads, by title."""

    def walk(outline):
        for entry in outline:
            if isinstance(entry, list):
                yield from walk(entry)
            else:
                yield entry

    found = {}
    for entry in walk(paper.outline):
        number = paper.get_destination_page_number(entry)
        found.setdefault(letters(entry.title), number)
    return found


@pytest.fixture(scope="session")
def objects(paper):
    found = (
        IndirectObject(number, 0, paper).get_object()
        for number in range(1, paper.trailer["/Size"])
    )
    return [each for each in found if isinstance(each, dict)]


def test_site_offers_it(pdf, log):
    for page in PAGES:
        assert f"{NAME}.pdf" in (pdf.html / f"{page}.html").read_text("utf-8")


def test_metadata(paper):
    assert paper.metadata.title == CONFIG["title"]
    assert len(paper.pages) > len(PAGES)


@pytest.mark.parametrize("page", PAGES[1:])
def test_each_chapter_has_a_bookmark_and_its_title_on_the_page(
    bookmarks, pages, page
):
    title = letters(source.title_of(text_of(page)))
    assert title in bookmarks
    assert title in pages[bookmarks[title]]


def test_fonts_are_embedded_outlines(objects):
    fonts = [each for each in objects if each.get("/Type") == "/Font"]
    assert fonts
    for font in fonts:
        assert font["/Subtype"] != "/Type3", font
        if font["/Subtype"] != "/Type0":  # its descendant is one of them
            descriptor = font["/FontDescriptor"].get_object()
            assert any(key.startswith("/FontFile") for key in descriptor), font


def test_no_figure_is_a_raster(objects):
    kinds = [each.get("/Subtype") for each in objects]
    assert "/Form" in kinds
    assert "/Image" not in kinds


def test_nothing_runs_into_the_margin(log):
    wide = re.findall(r"Overfull \\hbox \((\d+\.\d+)pt.*\n(?:.*\n)?", log)
    assert [points for points in wide if float(points) > 10] == []


def test_nothing_is_missing(log):
    assert "Missing character" not in log
    assert re.findall(r"LaTeX Warning: .*undefined.*", log) == []


def told(exercise):
    """A line that only the solution of an exercise has."""
    folder = PACKAGE / "workbook" / exercise
    start = letters((folder / "start.py").read_text("utf-8"))
    tree = ast.parse((folder / "solution.py").read_text("utf-8"))
    lines = map(letters, ast.get_docstring(tree).splitlines())
    return next(line for line in lines if line and line not in start)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_solution_is_at_the_end_only(bookmarks, pages, exercise):
    line = told(exercise)
    found = [number for number, page in enumerate(pages) if line in page]
    assert found, "the solution is not in the PDF"
    assert min(found) >= bookmarks["solutions"]
