"""The book on paper.

Both PDFs, read with pypdf: the text with the place of each line, the
bookmarks, fonts and figures; and LaTeX's log, for what it says of margins and
letters. What must be on a page is taken from the sources. Text is compared
without spaces and signs where a line could have been broken. The rules that
look for something bad, such as a lonely heading, are shown one.
"""

import ast
import os
import re
import subprocess
import tomllib
from datetime import UTC, datetime

import parsed
import pytest
import source
from backprop.figures import walks
from faults import each, refuse
from press.pages import page as source_of_page
from press.pages import toc
from pypdf.generic import IndirectObject
from source import CONFIG, PACKAGE, PAGES, ROOT, STEPS

NAME = "backpropagation-from-scratch"
NAMES = (NAME, f"{NAME}-screen")
EXERCISES = sorted(
    path.parent.relative_to(PACKAGE / "workbook").as_posix()
    for path in PACKAGE.glob("workbook/*/*/solution.py")
    if path.parts[-3] in PAGES
)


# what the PDF is made of; a commit to anything else leaves it as it is
SOURCES = (
    *("book", "code", "_config.yml", "_toc.yml", "requirements.txt"),
    *("package-lock.json", "pyproject.toml", "CITATION.cff"),
)


def letters(text):
    """What is left of a text however it is broken, hyphenated or coloured."""
    return re.sub(r"[\W_]", "", text).lower()


@pytest.fixture(
    scope="session",
    params=[
        pytest.param(name, id=group, marks=pytest.mark.xdist_group(group))
        for name, group in zip(NAMES, ("paper", "screen"), strict=True)
    ],
)
def name(request):
    """Which of the two PDFs."""
    return request.param


@pytest.fixture(scope="session")
def log(pdf, name):
    assert pdf.returncode == 0, pdf.log
    path = pdf.folder / "_build" / "latex" / f"{name}.log"
    return path.read_text("utf-8", errors="replace")


@pytest.fixture(scope="session")
def path(pdf, name, log):
    return pdf.html / f"{name}.pdf"


@pytest.fixture(scope="session")
def paper(path):
    return parsed.pdf(path)


@pytest.fixture(scope="session")
def sheets(path):
    return parsed.sheets(path)


@pytest.fixture(scope="session")
def pages(sheets):
    return [letters(sheet.text) for sheet in sheets]


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
        title = re.sub(r"^[\dA-Z.]+ ", "", entry.title)
        found.setdefault(letters(title), number)
    return found


@pytest.fixture(scope="session")
def printed(paper, sheets):
    """The text of the page with a printed number, such as "12"."""
    return {
        label: flat(sheet.text)
        for label, sheet in zip(paper.page_labels, sheets, strict=True)
    }


def flat(text):
    """A text without line breaks, and the hyphens of those within a word."""
    return re.sub(r"\s+", " ", re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", text))


@pytest.fixture(scope="session")
def objects(paper):
    found = (
        IndirectObject(number, 0, paper).get_object()
        for number in range(1, paper.trailer["/Size"])
    )
    return [each for each in found if isinstance(each, dict)]


def test_site_offers_it(pdf, log, name):
    for page in PAGES:
        assert f"{name}.pdf" in (pdf.html / f"{page}.html").read_text("utf-8")


def test_metadata(paper):
    facts = paper.metadata
    assert facts.title == CONFIG["title"]
    assert facts.author == CONFIG["author"]
    assert facts.subject and "Python" in facts["/Keywords"]
    assert paper.trailer["/Root"]["/Lang"] == "en"
    assert len(paper.pages) > len(PAGES)


def test_it_tells_the_version_and_the_day_of_its_last_commit(paper, sheets):
    """So that who builds the same sources gets the same bytes."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    day = paper.metadata.creation_date.replace(tzinfo=UTC)
    title, colophon = (flat(sheet.text) for sheet in sheets[:2])
    edition = f"Version {project['project']['version']}, {day.day} {day:%B %Y}"
    for words in (CONFIG["title"], CONFIG["author"], edition):
        assert words in title and words in colophon
    for words in ("CC BY 4.0", "MIT", "TeX Gyre Pagella", "JetBrains Mono"):
        assert words in colophon
    if "BOOK_HTML" not in os.environ:  # or built now, and not before
        commit = ("git", "log", "-1", "--format=%ct", "--", *SOURCES)
        seconds = os.environ.get(
            "SOURCE_DATE_EPOCH"
        ) or subprocess.check_output(commit, cwd=ROOT, text=True)
        assert day == datetime.fromtimestamp(int(seconds), UTC)


def test_the_two_differ_in_their_pages(pdf):
    widths = [
        parsed.pdf(pdf.html / f"{name}.pdf").pages[0].mediabox.width
        for name in NAMES
    ]
    assert widths == [pytest.approx(210 / 25.4 * 72, abs=0.1), 6 * 72]


def test_parts_and_sections_have_bookmarks(bookmarks):
    titles = [p["caption"] for p in toc()["parts"] if "caption" in p]
    for step in STEPS:
        text = source_of_page(step).text
        titles += re.findall(r"^## ([^$`\n]+)$", text, flags=re.M)
    assert [t for t in titles if letters(t) not in bookmarks] == []


@each("page", PAGES[1:])
def test_each_chapter_has_a_bookmark_and_its_title_on_the_page(
    bookmarks, pages, page
):
    title = letters(source_of_page(page).title)
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


def overfull(log):
    """What sticks out of its line or its page by more than 5 points."""
    found = re.findall(r"Overfull \\[hv]box \(([\d.]+)pt too \w+\).*", log)
    return [points for points in found if float(points) > 5]


def test_nothing_runs_into_the_margin(log):
    assert overfull(log) == []


@pytest.mark.parametrize(
    "line, found",
    [
        (
            r"Overfull \hbox (5.1pt too wide) in paragraph at lines 2--3",
            ["5.1"],
        ),
        (
            r"Overfull \vbox (34.7697pt too high) detected at line 3106",
            ["34.7697"],
        ),
        (r"Overfull \vbox (4.9pt too high) has occurred while", []),
        (r"Underfull \hbox (badness 10000) in paragraph at lines 2--3", []),
    ],
)
def test_a_line_that_sticks_out_is_found(line, found):
    assert overfull(f"before\n{line}\nafter\n") == found


HEADING = re.compile(
    r"(Listing|Table) [\dA-Z]+\.\d+\. |Exercise \d+\.\d+: |[\dA-Z]+\.\d+ [A-Z]"
)


def lonely(lines):
    """Headings and captions above code below which fewer than two lines stand.

    The last line of a page is its number.
    """
    for place, (_, text) in enumerate(lines):
        if HEADING.match(text.strip()) and 0 < place > len(lines) - 4:
            yield text.strip()


def test_no_heading_stands_alone_at_the_end_of_a_page(sheets, bookmarks):
    first, end = bookmarks["functionsyoucanpoke"], bookmarks["bibliography"]
    assert first < end
    refuse(
        f"sheet {number}: {heading}"
        for number, sheet in enumerate(sheets[first:end], first + 1)
        for heading in lonely(sheet.lines)
    )


@pytest.mark.parametrize(
    "heading",
    [
        "1.2 As many",
        "Listing 3.1. code/",
        "Table A.1. Symbols",
        "Exercise 2.3: A",
    ],
)
def test_a_heading_that_stands_alone_is_found(heading):
    lines = ["1.1 A running head", "text", heading, "below", "below", "12"]
    page = [(-place, text) for place, text in enumerate(lines)]
    assert list(lonely(page)) == []
    assert list(lonely(page[:4] + page[5:])) == [heading]
    assert list(lonely(page[:3] + page[5:])) == [heading]


@pytest.fixture(scope="session")
def index(sheets, bookmarks):
    """The printed numbers of the pages that the index gives for an entry."""
    text = "\n".join(sheet.text for sheet in sheets[bookmarks["index"] :])
    text = re.sub(r",\s*\n(?=\d)", ", ", text)
    entries = re.findall(r"^(.*?),((?: \d+,?)+)$", text, flags=re.M)
    return {key: re.findall(r"\d+", numbers) for key, numbers in entries}


def is_on(word, number, printed):
    """Whether a page has a word; its end may part one of several."""
    page, following = printed[number], printed.get(str(int(number) + 1), "")
    end = letters(page).removesuffix(number)
    first, _, rest = word.partition(" ")
    parted = end.endswith(letters(first)) and letters(rest) in letters(following)
    return letters(word) in letters(page) or bool(rest) and parted


def test_a_word_that_a_page_parts_is_on_it():
    printed = {"7": "That is the chain\n7", "8": "rule. We", "9": "chain"}
    assert is_on("chain rule", "7", printed)
    assert not is_on("chain rule", "8", printed)
    assert not is_on("chain rule", "9", printed)
    assert not is_on("rule", "7", printed)


WORDS = [word for word, *_ in source_of_page("glossary").glossary]


def test_the_glossary_has_words():
    assert len(WORDS) > 50


@each("word", WORDS)
def test_index_leads_to_each_word_of_the_glossary(index, printed, word):
    assert len(index[word]) >= 2  # where it is defined; the glossary
    for number in index[word]:
        assert is_on(word, number, printed), number


@each("step", STEPS)
def test_index_leads_to_each_listing(index, printed, step):
    """It gives the page on which a listing begins, which may end on the next."""
    for name in source.public_names(step):
        numbers = index[f"{name} {step}"]
        assert numbers == sorted(set(numbers), key=int)
        spreads = [printed[n] + printed[str(int(n) + 1)] for n in numbers]
        assert all(name in text for text in spreads), name
        code = rf"(def|class) {name}\b|\b{name} = "
        assert any(re.search(code, text) for text in spreads), name


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


@each("exercise", EXERCISES)
def test_solution_is_at_the_end_only(bookmarks, pages, exercise):
    line = told(exercise)
    found = [number for number, page in enumerate(pages) if line in page]
    assert found, "the solution is not in the PDF"
    assert min(found) >= bookmarks["solutions"]


def squeeze(text):
    """A text without spaces, which are lost where a line is tight."""
    return re.sub(r"[\s-]", "", text)


@pytest.fixture(scope="session")
def squeezed(printed):
    return {number: squeeze(text) for number, text in printed.items()}


@each("exercise", EXERCISES)
def test_exercise_and_solution_lead_to_each_other(printed, squeezed, exercise):
    asked = squeeze(f"workbook check {exercise} checks it. Hint and solution")
    found = {
        number: match[1]
        for number, text in squeezed.items()
        if (match := re.search(rf"{asked}\(page(\d+)\)", text))
    }
    assert len(found) == 1
    [(asked_on, told_on)] = found.items()
    step, name = exercise.split("/")
    title = source_of_page(step).exercises[name]["title"]
    place = letters(title) + f"page{asked_on}"
    assert place in letters(printed[told_on])


@each("step, name", [(s, n) for s in STEPS for n in source_of_page(s).walks])
def test_a_walk_is_blank_in_its_chapter_and_answered_at_the_end(
    bookmarks, sheets, pages, paper, step, name
):
    title = letters(f"Walk: {walks.WALKS[name].title}")
    asked, told = [n for n, text in enumerate(pages) if title in text]
    assert asked < bookmarks["solutions"] <= told
    label = paper.page_labels.__getitem__
    assert f"answerspage{label(told)}" in pages[asked]
    assert f"{title}page{label(asked)}" in pages[told]
    blanks = len(walks.data(name)["boxes"])
    assert sheets[asked].text.count(walks.BLANK) == blanks
    rows = walks.answers(name)
    number = re.compile(r"−?\d[\d.]*")
    numbers = [n for row in rows for cell in row for n in number.findall(cell)]
    text = flat(sheets[told].text.partition("gradient")[2])
    assert number.findall(text)[: len(numbers)] == numbers
