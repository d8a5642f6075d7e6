"""The page in places that its authors do not have.

Servers that send files as what they are not, browsers that keep nothing, two
tabs with one exercise, and what is pasted from other programs.
"""

import json
import re

import pytest
from backprop import workbook
from playwright.sync_api import expect
from reader import come_to_the_exercises

SECONDS = 60_000  # milliseconds that a busy machine may take to start Python
STUCK = "derivatives/stuck"
KEY = f"backprop:{STUCK}"
SOLUTION = workbook.read(STUCK, "solution.py")
START = workbook.read(STUCK, "start.py").rstrip()
NO_STORAGE = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("denied", "SecurityError"); }})"""
PASTE = """(editor, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  editor.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true}));
}"""


@pytest.fixture
def context(browser):
    context = browser.new_context()
    context.set_default_timeout(SECONDS)
    yield context
    context.close()


class Tab:
    """A page with an exercise."""

    def __init__(self, context, site):
        self.page = context.new_page()
        self.page.goto(f"{site}derivatives.html")
        self.box = self.page.locator(f'[data-exercise="{STUCK}"]')
        self.status = self.box.locator(".exercise-status")
        self.keys = self.box.locator(".exercise-keys")
        self.other = self.box.locator(".exercise-other")
        self.wait()

    def wait(self):
        come_to_the_exercises(self.page)

    def reload(self):
        self.page.reload()
        self.wait()

    @property
    def text(self):
        lines = self.box.locator(".cm-line").all_text_contents()
        return "\n".join(lines)

    @property
    def kept(self):
        return json.loads(
            self.page.evaluate(f"localStorage.getItem('{KEY}')") or "{}"
        )

    def select(self):
        self.box.locator(".cm-content").focus()
        self.page.keyboard.press("Control+a")

    def write(self, text):
        self.select()
        self.page.keyboard.insert_text(text)

    def paste(self, text):
        self.select()
        self.box.locator(".cm-content").evaluate(PASTE, text)

    def press(self, name):
        self.box.get_by_role("button", name=name, exact=True).click()

    def says(self, words):
        expect(self.status).to_contain_text(words, timeout=SECONDS)


def send_as(context, pattern, type):
    """As a server does that does not know the ends of these names."""

    def answer(route):
        response = route.fetch()
        headers = response.headers | {"content-type": type}
        route.fulfill(response=response, headers=headers)

    context.route(pattern, answer)


def test_a_server_that_sends_a_script_as_something_else(context, site):
    """It is said with the file and the type, at the first touch too."""
    send_as(context, "**/python/*.mjs", "application/octet-stream")
    tab = Tab(context, site)
    wrong = "sends the file worker.mjs as “application/octet-stream”"
    tab.select()
    tab.says(wrong)
    tab.says("only as “text/javascript”")
    tab.press("Start again")  # which takes the words away
    tab.says("")
    tab.press("Check")
    tab.says(wrong)


def test_a_server_that_lacks_a_script(context, site):
    context.route("**/pyodide.mjs", lambda route: route.fulfill(status=404))
    tab = Tab(context, site)
    tab.press("Check")
    tab.says("the server has no file pyodide.mjs (404)")


def test_a_browser_that_keeps_nothing(context, site):
    """And a server that does not know what .wasm is: the exercises run."""
    send_as(context, "**/*.wasm", "application/octet-stream")
    context.add_init_script(NO_STORAGE)
    tab = Tab(context, site)
    kept_not = "does not let this page keep what you write: save it as a file"
    expect(tab.keys).to_contain_text(kept_not)
    tab.paste(SOLUTION)
    tab.says(kept_not)
    tab.press("Check")
    tab.says("Solved: ")
    expect(tab.keys).to_contain_text(kept_not)
    expect(tab.page.locator(".progress-here")).to_contain_text(re.compile("1 of 5 exercises solved"))
    assert tab.text == SOLUTION.rstrip("\n") + "\n"


def from_windows(text):
    return "\ufeff" + text.rstrip().replace("\n", "\r\n")


def test_what_is_pasted_from_other_programs(context, site):
    tab = Tab(context, site)
    assert kept_nothing(tab)
    for typed in (from_windows(SOLUTION), SOLUTION.replace("    ", "\t")):
        tab.paste(typed)
        tab.press("Check")
        tab.says("Solved: ")
        assert "\r" not in tab.kept["text"]
    tab.paste("def stuck_at(step):\r\n    x = 1\r\n\treturn x\r\n")
    tab.press("Check")
    tab.says("An error in line 3.")
    printed = tab.box.locator(".exercise-output")
    expect(printed).to_have_text(re.compile("^line 3: tabs and spaces"))
    expect(tab.box.locator(".faulty-line")).to_have_text(re.compile("return"))


def kept_nothing(tab):
    return tab.kept == {} and "keep" not in tab.keys.inner_text()


@pytest.fixture
def tabs(context, site):
    """Two, and none of them needs Python."""
    context.route("**/python/**", lambda route: route.abort())
    return Tab(context, site), Tab(context, site)


def test_what_another_tab_wrote_is_offered(tabs):
    one, two = tabs
    one.write("x = 1")
    expect(two.other).to_contain_text("changed in another tab")
    assert two.text == START
    one.press("Start again")
    expect(two.other).to_have_count(0)
    one.write("x = 12")
    expect(two.other).to_have_count(1)
    two.press("Take that over")
    assert two.text == "x = 12" == one.text == one.kept["text"]
    expect(two.other).to_have_count(0)
    expect(one.other).to_have_count(0)
    two.press("Take it back")
    assert two.text == START
    expect(one.other).to_have_count(1)
    assert one.text == "x = 12"


def test_two_tabs_that_write_overwrite_nothing(tabs):
    """What both wrote is there when both are closed."""
    one, two = tabs
    one.write("one = 1")
    two.write("two = 2")
    for tab in tabs:
        expect(tab.other).to_have_count(1)
    assert (one.text, two.text) == ("one = 1", "two = 2")
    two.page.close()
    one.reload()
    assert one.text == "two = 2"
    expect(one.other).to_have_count(1)
    one.press("Take that over")
    assert one.text == "one = 1"
    one.reload()
    assert one.text == "one = 1"
    expect(one.other).to_have_count(0)


def test_of_two_answers_the_one_here_may_stay(tabs):
    one, two = tabs
    one.write("one = 1")
    two.write("two = 2")
    two.press("Keep this one")
    expect(two.other).to_have_count(0)
    assert two.kept["text"] == "two = 2" and "other" not in two.kept
    two.reload()
    assert two.text == "two = 2"
    expect(two.other).to_have_count(0)
    expect(one.other).to_have_count(1)
    assert one.text == "one = 1"


ONE_WAS_FASTER = f"""dispatchEvent(new StorageEvent("storage",
  {{key: "{KEY}", newValue: '{{"text": "one = 1"}}'}}))"""


def test_tabs_that_write_at_the_same_moment(tabs):
    """Of a text that was overwritten at once only the event still tells."""
    two = tabs[1]
    two.write("two = 2")
    two.page.evaluate(ONE_WAS_FASTER)
    expect(two.other).to_have_count(1)
    assert two.kept == {"text": "two = 2", "other": "one = 1"}
    two.write("two = 22")
    assert two.kept == {"text": "two = 22", "other": "one = 1"}
    assert two.text == "two = 22"


def test_a_tab_that_slept_overwrites_nothing(tabs):
    """A page that comes back from the history has heard of no change."""
    two = tabs[1]
    two.page.evaluate(
        f"""localStorage.setItem("{KEY}", '{{"text": "elsewhere = 1"}}')"""
    )
    assert two.other.count() == 0  # its own writing is no event here
    two.write("two = 2")
    expect(two.other).to_have_count(1)
    assert two.kept == {"text": "two = 2", "other": "elsewhere = 1"}
    assert two.text == "two = 2"
