"""Walks in a page: a graph is filled in, and each number judged.

What is right, and what each mistake gives, was computed when the book was
built; the tests type it, and compare what the page says with the data.
"""

import json
import re
from collections import Counter

import parsed
import pytest
from backprop.figures import walks
from faults import each
from playwright.sync_api import expect
from press.pages import page as source_of_page
from source import PAGES
from test_browser import barriers

WALKED = [page for page in PAGES if source_of_page(page).walks]


class Walk:
    """The first walk of an open page."""

    def __init__(self, context, address, name):
        self.page = context.new_page()
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(f"{address}{name}.html")
        self.box = self.page.locator(".walk-live")
        self.begin()

    def begin(self):
        self.page.wait_for_selector(".walk-live[data-ready]")
        self.data = self.page.evaluate("Object.values(window.walks)[0]")
        return self

    def press(self, name):
        self.box.get_by_role("button", name=name, exact=True).click()

    def label(self, number):
        box = self.data["boxes"][number]
        name, part = self.data["nodes"][box["node"]]["name"], box["part"]
        if part == "shape":
            is_value = box["side"] == "value"
            return f"Shape of {'' if is_value else 'the gradient of '}{name}"
        of = f"{box['side'].capitalize()} of {name}"
        if part is None:
            return of
        rows = self.data["graphs"][0][box["side"]][box["node"]]
        if 1 in (len(rows), len(rows[0])):
            return f"{of}, number {sum(part) + 1}"
        return f"{of}, row {part[0] + 1}, column {part[1] + 1}"

    def input(self, number):
        return self.box.get_by_label(self.label(number), exact=True)

    def write(self, number, answer, key="Enter"):
        self.input(number).fill(text(answer))
        self.input(number).press(key)
        return self.status

    def right(self, graph=0):
        return enumerate(self.data["graphs"][graph]["right"])

    def labels(self):
        return [
            each.get_attribute("aria-label")
            for each in self.box.locator("input").all()
        ]

    @property
    def shown(self):
        return self.box.locator(".walk-frame").text_content()

    @property
    def status(self):
        return self.box.get_by_role("status").inner_text()

    def state(self, number):
        """What is seen beside a number, and what is said of it."""
        mark = self.input(number).locator("xpath=..").locator(".walk-mark")
        invalid = self.input(number).get_attribute("aria-invalid")
        return mark.inner_text(), invalid


def text(answer):
    """A number as it is, and a shape as Python writes it."""
    return str(tuple(answer) if isinstance(answer, list) else answer)


@pytest.fixture
def walk(context, site):
    walk = Walk(context, site, "chain_rule")
    yield walk
    assert walk.errors == []


def test_five_chapters_have_a_walk():
    assert WALKED == [
        *("chain_rule", "two_neurons", "scalar"), *("layers", "losses")
    ]  # fmt: skip


@pytest.mark.parametrize("page", WALKED)
def test_what_is_right_and_each_mistake_is_told(context, site, page):
    walk = Walk(context, site, page)
    walk.press("All numbers")
    [graph, *_], boxes = walk.data["graphs"], walk.data["boxes"]
    tried = Counter()
    for number, box in enumerate(boxes):
        right, is_shape = graph["right"][number], box["part"] == "shape"
        kind = box["node"], box["side"], is_shape
        tried[kind] += 1
        mistakes = zip(graph["wrong"][number], box["says"], strict=True)
        for wrong, sentence in mistakes if tried[kind] <= 2 else ():
            said = walk.write(number, wrong)
            assert said == f"{walk.label(number)}: {sentence}"
            assert walk.state(number) == ("✗", "true")
        strange = [7, 7] if is_shape else right * 7.137 + 300
        said = walk.write(number, strange)
        assert said == f"{walk.label(number)}: not yet. {box['hint']}"
        said = walk.write(number, right if is_shape else f"{right:.3g}")
        assert said.startswith(f"{walk.label(number)}: right.")
        assert walk.state(number) == ("✓", "false")
    assert said.endswith("Every number is right. “Another graph” has others.")
    assert walk.errors == []


SIXTENTHS = ("0.6", ".6", "0,6", "3/5", "6/10", " 0.60 ", "+0.6", "0.605", "6e-1", "3 / 5", "⅗")


@pytest.mark.parametrize(
    "texts, says",
    [
        (SIXTENTHS, "right."),
        (("-0.6", "−0.6", "-3/5", "–.6"), "Only the sign is wrong."),
        (("0.61", "0.59", "60"), "not yet. Put in the numbers"),
        (("x", "1/0", "0.6.1", "1.000,5", "/2", "-", "2 1/2", "3⅗"), "Write a number, such"),
    ],
)
def test_a_number_is_read_as_it_is_written(context, site, texts, says):
    walk = Walk(context, site, "scalar")
    walk.press("All numbers")
    number = next(n for n, right in walk.right() if right == 0.6)
    for text in texts:
        said = walk.write(number, text)
        assert said.startswith(f"{walk.label(number)}: {says}"), text
    walk.input(number).fill("")
    walk.input(number).press("Enter")
    assert (walk.status, walk.state(number)) == ("", ("", "false"))


@pytest.mark.parametrize(
    "number, texts, says",
    [
        (0, ("(3, 4)", "3,4", "3 x 4", "3×4", "3 X 4", "[3 4]"), "right."),
        (0, (" ( 3 ,4 )  ", "3 by 4", "3*4", "(3, 4,)"), "right."),
        (0, ("(4, 3)", "4x3"), "That is transposed."),
        (0, ("(4,)", "4"), "That is one row."),
        (0, ("(3, 4, 1)", "34", "(0, 0)"), "not yet. Z has a row for each"),
        (0, ("3.4", "three", "(3, n)", "3 × −4", "("), "Write a shape"),
        (2, ("(4,)", "4,", "4", "( 4 )"), "right."),
        (2, ("()", "( )"), "All of dZ is added up."),
        (2, ("(1, 4)", "1×4"), "That is a table of one row"),
    ],
)
def test_a_shape_is_read_as_it_is_written(context, site, number, texts, says):
    walk = Walk(context, site, "layers")
    for text in texts:
        said = walk.write(number, text)
        assert said.startswith(f"{walk.label(number)}: {says}"), text
    assert walk.errors == []


def test_a_table_opens_when_its_shape_is_right(context, site):
    walk = Walk(context, site, "layers")
    walk.press("A few numbers")
    grids = walk.box.locator(".walk-grid")
    assert [grid.is_visible() for grid in grids.all()].count(False) == 4
    asked = walk.box.get_by_label("Value of Z, row 2, column 3", exact=True)
    expect(asked).to_be_hidden()
    walk.write(0, "4, 3")
    expect(asked).to_be_hidden()
    walk.write(0, "3, 4")
    expect(asked).to_be_visible()
    asked.fill("-35")
    asked.press("Enter")  # what is closed is passed over
    assert walk.page.evaluate("document.activeElement.ariaLabel") == (
        "Shape of the gradient of W"
    )
    walk.page.reload()
    walk.begin()
    expect(asked).to_be_visible()
    assert asked.input_value() == "-35"
    assert [grid.is_visible() for grid in grids.all()].count(False) == 3
    walk.press("Another graph")
    expect(asked).to_be_hidden()  # each graph has to be begun
    walk.write(0, "")
    assert walk.errors == []


@pytest.mark.parametrize("key", ["Enter", "Tab", "blur"])
def test_a_number_is_judged_when_it_is_left(walk, key):
    walk.input(3).fill("2")  # the gradient of e, which is 1
    assert walk.status == "" and walk.state(3)[0] == ""
    if key == "blur":
        walk.page.locator("h1").click()
    else:
        walk.input(3).press(key)
    assert walk.status.startswith("Gradient of e: not yet. How fast does")
    walk.input(3).press("1")
    assert walk.state(3)[0] == ""  # it is being changed


def test_a_mistake_is_said_again_where_one_comes_back(walk):
    walk.write(4, "5", "Tab")
    first = walk.status
    assert "the other factor, d" in first
    walk.write(3, "1", "Tab")
    assert walk.status == "Gradient of e: right."
    walk.page.locator("h1").click()
    walk.input(4).focus()
    assert walk.status == first


@pytest.mark.parametrize("page", WALKED)
def test_stages(context, site, page):
    walk = Walk(context, site, page)
    boxes, graph = walk.data["boxes"], walk.data["graphs"][0]
    blank = []
    is_of_arrays = any(box["part"] for box in boxes)
    for stage, name in enumerate(walk.data["stages"]):
        walk.press(name)
        button = walk.box.get_by_role("button", name=name, exact=True)
        assert button.get_attribute("aria-pressed") == "true"
        asked = [n for n, b in enumerate(boxes) if b["stage"] <= stage]
        assert walk.labels() == [walk.label(n) for n in asked]
        for number in set(range(len(boxes))) - set(asked):
            box = boxes[number]
            told = graph[box["side"]][box["node"]]
            for at in box["part"] or ():
                told = told[at]
            assert f"{walk.label(number)}: {told}" in walk.shown
        blank.append(len(asked))
        written = "× " in walk.box.locator("svg").text_content()
        assert written == (stage == 0 and not is_of_arrays)
    assert 3 <= blank[0] < blank[1] < blank[2] == len(boxes)


def test_another_graph(walk):
    answers = walk.page.locator(".exercise:has(.walk-live) details")
    begun = [graph["value"][0] for graph in walk.data["graphs"]]
    assert len(set(begun)) == len(begun) >= 3
    for number, value in enumerate(begun):
        assert f"Value of a: {value}" in walk.shown
        assert answers.is_visible() == (number == 0)
        for at, right in walk.right(number):
            if walk.data["boxes"][at]["stage"] == 0:
                assert "right." in walk.write(at, right)
        walk.press("Another graph")
        assert f"of {len(begun)}" in walk.status
    assert f"Value of a: {begun[0]}" in walk.shown
    assert walk.state(3) == ("✓", "false")


def test_what_was_filled_in_survives_a_reload(walk):
    walk.press("Another graph")
    walk.press("All gradients")
    walk.write(3, "1")
    walk.write(4, "77")
    walk.page.reload()
    walk.begin()
    assert "Value of a: 4" in walk.shown
    assert (walk.input(3).input_value(), walk.state(3)[0]) == ("1", "✓")
    assert (walk.input(4).input_value(), walk.state(4)[0]) == ("77", "✗")
    walk.press("Start again")
    assert walk.input(3).input_value() == "" == walk.state(3)[0]
    walk.press("Take it back")
    assert (walk.input(3).input_value(), walk.state(3)[0]) == ("1", "✓")
    walk.press("Start again")
    walk.page.reload()
    walk.begin()
    assert walk.input(3).input_value() == ""


def test_what_was_not_judged_yet_is_kept_too(walk):
    walk.input(4).press_sequentially("12")
    assert walk.state(4)[0] == ""
    walk.page.reload()
    walk.begin()
    assert walk.input(4).input_value() == "12"


NOTHING_IS_KEPT = """Storage.prototype.setItem = function (key, text) {
  if (key.startsWith("backprop:")) throw new Error("full");
};"""
KEPT = "localStorage.setItem('backprop:walk/two_paths', '{}')"


@pytest.mark.parametrize(
    "before",
    [NOTHING_IS_KEPT, KEPT.format("{"), KEPT.format('{"graph": 9}')],
)
def test_whatever_is_kept_it_works_all_the_same(context, site, before):
    """Nothing, something else, and what an older version has kept."""
    context.add_init_script(before)
    walk = Walk(context, site, "chain_rule")
    walk.press("All numbers")
    assert walk.write(0, 5) == "Value of c: right."
    walk.press("A few blanks")
    walk.press("All numbers")
    assert walk.input(0).input_value() == "5"
    assert walk.errors == []


@pytest.mark.parametrize("page", ["chain_rule", "layers", "losses"])
def test_with_the_keyboard_alone(context, site, page):
    """Tab goes there from the left, and back from the right."""
    walk = Walk(context, site, page)
    page, press = walk.page, walk.page.keyboard.press
    walk.box.get_by_role("button", name="All numbers").focus()
    press("Space")
    for _ in range(3):  # over the other buttons
        press("Tab")
    for number, right in walk.right():
        focused = page.evaluate("document.activeElement.ariaLabel")
        assert focused == walk.label(number)
        page.keyboard.type(text(right))
        press("Tab" if number % 2 else "Enter")
    assert "Every number is right." in walk.status
    assert walk.labels() == [walk.label(n) for n, _ in walk.right()]


def test_enter_stays_at_a_mistake_and_goes_on_from_what_is_right(walk):
    page = walk.page
    walk.write(3, "9")
    assert page.evaluate("document.activeElement.ariaLabel") == walk.label(3)
    walk.write(4, "9")
    assert page.evaluate("document.activeElement.ariaLabel") == walk.label(5)
    walk.write(5, "5")  # the last one, and one before it is wrong
    assert page.evaluate("document.activeElement.ariaLabel") == walk.label(3)


def test_what_a_screen_reader_is_told(walk):
    assert walk.box.get_attribute("role") == "group"
    assert walk.box.get_attribute("aria-label") == "Walk: Two paths"
    picture = walk.box.locator(".walk-frame").aria_snapshot()
    assert 'textbox "Gradient of e"' in picture
    assert "d is b²" in walk.box.locator("p.visually-hidden").inner_text()


@pytest.mark.parametrize("page", WALKED)
def test_axe_finds_nothing_in_a_walk_in_use(context, site, page):
    walk = Walk(context, site, page)
    window = walk.page
    walk.press("All numbers")
    parts = [box["part"] for box in walk.data["boxes"]]
    mistaken = next(n for n, part in enumerate(parts) if part != "shape")
    for number, right in walk.right():
        walk.write(number, "77" if number == mistaken else right)
    assert list(barriers(window, ".exercise:has(.walk-live)")) == []
    frame = walk.box.locator(".walk-frame")
    scrolls = frame.evaluate("e => e.scrollWidth > e.clientWidth")
    assert scrolls  # on a phone, in its own frame


def test_a_page_from_disk_has_it_too(browser, html):
    context = browser.new_context()
    walk = Walk(context, f"file://{html}/", "chain_rule")
    assert walk.write(3, 1) == "Gradient of e: right."
    context.close()


def test_paper_has_the_blank_graph(walk):
    picture = walk.box.locator("img")
    expect(picture).to_be_hidden()
    walk.page.emulate_media(media="print")
    expect(picture).to_be_visible()
    expect(walk.box.locator("input").first).to_be_hidden()


@pytest.mark.parametrize("page", WALKED)
def test_without_a_script_there_are_the_graph_and_its_answers(
    browser, site, page
):
    context = browser.new_context(java_script_enabled=False)
    window = context.new_page()
    window.goto(f"{site}{page}.html")
    walk = window.locator(".exercise:has(.walk-live)")
    picture = walk.locator("img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 200
    assert walk.locator("input, button").count() == 0
    walk.locator("summary").click()
    expect(walk.locator("details table")).to_be_visible()
    context.close()


@each("page", PAGES)
def test_only_a_page_with_a_walk_loads_what_it_needs(html, page):
    scripts = parsed.page(html / f"{page}.html").select("script[src]")
    sources = [re.sub(r"\?.*", "", script["src"]) for script in scripts]
    loaded = "_static/walk.js" in sources
    assert loaded == (page in WALKED)
    assert loaded == (f"_static/walks/{page}.js" in sources)


@each("page", WALKED)
def test_its_data_are_those_of_the_package(html, page):
    text = (html / "_static" / "walks" / f"{page}.js").read_text("utf-8")
    packed = text.removeprefix("window.walks = ").rstrip(";\n")
    assert packed != text and json.loads(packed) == json.loads(
        json.dumps({n: walks.data(n) for n in source_of_page(page).walks})
    )
