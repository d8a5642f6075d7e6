"""How far a reader is, and all answers of the book as one file.

No test here needs Python: what is kept is put where a page keeps it.
"""

import json
import re

import parsed
import pytest
from backprop import STEPS, workbook
from faults import each
from playwright.sync_api import expect
from press.pages import page as source_of_page
from reader import reader
from saved_files import KEPT, REFUSED, saved
from test_browser import barriers

STUCK = "derivatives/stuck"
MINE = KEPT[STUCK]["text"]
ALL = """() => Object.fromEntries(Object.entries(localStorage)
  .filter(([name]) => name.startsWith("backprop:"))
  .map(([name, text]) => [name.slice(9), JSON.parse(text)]))"""


@pytest.fixture
def context(context):
    context.route("**/python/**", lambda route: route.abort())
    return context


class Page:
    def __init__(self, context, address, name):
        self.page = context.new_page()
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(f"{address}{name}.html")
        self.files = self.page.locator(".progress-file")
        self.says = self.files.get_by_role("status")
        self.stuck = self.page.locator(f'[data-exercise="{STUCK}"]')

    @property
    def kept(self):
        return self.page.evaluate(ALL)

    def keep(self, kept):
        for name, facts in kept.items():
            self.page.evaluate(
                "([name, facts]) => localStorage.setItem(`backprop:${name}`, facts)",
                [name, json.dumps(facts)],
            )
        self.page.reload()

    def load(self, text):
        # what an earlier file was answered is not taken for the answer to this one
        self.says.evaluate("(says) => { says.textContent = ''; }")
        with self.page.expect_file_chooser() as chooser:
            self.press("Load answers")
        file = {"name": "a.json", "mimeType": "", "buffer": text.encode()}
        chooser.value.set_files(file)
        expect(self.says).not_to_have_text("")
        return self.says.inner_text()

    def save(self, folder):
        with self.page.expect_download() as download:
            self.press("Save all answers")
        assert download.value.suggested_filename == "backprop-answers.json"
        download.value.save_as(folder / "saved.json")
        return (folder / "saved.json").read_text("utf-8")

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    @property
    def text(self):
        lines = self.stuck.locator(".cm-line")
        lines.first.wait_for()  # the editor comes when it is wanted
        return "\n".join(lines.all_text_contents())


@pytest.fixture
def page(context, site):
    page = Page(context, site, "derivatives")
    yield page
    assert page.errors == []


def test_what_is_saved_can_be_loaded_elsewhere(page, browser, site, tmp_path):
    """And is shown in the page, as text."""
    page.keep(KEPT)
    text = page.save(tmp_path)
    expect(page.says).to_have_text("Saved: 3 answers, 1 walk, 1 guess.")
    assert json.loads(text) == json.loads(saved(KEPT))
    context = reader(browser, site)
    other = Page(context, site, "derivatives")
    assert other.load(text) == "Loaded: 3 answers, 1 walk, 1 guess."
    assert other.kept == KEPT
    expect(other.page.get_by_role("button", name="Load answers")).to_be_focused()
    assert other.text == MINE
    assert other.stuck.locator(".exercise-other").count() == 0
    assert other.load(text) == "Loaded: nothing, for all of it is here already."
    other.page.reload()
    expect(other.says).to_have_text("")
    assert other.errors == []
    context.close()


def test_the_same_file_for_the_page_and_the_command(
    page, tmp_path, monkeypatch
):
    from backprop.workbook.command import main

    monkeypatch.chdir(tmp_path)
    page.keep(KEPT)
    page.save(tmp_path)
    assert main(["load", "saved.json"]) == 0
    assert main(["save", "again.json"]) == 0
    page.page.evaluate("localStorage.clear()")
    page.page.reload()
    page.load((tmp_path / "again.json").read_text("utf-8"))
    assert page.kept == KEPT


def test_of_two_answers_both_are_kept(page):
    page.keep({STUCK: {"text": "here = 1"}})
    said = page.load(saved(KEPT))
    assert "Different from yours: 1 answer (" in said
    assert page.kept[STUCK] == {"text": "here = 1", "other": MINE}
    other = page.stuck.locator(".exercise-other")
    expect(other).to_contain_text("loaded from a file")
    assert page.text == "here = 1"
    third = page.load(saved({STUCK: {"text": "third = 3"}}))
    assert third.endswith("Left in the file, as yours is another: 1 answer.")
    assert page.kept[STUCK]["other"] == MINE
    page.stuck.get_by_role("button", name="Take that over").click()
    assert page.text == MINE


def test_what_a_check_has_said_goes_with_its_answer(page):
    page.keep({STUCK: {"text": "here = 1\n    ", "met": 2}})
    said = page.load(saved({STUCK: {"text": "here = 1", "met": 0}}))
    assert said == "Loaded: nothing, for all of it is here already."
    assert page.kept[STUCK] == {"text": "here = 1\n    ", "met": 2}
    page.load(saved({STUCK: {"text": "other = 2", "met": 1, "solved": True}}))
    assert page.kept[STUCK] == {
        "text": "here = 1\n    ", "met": 2, "other": "other = 2",
    }  # fmt: skip


def test_guesses_and_walks_that_are_here_stay(page):
    walk, guess = "walk/two_paths", "scalar/predict-24b2c1e8"
    mine = {
        walk: {"graph": 0, "stage": 0, "typed": {"0": {"1": "7"}}},
        guess: {"guess": "b"},
    }
    page.keep(mine)
    said = page.load(saved(KEPT))
    assert said.endswith("Left in the file, as yours is another: 1 walk, 1 guess.")
    assert {name: page.kept[name] for name in mine} == mine
    assert page.kept[STUCK] == KEPT[STUCK]


def test_a_walk_that_was_only_looked_at_is_not_in_the_way(context, site):
    page = Page(context, site, "chain_rule")
    page.page.wait_for_selector(".walk-live[data-ready]")
    assert page.kept["walk/two_paths"]["typed"] == {}
    page.load(saved(KEPT))
    page.page.wait_for_selector(".walk-live[data-ready]")
    assert page.kept["walk/two_paths"] == KEPT["walk/two_paths"]
    values = page.page.locator(".walk-graph input")
    assert "5" in [value.input_value() for value in values.all()]


def test_a_file_that_is_refused_changes_nothing(page):
    before = {STUCK: {"text": "here = 1"}}
    page.keep(before)
    faults = []
    for text, why in REFUSED.items():
        said = page.load(text)
        if why not in said or not said.endswith("Nothing was changed."):
            faults.append((text[:200], said))
        if page.kept != before:
            faults.append((text[:200], page.kept))
    assert faults == []
    assert "too large" in page.load(" " * 20_000_001)


@pytest.mark.parametrize(
    "full, why",
    [
        ("true", "does not let this page keep anything"),
        ("of[0].endsWith('walk/two_paths')", "no room"),  # after two others
    ],
)
def test_a_browser_that_keeps_nothing_or_is_full_loads_nothing(
    page, full, why
):
    page.page.evaluate(
        "(full) => { const set = Storage.prototype.setItem;"
        "Storage.prototype.setItem = function (...of) {"
        "  if (eval(full)) throw new Error('full'); set.apply(this, of); }}",
        full,
    )
    said = page.load(saved(KEPT))
    assert why in said and said.endswith("Nothing was changed.")
    assert page.kept == {}


def test_progress_counts_exercises_walks_and_guesses(context, site):
    """At the end of a chapter and in the contents, where it has begun."""
    page = Page(context, site, "chain_rule")
    here = page.page.locator(".progress-here > p")
    begun = "0 of 5 exercises solved, 0 of 1 walk, 0 of 1 guess"
    expect(here).to_have_text(f"In this chapter: {begun}.")
    inputs = page.page.locator(".walk-graph input")
    data = page.page.evaluate("Object.values(window.walks)[0]")
    for _ in range(inputs.count()):
        box = page.page.locator(
            ".walk-graph span:not([data-state=right]) > input"
        ).first
        label = box.get_attribute("aria-label")
        at = next(
            number
            for number, each in enumerate(data["boxes"])
            if label == f"{each['side'].capitalize()} of "
            f"{data['nodes'][each['node']]['name']}"
        )
        expect(here).to_contain_text("0 of 1 walk")
        box.fill(str(data["graphs"][0]["right"][at]))
        box.press("Enter")
    expect(here).to_contain_text("1 of 1 walk")
    guess = page.page.locator(".predict form").first
    if guess.locator("input").count():
        guess.locator("input").fill("1")
    guess.locator("button").last.click()
    expect(here).to_contain_text("0 of 5 exercises solved, 1 of 1 walk, 1 of 1")
    page.page.goto(f"{site}index.html")
    rows = page.page.locator(".progress-there:not(:empty)")
    expect(rows).to_have_text(
        " 0 of 5 exercises solved, 1 of 1 walk, 1 of 1 guess"
    )


@each("step", STEPS)
def test_the_contents_know_what_each_chapter_has(html, step):
    """The names under which its page keeps exercises, walks and guesses."""
    contents = parsed.page(html / "index.html")
    names = json.loads(contents.select_one(".exercises-of-chapters").text)
    page = parsed.page(html / f"{step}.html")
    assert names[step] == [
        *(box["data-exercise"] for box in page.select(".exercise-live")),
        *(f"walk/{box['data-walk']}" for box in page.select(".walk-live")),
        *(json.loads(box["data-predict"])["name"] for box in page.select(".predict")),
    ]


@each("step", STEPS)
def test_what_is_wanted_stands_in_the_page(html, step):
    page = parsed.page(html / f"{step}.html")
    lists = page.select(".exercise .exercise-checks")
    for facts, found in zip(
        source_of_page(step).exercises.values(), lists, strict=True
    ):
        wanted = workbook.requirements(facts["name"])
        items = [item.get_text() for item in found.select("li")]
        assert items == [text.replace("`", "") for text in wanted]


def test_the_contents_load_no_python_and_no_editor(html):
    text = (html / "index.html").read_text("utf-8")
    scripts = set(re.findall(r"_static/(\w+)\.js", text))
    assert {"page", "progress"} <= scripts
    assert not {"python", "exercise", "editor"} & scripts


def test_axe_finds_nothing_where_answers_are_saved(context, site):
    page = Page(context, site, "index")
    page.load("[]")
    assert list(barriers(page.page, ".map")) == []


def test_in_a_page_from_disk(browser, html, tmp_path):
    context = browser.new_context()
    page = Page(context, f"{html.as_uri()}/", "derivatives")
    assert page.load(saved(KEPT)) == "Loaded: 3 answers, 1 walk, 1 guess."
    assert json.loads(page.save(tmp_path)) == json.loads(saved(KEPT))
    assert page.errors == []
    context.close()
