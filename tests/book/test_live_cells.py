"""Cells of a chapter, changed and run in its page.

With the keys of a keyboard, and with no other host to be reached. What whole
chapters show there is compared with what was printed: of three here, one of
them with NumPy, and of all by `make speed`. Tests that leave nothing behind
share a page, for Python takes seconds to begin.
"""

import pytest
from playwright.sync_api import expect
from press import wheels
from reader import SECONDS, Cell, Exercise, reader, run_all_cells, visit
from test_browser import barriers

pytestmark = pytest.mark.skipif(
    not wheels.present(*wheels.WANTED),
    reason="NumPy and matplotlib for the pages could not be fetched",
)
shared = pytest.mark.xdist_group("cells")  # all that use `page`


@pytest.fixture(scope="module")
def used_page(browser, site):
    context = reader(browser, site)
    page = visit(context, site, "functions")
    yield page
    assert page.errors == [] and context.elsewhere == []
    context.close()


@pytest.fixture
def page(used_page):
    """As printed."""
    yield used_page
    for back in used_page.get_by_role("button", name="As printed").all()[::-1]:
        back.click()


@pytest.mark.parametrize("step", ["functions", "two_neurons", "layers"])
def test_cells_show_in_the_page_what_was_printed(context, site, step):
    page = visit(context, site, step)
    assert run_all_cells(page) == [] and page.errors == []
    printed = page.locator(".cell_output:not(.cell-shown) pre").count()
    assert page.locator(".cell-shown pre").count() == printed > 0
    assert page.locator(".cell-shown :is(img, .flipbook)").count()
    for flipbook in page.locator(".cell-shown .flipbook").all():
        says = flipbook.locator(".flipbook-says")
        before = says.inner_text()
        flipbook.get_by_role("button", name="Back").click()
        assert says.inner_text() != before


@shared
def test_a_cell_that_was_changed_changes_those_below(page):
    first, second = Cell(page, 5), Cell(page, 6)  # numbers = [20, 30], total(numbers)
    first.open()
    first.type("numbers = [1, 2]\nadd(*numbers)")
    page.keyboard.press("Control+Enter")
    expect(first.status).to_have_text("Done.", timeout=SECONDS)
    assert first.shown == "3"
    second.open()
    second.type("numbers + [3]")
    assert second.finish() == "Done." and second.shown == "[1, 2, 3]"
    first.type("numbers = [7]")  # and not run: it is when the next one runs
    assert second.finish() == "Done." and second.shown == "[7, 3]"
    assert first.shown == "" and not first.box.locator(".cell-shown").is_visible()


@shared
def test_what_stops_a_cell_above_is_opened_and_said(page):
    first, second = Cell(page, 1), Cell(page, 4)
    first.open()
    first.type("from backprop.functions import square, ad")
    second.open()
    said = second.finish()
    assert said == "The cells above stopped at cell 1, which is open now and says why."
    assert "cannot import name 'ad'" in first.shown
    expect(first.box.locator(".faulty-line")).to_have_text("from backprop.functions import square, ad")
    first.press("As printed")
    assert second.finish() == "Done." and second.shown.split() == second.printed.split()


@shared
def test_a_cell_that_is_to_fail_says_so(page):
    cell = Cell(page, 2)
    cell.open()
    assert cell.finish() == "It ended with an error, which is the point of this cell."
    assert cell.shown.strip().endswith(cell.printed.strip().split("\n")[-1])


@shared
def test_stop_and_then_all_runs_again(page):
    cell = Cell(page, 4)
    cell.open()
    cell.type("while True: pass")
    cell.press("Run")
    expect(cell.status).to_have_text("Running …", timeout=SECONDS)
    cell.press("Stop")
    assert cell.status.inner_text() == "Stopped."
    cell.type("from backprop.functions import total\ntotal(*numbers_of(3))")
    assert cell.finish() == "It ended with an error." and "numbers_of" in cell.shown
    cell.type("total(1, 2)")
    assert cell.finish() == "Done." and cell.shown == "3"


@shared
def test_as_printed_brings_the_cell_back(page):
    cell = Cell(page, 4)
    assert not cell.box.locator(".cell-live").count()
    cell.open()
    assert "cm-content" in page.evaluate("document.activeElement.className")
    cell.type("total(5)")
    cell.finish()
    printed = cell.box.locator(".cell_output:not(.cell-shown)")
    expect(printed).to_be_hidden()
    cell.press("As printed")
    expect(printed).to_be_visible()
    expect(cell.box.locator(".cell_input")).to_be_visible()
    assert page.evaluate("document.activeElement.className") == "cell-open"
    cell.open()
    lines = cell.editor.locator(".cm-line")
    assert lines.all_text_contents() == ["total(5)"]  # nothing is lost
    cell.press("Start again")
    assert "total(2, 3, 4)" in "".join(lines.all_text_contents())


@shared
def test_a_cell_and_an_exercise_do_not_run_at_once(page):
    cell, exercise = Cell(page, 1), Exercise(page, "functions/product")
    cell.open()
    cell.type("while True: pass")
    cell.press("Run")
    exercise.press("Check")
    assert "running" in exercise.status
    expect(cell.status).to_have_text("Running …", timeout=SECONDS)
    cell.press("Stop")
    assert "0 of" in exercise.finish()
    cell.type("import backprop.functions as f\nf.product = None\nimport math\nmath.prod = None")
    assert cell.finish() == "Done."
    exercise.paste("from math import prod as product")
    exercise.finish()
    assert "NoneType" not in exercise.checks + exercise.printed


@shared
def test_hostile_cells_break_nothing(page):
    cell = Cell(page, 1)
    cell.open()
    for text, said in [
        ("import numpy as np\nnp.ones(10 ** 12)", "Maximum allowed dimension"),
        ("import numpy as np\nnp.ones(4 * 10 ** 8)", "array is too big"),
        ("print('<img src=x onerror=alert(1)>')", "<img src=x"),
        ("class Flipbook:\n    def html(self): return '<b>'\nFlipbook()", ""),
        ("class A:\n    def __repr__(self): return 3\nA()", "TypeError"),
        ("raise SystemExit", "cell 1 ended the program itself"),
        ("input()", "nobody can type an input here"),
        ("", ""),
    ]:
        cell.type(text)
        cell.finish()
        assert said in cell.shown, text
        assert not cell.box.locator(".cell-shown :is(b, img)").count()
    cell.type("import numpy as np\na = np.ones((500, 500))\nwhile True: a = a @ a / 500")
    cell.press("Run")
    expect(cell.status).to_have_text("Running …", timeout=SECONDS)
    cell.press("Stop")
    cell.type("6 * 7")
    assert cell.finish() == "Done." and cell.shown == "42"


def test_no_byte_of_python_before_a_cell_is_opened_and_no_matplotlib_before_it_is_needed(context, site):
    page = visit(context, site, "functions")
    asked = lambda name: any(name in address for address in context.asked)  # noqa: E731
    assert not asked("/python/")
    cell = Cell(page, 1)
    cell.open()
    assert cell.finish() == "Done."
    assert asked("pyodide.asm.wasm") and not asked("matplotlib") and not asked("numpy")


def test_a_site_without_numpy_says_so(context, site):
    context.route("**/numpy-*.whl", lambda route: route.fulfill(status=404))
    page = visit(context, site, "layers")
    cell = Cell(page, 1)
    cell.open()
    cell.type("import numpy")
    assert "NumPy is not part of this site" in cell.finish()
    cell.type("1 + 1")
    assert cell.finish() == "Done."


def test_a_page_from_disk_says_how_to_serve_it(browser, html):
    context = browser.new_context()
    page = context.new_page()
    page.goto((html / "functions.html").as_uri())
    cell = Cell(page, 1)
    cell.open()
    assert "make read" in cell.status.inner_text()
    cell.press("Run")
    assert "make read" in cell.status.inner_text()
    cell.press("As printed")
    expect(cell.box.locator(".cell_input")).to_be_visible()
    context.close()


def test_long_chapters_say_so_before_they_begin(context, site):
    page = context.new_page()
    page.add_init_script("Object.defineProperty(window, 'cells', {value: {seconds: 33}})")
    page.goto(f"{site}functions.html")
    cell = Cell(page, 1)
    cell.open()
    assert cell.status.inner_text() == "All cells of this chapter take about 33 seconds in a page."


def test_axe_finds_nothing_in_open_cells(context, site):
    page = visit(context, site, "functions")
    last = page.locator(".cell-open").count()
    good, faulty = Cell(page, last), Cell(page, 2)
    for cell in (good, faulty):
        cell.open()
    good.finish()
    faulty.finish()
    page.mouse.move(0, 0)
    assert list(barriers(page, "div.cell")) == []
