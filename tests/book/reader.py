"""A reader at an open page: what is seen, typed, pasted and pressed.

The tests of the exercises and those of the flipbooks act through it, so that
they say what a reader does and not where in the page it happens. What is
asked of other hosts, none of which the browser finds, is noted.
"""

import re

from playwright.sync_api import expect

SECONDS = 60_000  # milliseconds that a busy machine may take to start Python


def reader(browser, site):
    """A reader with an empty storage; what the pages ask for is noted."""
    context = browser.new_context()
    context.set_default_timeout(SECONDS)
    context.asked, context.elsewhere = [], []

    def note(request):
        context.asked.append(request.url)
        if not request.url.startswith((site, "blob:", "data:")):
            context.elsewhere.append(request.url)

    context.on("request", note)
    return context


class Exercise:
    """One exercise on an open page."""

    def __init__(self, page, name):
        self.page, self.name = page, name
        self.box = page.locator(f'.exercise-live[data-exercise="{name}"]')
        self.whole = page.locator(".exercise", has=self.box)
        self.editor = self.box.locator(".cm-content")

    def type(self, text):
        """Empty the editor and type, each key as a hand does it."""
        press = self.page.keyboard.press
        self.editor.click()
        press("Control+a")
        press("Delete")
        for number, line in enumerate(text.rstrip("\n").split("\n")):
            if number:
                press("Enter")
                press("Shift+Home")  # the editor indents; so does the line
            if line:
                self.page.keyboard.type(line)
            elif number:
                press("Backspace")  # the indentation, or the line itself
                if self.text.count("\n") < number:
                    press("Enter")

    def paste(self, text):
        self.editor.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def press(self, name):
        self.box.get_by_role("button", name=name, exact=True).click()

    def finish(self, name="Check"):
        """Press a button, and wait until it can be pressed again."""
        self.press(name)
        expect(
            self.box.get_by_role("button", name=name, exact=True)
        ).to_be_enabled(timeout=SECONDS)
        return self.status

    @property
    def status(self):
        return self.box.locator(".exercise-status").inner_text()

    @property
    def printed(self):
        if not self.box.locator(".exercise-output").is_visible():
            return ""
        return (
            self.box.locator(".exercise-output")
            .inner_text()
            .removeprefix("printed:")
            .strip()
        )

    @property
    def text(self):
        """What stands in the editor, which draws all lines of so small a file."""
        return "\n".join(self.editor.locator(".cm-line").all_text_contents())

    @property
    def message(self):
        return self.box.locator(".exercise-message").inner_text()

    @property
    def checks(self):
        return "\n".join([*self.whole.locator(".exercise-checks li").all_inner_texts(), self.message])


class Cell:
    """A live cell on an open page; the first has the number 1."""

    def __init__(self, page, number):
        self.page = page
        self.box = page.locator("div.cell:has(> .cell_input pre)").nth(number - 1)
        self.editor = self.box.locator(".cm-content")
        self.status = self.box.locator(".cell-live .exercise-status")

    def open(self):
        self.box.locator(".cell-open").click()

    def press(self, name):
        self.box.get_by_role("button", name=name, exact=True).click()

    def type(self, text):
        self.editor.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def finish(self):
        """Press Run, and wait until it can be pressed again; what it says then."""
        self.press("Run")
        run = self.box.get_by_role("button", name="Run", exact=True)
        expect(run).to_be_enabled(timeout=3 * SECONDS)
        return self.status.inner_text()

    @property
    def shown(self):
        return "".join(self.box.locator(".cell-shown pre").all_text_contents())

    @property
    def printed(self):
        """Also what waits for a guess."""
        output = self.box.locator(".cell_output:not(.cell-shown) pre")
        return "".join(output.all_text_contents())


def run_all_cells(page):
    """Open and run all cells; the number of each that shows something else than was printed, and what."""
    number = page.locator(".cell-open").count()
    cells = [Cell(page, i + 1) for i in range(number)]
    for cell in cells:
        cell.open()
    said = cells[-1].finish()
    different = [] if said.startswith(("Done", "It ended")) else [(number, said)]
    for i, cell in enumerate(cells):
        shown, printed = cell.shown.split(), cell.printed.split()
        problem = cell.box.locator(".exercise-problem")
        if problem.count():  # a cell that is to fail; another version of Python has other words
            shown, printed = (
                re.findall(r"(?m)^\w+(?=:)", text)[-1:] or [text]
                for text in (problem.inner_text(), cell.printed)
            )
        if shown != printed:
            different.append((i + 1, f"cell {i + 1}: {cell.shown!r} and not {cell.printed!r}"))
        drawn = cell.box.locator(".cell-shown :is(img, .flipbook)").count()
        if drawn != cell.box.locator(".cell_output:not(.cell-shown) :is(img, .flipbook)").count():
            different.append((i + 1, f"cell {i + 1} draws {drawn}"))
    return different


def visit(context, address, step):
    page = context.new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(f"{address}{step}.html")
    come_to_the_exercises(page)
    return page


def come_to_the_exercises(page):
    """Their editors are there when a reader comes near one."""
    page.locator(".exercise-live").first.scroll_into_view_if_needed()
    page.wait_for_selector(".exercise-live[data-ready]")
