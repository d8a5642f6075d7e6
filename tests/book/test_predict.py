"""Predictions: the question stands before the output, in every form of the book.

What the options of a cell may say is tried on small cells, and what is wrong
with them on one broken book, in test_errors.py. The cells of the chapters are
compared with their outputs as they were run. In the page, a reader guesses by
mouse and by keys, comes back, declines, and has no script.
"""

import json
import re
import zipfile
from types import SimpleNamespace

import nbformat
import parsed
import pytest
import source
from backprop import STEPS
from bs4 import BeautifulSoup
from build import executed
from faults import each, refuse
from playwright.sync_api import expect
from press import epub
from press.pages import page as source_of_page
from press.predict import Prediction, number, place, tidy
from test_browser import barriers

MOST = 3  # in a chapter
NUMBERS = {
    "0.5": 0.5,
    " -0.5 ": -0.5,
    "−2": -2.0,
    "1/2": 0.5,
    "½": 0.5,
    "-¼": -0.25,
    "1e-3": 0.001,
    "12.": 12.0,
    ".5": 0.5,
    "1½": None,
    "1/0": None,
    "10²": None,
    "six": None,
    "": None,
}
every_step = each("step", STEPS)
site = pytest.mark.xdist_group("site")


def predicted(step):
    """The options of the cells of a chapter that ask something."""
    for cell in source.cells(source_of_page(step).text):
        if "predict" in cell.metadata or "predict" in source.tags(cell):
            yield cell


@pytest.mark.parametrize("text, value", NUMBERS.items())
def test_what_is_a_number(text, value):
    assert number(text) == value


@pytest.mark.parametrize(
    "piece, text, found",
    [
        ("8.0", "leaf 8.0\n", True),
        ("8.0", "8.05, 18.0, -8.0, 8.0.1", False),
        ("11", "[[ 11.  11.]", True),
        ("5", "1e-5 a5 5b 5.5 .5", False),
        ("(3, 2)", "shape:(3, 2)", True),
        ("TypeError", "ATypeError", False),
    ],
)
def test_a_piece_is_no_part_of_another(piece, text, found):
    assert (place(piece, text) is not None) == found


@pytest.mark.parametrize(
    "options, right, wrong",
    [
        ({"answer": 8.0}, ["8", "8.0", "16/2"], ["7.9", "-8", "eight"]),
        ({"answer": 2.3, "within": 0.2}, ["2.5", "2.1"], ["2.6", "2"]),
        ({"answer": 4, "choices": [2, 4]}, ["4"], ["4.0", "2"]),
        ({"answer": ["b", "a"]}, ["b, a"], ["a, b"]),
    ],
)
def test_what_is_right(options, right, wrong):
    asked = Prediction.of({"predict": options})
    assert [guess for guess in right if not asked.is_right(guess)] == []
    assert [guess for guess in wrong if asked.is_right(guess)] == []


def test_an_order_is_not_given_away():
    for answer in (["a", "b", "c"], ["c", "b", "a"], ["b", "c", "a"]):
        asked = Prediction.of({"predict": {"answer": answer}})
        assert sorted(asked.choices) == sorted(answer)
        assert asked.choices != answer


def test_keys_of_two_kinds_can_be_sorted():
    """As the cache does, when it keeps the cell."""
    metadata = {"predict": {"because": {4.0: "No.", "an error": "No."}}}
    tidy(metadata)
    json.dumps(metadata, sort_keys=True)
    assert list(metadata["predict"]["because"]) == ["4.0", "an error"]


@site
@every_step
def test_its_answers_are_in_its_outputs(book, step):
    """The build tells as much; here of the cells as they were run."""
    ran = {cell.source: cell for cell in executed(book.folder, step)}
    asked = list(predicted(step))
    found = [
        f"book/{step}.md: {cell.source.splitlines()[0]}: {fault}"
        for cell in asked
        for fault in Prediction.of(cell.metadata).faults(
            SimpleNamespace(
                outputs=ran[cell.source].outputs, metadata=cell.metadata
            )
        )
    ]
    refuse(found)
    assert 1 <= len(asked) <= MOST, f"{step} asks {len(asked)} times"


def questions(step):
    """The beginning of each question, without its markup."""
    for cell in predicted(step):
        yield re.split(r"[`$]", cell.metadata["predict"]["ask"])[0].strip()


def first_line(cell):
    """Of what a cell prints, if it does."""
    for output in cell.outputs:
        text = output.get("text") or output.get("evalue")
        text = text or output["data"].get("text/plain")
        return text.strip().splitlines()[0].strip()


@site
@every_step
def test_question_and_output_are_in_this_order(html, step):
    page = parsed.page(html / f"{step}.html").select_one("article")
    asked = page.select(".predict")
    assert len(asked) == len(list(predicted(step)))
    for box, question in zip(asked, questions(step), strict=True):
        assert question in box.get_text()
        above, below = box.find_previous_sibling(), box.find_next_sibling()
        assert "cell_input" in above["class"]
        assert below.name == "details" and "open" not in below.attrs
        assert below.select(".cell_output .output")


@site
@every_step
def test_a_notebook_asks_before_its_cell(html, step):
    path = html / "notebooks" / f"{step}.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    for cell, question in zip(predicted(step), questions(step), strict=True):
        at = next(i for i, c in enumerate(cells) if c.source == cell.source)
        before = cells[at - 1]
        assert before.cell_type == "markdown"
        assert f"**Predict.** {question}" in before.source


@site
@every_step
def test_an_e_reader_asks_before_the_output(finished, step):
    with zipfile.ZipFile(finished / f"{epub.NAME}.epub") as archive:
        page = BeautifulSoup(archive.read(f"{step}.xhtml"), "html.parser")
    asked = page.select(".predict")
    for box, question in zip(asked, questions(step), strict=True):
        assert question in box.get_text() and "data-predict" not in box.attrs
        assert box.find_next_sibling().select(".cell_output .output")


@pytest.mark.xdist_group("paper")
def test_paper_asks_before_the_output(book, pdf):
    path = pdf.html / "backpropagation-from-scratch.pdf"
    text = "".join("".join(s.text.split()) for s in parsed.sheets(path))
    at = 0  # the chapters and their questions come in the order of the book
    for step in STEPS:
        ran = {cell.source: cell for cell in executed(book.folder, step)}
        for cell, question in zip(predicted(step), questions(step), strict=True):
            at = text.find("Predict." + "".join(question.split()), at)
            assert at > 0, (step, question)
            line = "".join(first_line(ran[cell.source]).split())
            assert 0 < text.find(line, at) - at < 400, (question, line)


@site
def test_the_search_finds_a_question(html):
    text = (html / "searchindex.js").read_text("utf-8")
    index = json.loads(re.search(r"\{.*\}", text)[0])
    place = index["docnames"].index("derivatives")
    article = parsed.page(html / "derivatives.html").select_one("article")
    assert len(re.findall("rank", article.get_text())) == 1
    found = index["terms"]["rank"]
    assert place in (found if isinstance(found, list) else [found])


# in the page


@pytest.fixture
def page(context, site):
    page = context.new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(f"{site}scalar.html")
    page.wait_for_selector(".predict[data-ready]")
    yield page
    assert page.errors == [] and context.elsewhere == []


class Asked:
    """A question on an open page."""

    def __init__(self, page, words):
        self.page = page
        self.box = page.locator(".predict", has_text=words)
        cell = page.locator(".cell", has=self.box)
        self.fold = cell.locator("details.predicted")
        self.input = self.box.locator("input")
        self.says = self.box.get_by_role("status")
        self.output = self.fold.locator(".cell_output")
        self.after = cell.locator("xpath=following-sibling::*[1][self::p]")

    def press(self, name):
        self.box.get_by_role("button", name=name, exact=True).click()

    def guess(self, text):
        self.input.fill(text)
        self.press("Guess")


@pytest.fixture
def walks(page):
    """Whose answer is 12, while 6 and 18 are foreseen."""
    return Asked(page, "after both walks")


def test_the_output_and_what_tells_it_wait_for_a_guess(walks):
    expect(walks.output).to_be_hidden()
    expect(walks.after).to_be_hidden()
    expect(walks.says).to_have_text("")
    walks.guess("12")
    expect(walks.output).to_be_visible()
    expect(walks.after).to_be_visible()
    expect(walks.input).to_be_hidden()
    expect(walks.says).to_have_text("Your guess: 12. Right. Guess again")


def test_a_foreseen_guess_gets_its_sentence(walks):
    walks.guess("6.0")
    expect(walks.says).to_contain_text("The answer: 12.0. Your guess: 6.0. ")
    expect(walks.says).to_contain_text("That would be one walk")


def test_another_guess_is_set_beside_the_answer(walks):
    walks.guess("7")
    expect(walks.says).to_have_text(
        "The answer: 12.0. Your guess: 7. Guess again"
    )
    expect(walks.output).to_be_visible()


def test_the_page_reads_numbers_as_the_build_does(walks):
    for text, value in NUMBERS.items():
        walks.guess(text)
        if value is None:
            expect(walks.says).to_contain_text("A number, please")
            expect(walks.output).to_be_hidden()
        else:
            expect(walks.says).to_contain_text("Your guess:")
            walks.press("Guess again")
    for text in ("24/2", "1.2e1", "+12", "12,0", " 12 "):
        walks.guess(text)
        expect(walks.says).to_contain_text("Right."), text
        walks.press("Guess again")
    walks.guess("12,000")
    expect(walks.says).to_contain_text("The answer: 12.0")


def test_a_guess_is_kept_and_can_be_taken_back(page, walks):
    walks.guess("6")
    for _ in range(2):
        page.reload()
        expect(walks.says).to_contain_text("Your guess: 6. That would be")
        expect(walks.output).to_be_visible()
        expect(walks.input).to_be_hidden()
    other = Asked(page, "leave on")
    expect(other.output).to_be_hidden()
    walks.press("Guess again")
    expect(walks.output).to_be_hidden()
    expect(walks.input).to_be_focused()
    page.reload()
    expect(walks.output).to_be_hidden()
    expect(walks.says).to_have_text("")


def test_who_declines_sees_the_output_and_is_told_nothing(page, walks):
    walks.fold.locator("summary").click()
    expect(walks.output).to_be_visible()
    expect(walks.after).to_be_visible()
    expect(walks.input).to_be_hidden()
    expect(walks.says).to_have_text("")
    walks.fold.locator("summary").click()
    expect(walks.input).to_be_visible()
    page.reload()
    expect(walks.output).to_be_hidden()


def test_with_the_keyboard_alone(page, walks):
    """Tab to the box, Enter, and the focus is where the output begins."""
    walks.fold.locator("summary").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(walks.input).to_be_focused()
    page.keyboard.type("18")
    page.keyboard.press("Enter")
    expect(walks.says).to_contain_text("Your guess: 18.")
    expect(walks.fold.locator("summary")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(walks.input).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(walks.output).to_be_visible()


def test_a_choice_is_one_press(context, site):
    page = context.new_page()
    page.goto(f"{site}functions.html")
    asked = Asked(page, "What does the last line print")
    choices = asked.box.locator("form button")
    expect(choices).to_have_text(["6", "[1 2 3]", "an error"])
    choices.nth(2).focus()
    page.keyboard.press("Enter")
    expect(asked.says).to_contain_text("Your guess: an error. Nothing stops")
    asked.press("Guess again")
    expect(choices.first).to_be_focused()
    asked.press("[1 2 3]")
    expect(asked.says).to_contain_text("Right.")
    failing = Asked(page, "What does the second")
    failing.press("TypeError")
    expect(failing.says).to_contain_text("Right.")
    expect(failing.output).to_contain_text("TypeError")


def test_an_order_is_pressed_in_its_order(context, site):
    page = context.new_page()
    page.goto(f"{site}derivatives.html")
    asked = Asked(page, "How do the four steps rank")
    guess = asked.box.get_by_role("button", name="Guess", exact=True)
    for name in ("1e-8", "1e-12", "1e-4"):
        asked.press(name)
    expect(guess).to_be_disabled()
    asked.press("2. 1e-12")  # takes it back, and what came after
    for name in ("1e-4", "1e-12", "1e-15"):
        asked.press(name)
    pressed = asked.box.locator("[aria-pressed=true]")
    expect(pressed).to_have_text(["2. 1e-4", "1. 1e-8", "3. 1e-12", "4. 1e-15"])
    guess.click()
    expect(asked.says).to_contain_text("1e-8, 1e-4, 1e-12, 1e-15. Right.")
    asked.press("Guess again")
    for name in ("1e-15", "1e-12", "1e-8", "1e-4"):
        asked.press(name)
    guess.click()
    expect(asked.says).to_contain_text("if nothing were rounded")


def test_axe_finds_nothing_before_and_after_a_guess(page, walks):
    Asked(page, "leave on").guess("4")
    assert list(barriers(page, ".tag_predict")) == []


def test_in_print_the_output_is_there_and_no_button(page, walks):
    page.emulate_media(media="print")
    expect(walks.output).to_be_visible()
    assert walks.output.bounding_box()["height"] > 10
    expect(walks.box.locator(".predict-ask")).to_be_visible()
    expect(walks.input).to_be_hidden()


@pytest.mark.parametrize("step", ["derivatives", "scalar"])
def test_without_a_script_it_is_a_fold(browser, site, step):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}{step}.html")
    assert page.locator(".predict form").count() == 0
    assert page.locator(".predict-ask").first.is_visible()
    fold = page.locator("details.predicted").first
    output = fold.locator(".cell_output")
    assert not output.is_visible()
    fold.locator("summary").click()
    assert output.is_visible()
    if step == "derivatives":
        assert page.locator(".predict-choices").first.is_visible()
    context.close()


def test_in_a_page_from_disk(browser, html):
    context = browser.new_context()
    page = context.new_page()
    page.goto((html / "scalar.html").as_uri())
    asked = Asked(page, "after both walks")
    asked.guess("12")
    expect(asked.says).to_contain_text("Right.")
    page.reload()
    expect(asked.says).to_contain_text("Right.")
    context.close()


def test_only_pages_that_ask_have_the_script(html):
    asks = {
        path.stem
        for path in html.glob("*.html")
        if "_static/predict.js" in path.read_text("utf-8")
    }
    assert asks == set(STEPS)
