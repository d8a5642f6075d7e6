"""Every page in a browser: light and dark, wide and as on a phone."""

import contextlib
import json

import pytest
from conftest import serve
from playwright.sync_api import TimeoutError
from source import PAGES, ROOT

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
WIDTHS = (1280, 390)

# what readers unfold is looked at too
READY = """async () => {
  if (window.MathJax?.startup?.promise) await MathJax.startup.promise;
  await document.fonts.ready;
  document.querySelectorAll("details").forEach((each) => each.open = true);
}"""
UNREADABLE_MATH = """() =>
  [...document.querySelectorAll("span.math, div.math")]
    .filter((math) => !math.querySelector("mjx-container mjx-assistive-mml")
                      || math.querySelector("mjx-merror, merror"))
    .map((math) => math.textContent)"""
# the theme lets the keyboard into what is too wide a moment after each change
SETTLED = """() => [...document.querySelectorAll(
    "pre, .cell_output > .output, .pst-scrollable-table-container")].every(
  (block) => block.scrollWidth <= block.clientWidth || block.tabIndex === 0)"""
VIOLATIONS = """async () => (await axe.run({resultTypes: ['violations']})).violations.map(
  (found) => [found.id, ...found.nodes.map((node) => node.html)])"""


@pytest.fixture(scope="session", params=["light", "dark"])
def theme(request, browser):
    """One context for each theme, as a reader who goes from page to page."""
    context = browser.new_context(
        color_scheme=request.param, reduced_motion="reduce"
    )
    yield context
    context.close()


@pytest.fixture
def window(theme):
    window = theme.new_page()
    yield window
    window.close()


def look_at(window, site, page):
    """Open a page, return what is wrong with it, in words."""
    faults = []

    def note(is_fault, text):
        if is_fault:
            faults.append(text)

    window.on("pageerror", lambda error: note(True, f"error: {error}"))
    window.on("console", lambda m: note(m.type == "error", m.text))
    window.on(
        "request",
        lambda request: note(
            not request.url.startswith((site, "data:", "blob:")),
            f"asks another host: {request.url}",
        ),
    )
    window.on(
        "response",
        lambda answer: note(answer.status >= 400, f"no {answer.url}"),
    )
    window.set_viewport_size({"width": WIDTHS[0], "height": 900})
    window.goto(f"{site}{page}.html", wait_until="load")
    window.evaluate(READY)
    for math in window.evaluate(UNREADABLE_MATH):
        faults.append(f"not typeset, or not for screen readers: {math}")
    for width in WIDTHS:
        window.set_viewport_size({"width": width, "height": 900})
        wide = window.evaluate("document.scrollingElement.scrollWidth")
        note(wide > width, f"{wide} px wide on a screen of {width}")
        with contextlib.suppress(TimeoutError):  # then axe says which
            window.wait_for_function(SETTLED, timeout=2000)
    # axe itself asks the server, hence the copy; and only after all the rest.
    # On the phone once: there the dark colours are those of the wide page.
    found = list(faults)
    dark = window.evaluate(
        "matchMedia('(prefers-color-scheme: dark)').matches"
    )
    for width in WIDTHS[:1] if dark else WIDTHS[::-1]:
        window.set_viewport_size({"width": width, "height": 900})
        found += axe(window, width)
    return found


def axe(window, width):
    window.evaluate(AXE)
    for violation in window.evaluate(VIOLATIONS):
        yield f"axe at {width} px: {json.dumps(violation, indent=2)}"


@pytest.mark.parametrize("page", [*PAGES, "search", "404"])
def test_page_in_a_browser(window, site, page):
    found = look_at(window, site, page)
    assert not found, "\n".join(found)


GOOD = """<!doctype html><html lang="en"><title>T</title>
<link rel="icon" href="data:,"><main><h1>A</h1>{}</main></html>"""


@pytest.mark.parametrize(
    "bad, word",
    [
        ("", None),
        ("<script>nothing()</script>", "error: "),
        ("<script>console.error('oh')</script>", "oh"),
        ("<script src='missing.js'></script>", "no http"),
        ("<img alt='a' src='http://other.invalid/a.png'>", "another host"),
        ("<div style='width: 500px'>wide</div>", " px wide on"),
        ("<span class='math'>$x$</span>", "not typeset"),
        ("<img src='data:,'>", "image-alt"),
        ("<p style='color: #ccc; background: #fff'>pale</p>", "contrast"),
    ],
)
def test_a_broken_page_is_found(window, tmp_path, bad, word):
    (tmp_path / "page.html").write_text(GOOD.format(bad), "utf-8")
    with serve(tmp_path) as site:
        found = look_at(window, site, "page")
    assert any(word in fault for fault in found) if word else found == []
