"""Every page in a browser: light and dark, wide and as on a phone.

A built page can be sound and still not be readable: a formula that is cut, a
link that the keyboard cannot reach, a colour too pale. So Chromium opens each
page, axe looks at it, and whatever the page complains of in the console or
fetches from elsewhere is a fault. A broken page is shown to it, too.
"""

import contextlib
import json
import re

import pytest
from playwright.sync_api import TimeoutError
from served import serve
from source import EVERY, ROOT

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
    # axe itself asks the server, hence the copy; and only after all the rest
    found = list(faults)
    for width in WIDTHS[::-1]:
        window.set_viewport_size({"width": width, "height": 900})
        found += axe(window, width)
    return found


def axe(window, width):
    window.evaluate(AXE)
    for violation in window.evaluate(VIOLATIONS):
        yield f"axe at {width} px: {json.dumps(violation, indent=2)}"


@pytest.mark.parametrize("page", EVERY)
def test_page_in_a_browser(window, site, page):
    found = look_at(window, site, page)
    assert not found, "\n".join(found)


def test_no_window_is_too_narrow(window, site):
    """The notes of a page and its contents change places on the way."""
    window.goto(f"{site}two_neurons.html", wait_until="load")
    wide = {}
    for width in (320, 600, 768, 992, 1199, 1200, 1279, 1280, 1600):
        window.set_viewport_size({"width": width, "height": 900})
        wide[width] = window.evaluate("document.scrollingElement.scrollWidth")
    assert wide == {width: width for width in wide}


CUT = """() => [...document.querySelectorAll("article div.math")].filter((box) =>
  box.querySelector("mjx-math").getBoundingClientRect().left <
  box.getBoundingClientRect().left - 1).map((box) => box.textContent)"""


@pytest.mark.parametrize("page", ["activations", "gradient_descent"])
def test_a_long_formula_is_not_cut(window, site, page):
    """On a phone it scrolls, from its beginning on."""
    window.set_viewport_size({"width": WIDTHS[1], "height": 900})
    window.goto(f"{site}{page}.html", wait_until="load")
    window.evaluate(READY)
    assert window.evaluate(CUT) == []


# What a reader without a mouse can reach, and what the keyboard has reached.
# An outline that is as pale as its ground would be found by nobody.
STOPS = """() => [...document.querySelectorAll(
    "a[href], button, input, summary, [contenteditable=true], [tabindex='0']")].filter(
  (each) => !each.disabled && each.tabIndex >= 0 && each.checkVisibility(
    {visibilityProperty: true, opacityProperty: false})).length"""
FOCUSED = """() => {
  const here = document.activeElement;
  if (here === document.body) return null;
  here.stops = (here.stops ?? 0) + 1;
  const around = here.closest(".cm-editor") ?? here;
  const style = getComputedStyle(around);
  const box = around.getBoundingClientRect();
  return {
    what: here.outerHTML.slice(0, 120),
    again: here.stops > 1,
    editor: here.isContentEditable,
    seen: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
           || here.classList.contains("cm-content"))
          && box.bottom > 0 && box.top < innerHeight && box.width > 0,
    inMain: here.closest("#main-content") !== null,
  };
}"""


def walk(window):
    """Press Tab until the keyboard comes round; yield each stop."""
    for _ in range(1000):
        window.keyboard.press("Tab")
        stop = window.evaluate(FOCUSED)
        if stop is None or stop["again"]:
            return
        yield stop
        if stop["editor"]:  # there Tab indents, as the page says
            window.keyboard.press("Escape")
    raise AssertionError("the keyboard does not come round")


@pytest.mark.parametrize("page", ["index", "derivatives", "code-scalar"])
def test_the_keyboard_reaches_everything_and_is_seen(window, site, page):
    window.set_viewport_size({"width": WIDTHS[0], "height": 900})
    window.goto(f"{site}{page}.html", wait_until="load")
    window.evaluate("MathJax?.startup?.promise" if page == "derivatives" else "1")
    window.wait_for_timeout(500)  # the theme lets it into what scrolls
    stops = list(walk(window))
    assert [stop["what"] for stop in stops if not stop["seen"]] == []
    assert len(stops) >= window.evaluate(STOPS) > 20


def test_the_keyboard_can_skip_to_the_text(window, site):
    window.goto(f"{site}derivatives.html", wait_until="load")
    window.keyboard.press("Tab")
    assert "Skip to main content" in window.evaluate(FOCUSED)["what"]
    window.keyboard.press("Enter")
    window.keyboard.press("Tab")
    assert window.evaluate(FOCUSED)["inMain"]


def test_nothing_moves_for_who_wants_it_still(window, site):
    """The theme's context asks for reduced motion."""
    window.goto(f"{site}derivatives.html", wait_until="load")
    moving = window.evaluate("""() => [...document.querySelectorAll("*")].filter((each) => {
      const style = getComputedStyle(each);
      return parseFloat(style.transitionDuration) > 0.01
          || parseFloat(style.animationDuration) > 0.01
          || style.scrollBehavior === "smooth";
    }).map((each) => each.outerHTML.slice(0, 120))""")
    assert moving == []


ON_PAPER = """() => [...document.querySelectorAll(
  "#pst-primary-sidebar, #pst-secondary-sidebar, .bd-header-article, .prev-next-footer, \
.exercise-bar, .sd-dropdown")].filter((each) => each.checkVisibility()).map(
  (each) => each.className)"""
INK = "getComputedStyle(document.querySelector('article p')).color"


def test_print_has_the_text_alone_in_dark_ink(window, site):
    window.goto(f"{site}derivatives.html", wait_until="load")
    assert window.evaluate(ON_PAPER) != []
    window.emulate_media(media="print")
    assert window.evaluate(ON_PAPER) == []
    red, *_ = map(int, re.findall(r"\d+", window.evaluate(INK)))
    assert red < 64
    window.emulate_media(media="screen")


@pytest.mark.parametrize(
    "words, page",
    [
        ("forward_difference", "derivatives.html#listing-forward-difference"),
        ("Value", "scalar.html#listing-value-init"),
        ("Value.backward", "scalar.html#listing-value-backward"),
        ("softmax", "losses.html#listing-softmax"),
        ("truncation error", "glossary.html#term-truncation-error"),
    ],
)
def test_search_finds_names_and_words(window, site, words, page):
    window.goto(f"{site}search.html?q={words}")
    link = window.locator("#search-results li a").first
    link.wait_for(timeout=30_000)
    first = window.locator("#search-results li > a").evaluate_all(
        "links => links.slice(0, 3).map(link => link.getAttribute('href'))"
    )
    assert page in first


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
