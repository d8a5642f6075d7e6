"""Every page in a browser: light and dark, wide and as on a phone.

A built page can be sound and still not be readable: a formula that is cut, a
link that the keyboard cannot reach, a colour too pale. So Chromium opens each
page, axe looks at it, and whatever the page complains of in the console or
fetches from elsewhere is a fault. A broken page is shown to it, too.
To open a page takes longest: each is opened once, and turned dark while it is
open. Contrast, which is dear, axe measures on the specimens, which are opened
in each theme; palette.py says why that is enough.
"""

import contextlib
import json
import re

import pytest
from palette import PALETTE, known, strange
from playwright.sync_api import TimeoutError
from served import serve
from source import EVERY, ROOT

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
WIDTHS = WIDE, PHONE = 1280, 390
SCHEMES = "light", "dark"
# pages that together have every pair of colours, in each theme
SPECIMENS = ("scalar", "derivatives", "search")
# what axe looks for on the others: all but contrast, once; then what depends
# on colours in the dark, and on room where there is more of it
NO_CONTRAST = {"rules": {"color-contrast": {"enabled": False}}}
MEASURED = (("light", WIDE), ("dark", PHONE))
RULES = {
    ("light", PHONE): NO_CONTRAST,
    ("dark", PHONE): {"runOnly": ["link-in-text-block"]},
    ("dark", WIDE): {"runOnly": ["scrollable-region-focusable"]},
}

# what readers unfold is looked at too
READY = """async () => {
  if (window.MathJax?.startup?.promise) await MathJax.startup.promise;
  await document.fonts.ready;
  const exercise = document.querySelector(".exercise-live");
  if (exercise) {  // its editor comes when one is near
    exercise.scrollIntoView();
    while (!exercise.dataset.ready) await new Promise((done) => setTimeout(done, 20));
    scrollTo(0, 0);
  }
  document.querySelectorAll("details").forEach((each) => each.open = true);
}"""
UNREADABLE_MATH = """() =>
  [...document.querySelectorAll("span.math, div.math")]
    .filter((math) => !math.querySelector("mjx-container mjx-assistive-mml")
                      || math.querySelector("mjx-merror, merror"))
    .map((math) => math.textContent)"""
# the number of an equation, and below it the sections that mention it
OVERPRINTED = """() => [...document.querySelectorAll("p.mentions")].filter((note) => {
  const number = note.previousElementSibling?.querySelector(".eqno");
  if (!number) return false;
  const words = document.createRange();
  words.selectNodeContents(note);
  const [a, b] = [number, words].map((each) => each.getBoundingClientRect());
  const shared = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return shared > 4 && a.left < b.right && b.left < a.right;  // lines may touch
}).map((note) => note.previousElementSibling.id)"""
# the theme lets the keyboard into what is too wide a moment after each change
SETTLED = """() => [...document.querySelectorAll(
    "pre, .cell_output > .output, .pst-scrollable-table-container")].every(
  (block) => block.scrollWidth <= block.clientWidth || block.tabIndex === 0)"""
# the theme hears of it a moment later
TURNED = """(scheme) =>
  [scheme, undefined].includes(document.documentElement.dataset.theme)"""
VIOLATIONS = """async ([within, options]) =>
  (await axe.run(within, {resultTypes: ['violations'], ...options})).violations.map(
    (found) => [found.id, ...found.nodes.map((node) => node.html)])"""


@pytest.fixture(scope="session", params=SCHEMES)
def scheme(request):
    return request.param


# for what is the same in the dark, or opens it itself
once = pytest.mark.parametrize("scheme", ["light"], indirect=True)


@pytest.fixture(scope="session")
def themes(browser):
    """A context for each theme, as a reader who goes from page to page."""
    contexts = {
        scheme: browser.new_context(
            color_scheme=scheme, reduced_motion="reduce"
        )
        for scheme in SCHEMES
    }
    yield contexts
    for context in contexts.values():
        context.close()


@pytest.fixture(scope="session")
def palettes(themes, site):
    """By theme and specimen, its pairs of colours."""
    return {
        scheme: {page: pairs_of(theme, f"{site}{page}") for page in SPECIMENS}
        for scheme, theme in themes.items()
    }


def pairs_of(theme, address):
    window = theme.new_page()
    window.goto(f"{address}.html", wait_until="load")
    window.evaluate(READY)
    pairs = set()
    for width in WIDTHS:
        resize(window, width)
        pairs |= window.evaluate(PALETTE).keys()
    window.close()
    return pairs


@pytest.fixture
def window(themes, scheme):
    window = themes[scheme].new_page()
    yield window
    window.close()


def resize(window, width):
    window.set_viewport_size({"width": width, "height": 900})


def turn(window, scheme):
    window.emulate_media(color_scheme=scheme)
    window.wait_for_function(TURNED, arg=scheme)


def look_at(window, site, page, rules, pairs=None):
    """Open a page, return what is wrong with it, in words.

    The rules of axe are told by theme and width. Where it need not measure
    contrast, the pairs of colours that are known are told by theme.
    """
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
    resize(window, WIDE)
    window.goto(f"{site}{page}.html", wait_until="load")
    window.evaluate(READY)
    for math in window.evaluate(UNREADABLE_MATH):
        faults.append(f"not typeset, or not for screen readers: {math}")
    for width in WIDTHS:
        resize(window, width)
        wide = window.evaluate("document.scrollingElement.scrollWidth")
        note(wide > width, f"{wide} px wide on a screen of {width}")
        for equation in window.evaluate(OVERPRINTED):
            faults.append(f"{width} px: words on the number of {equation}")
        with contextlib.suppress(TimeoutError):  # then axe says which
            window.wait_for_function(SETTLED, timeout=2000)
        for scheme in pairs or ():
            turn(window, scheme)
            faults += strange(window.evaluate(PALETTE), pairs[scheme])
    # axe itself asks the server, hence the copy; and only after all the rest
    found = list(faults)
    for (scheme, width), options in rules.items():
        resize(window, width)
        turn(window, scheme)
        found += axe(window, f"{scheme}, {width} px", options)
    return found


def axe(window, where, rules=None, within="html"):
    if window.evaluate("typeof axe === 'undefined'"):
        window.evaluate(AXE)
    for violation in window.evaluate(VIOLATIONS, [within, rules]):
        yield f"axe, {where}: {json.dumps(violation, indent=2)}"


def barriers(window, within):
    """What axe finds in a part of a page, in both themes and widths; and whether the page scrolls sideways."""
    for width in WIDTHS:
        resize(window, width)
        wide = window.evaluate("document.scrollingElement.scrollWidth")
        if wide > width:
            yield f"{wide} px wide on a screen of {width}"
        with contextlib.suppress(TimeoutError):  # then axe says which
            window.wait_for_function(SETTLED, timeout=2000)
        for scheme in SCHEMES:
            turn(window, scheme)
            # contrast, which is dear, is that of the theme and not of the width
            rules = None if (scheme, width) in MEASURED else NO_CONTRAST
            yield from axe(window, f"{scheme}, {width} px", rules, within)


def both(scheme):
    """From the width on at which the page has settled."""
    return [(scheme, width) for width in WIDTHS[::-1]]


@pytest.mark.parametrize("page", SPECIMENS)
def test_specimen_in_a_browser(window, scheme, site, page):
    found = look_at(window, site, page, dict.fromkeys(both(scheme)))
    assert not found, "\n".join(found)


@once
@pytest.mark.parametrize(
    "page", [page for page in EVERY if page not in SPECIMENS]
)
def test_page_in_a_browser(window, site, page, palettes):
    pairs = {scheme: known(each.values()) for scheme, each in palettes.items()}
    found = look_at(window, site, page, RULES, pairs)
    assert not found, "\n".join(found)


@once
def test_no_window_is_too_narrow(window, site):
    """The notes of a page and its contents change places on the way."""
    window.goto(f"{site}two_neurons.html", wait_until="load")
    wide = {}
    for width in (320, 600, 768, 992, 1199, 1200, 1279, 1280, 1600):
        resize(window, width)
        wide[width] = window.evaluate("document.scrollingElement.scrollWidth")
    assert wide == {width: width for width in wide}


CUT = """() => [...document.querySelectorAll("article div.math")].filter((box) =>
  box.querySelector("mjx-math").getBoundingClientRect().left <
  box.getBoundingClientRect().left - 1).map((box) => box.textContent)"""


@once
@pytest.mark.parametrize("page", ["activations", "gradient_descent"])
def test_a_long_formula_is_not_cut(window, site, page):
    """On a phone it scrolls, from its beginning on."""
    resize(window, PHONE)
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
    resize(window, WIDE)
    window.goto(f"{site}{page}.html", wait_until="load")
    window.evaluate("MathJax?.startup?.promise" if page == "derivatives" else "1")
    window.wait_for_timeout(500)  # the theme lets it into what scrolls
    stops = list(walk(window))
    assert [stop["what"] for stop in stops if not stop["seen"]] == []
    assert len(stops) >= window.evaluate(STOPS) > 20


@once
def test_the_keyboard_can_skip_to_the_text(window, site):
    window.goto(f"{site}derivatives.html", wait_until="load")
    window.keyboard.press("Tab")
    assert "Skip to main content" in window.evaluate(FOCUSED)["what"]
    window.keyboard.press("Enter")
    window.keyboard.press("Tab")
    assert window.evaluate(FOCUSED)["inMain"]


@once
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


# one of each kind, as there are hundreds of links
ONE_OF_EACH = """() => {
  const kinds = new Set();
  for (const each of document.querySelectorAll("a[href], button, summary, input")) {
    const kind = [each, each.parentElement].map((e) => e.tagName + e.className).join();
    if (!kinds.has(kind) && each.checkVisibility()) each.dataset.pointed = "";
    kinds.add(kind);
  }
}"""
TURNED_PALE = """async () => (await axe.run("[data-pointed]", {runOnly: ["color-contrast"]})
  ).violations.flatMap((found) => found.nodes.map((node) => node.html))"""


def pale_when_pointed_at(window):
    """What axe cannot see by itself, as nothing points there."""
    window.evaluate(READY)
    window.evaluate(ONE_OF_EACH)
    window.evaluate(AXE)
    tools = window.context.new_cdp_session(window)
    for domain in ("DOM", "CSS"):
        tools.send(f"{domain}.enable")
    root = tools.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    kinds = tools.send(
        "DOM.querySelectorAll", {"nodeId": root, "selector": "[data-pointed]"}
    )["nodeIds"]
    assert kinds
    for states in (["hover"], ["focus", "focus-visible"]):
        for kind in kinds:
            tools.send(
                "CSS.forcePseudoState",
                {"nodeId": kind, "forcedPseudoClasses": states},
            )
        for html in window.evaluate(TURNED_PALE):
            yield states[0], html


@pytest.mark.parametrize("page", ["index", "derivatives", "search"])
def test_what_is_pointed_at_is_not_pale(window, site, page):
    resize(window, WIDE)
    window.goto(f"{site}{page}.html", wait_until="load")
    assert list(pale_when_pointed_at(window)) == []


@pytest.mark.parametrize("state", ["hover", "focus"])
def test_a_link_that_turns_pale_is_found(window, state):
    style = f"<style>a:{state} {{color: #ccc}}</style>"
    window.set_content(GOOD.format(f"{style}<a href='#'>a link</a>"))
    [(found, html)] = pale_when_pointed_at(window)
    assert found == state and html.startswith("<a href")


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


@once
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


SCROLLS = "<div style='width: 99px; overflow: auto'><p>a_long_name_of_one_word"
FITS = "{p {font-size: 2px}}"
LINK = "<p>some words <a href='#'>and a link</a> and more"
LIKE_TEXT = "a {text-decoration: none}"
DARK = "@media (prefers-color-scheme: dark)"
BAD = [
    ("", None),
    ("<script>nothing()</script>", "error: "),
    ("<script>console.error('oh')</script>", "oh"),
    ("<script src='missing.js'></script>", "no http"),
    ("<img alt='a' src='http://other.invalid/a.png'>", "another host"),
    ("<div style='width: 500px'>wide</div>", " px wide on"),
    ("<span class='math'>$x$</span>", "not typeset"),
    ("<img src='data:,'>", "image-alt"),
    (SCROLLS, "scrollable-region-focusable"),
    (f"<style>@media (width < 400px) {FITS}</style>{SCROLLS}", "scrollable-"),
    (f"<style>@media (width > 400px) {FITS}</style>{SCROLLS}", "scrollable-"),
    (f"<style>a {{color: #222}} {LIKE_TEXT}</style>{LINK}", "link-in-text"),
    (
        f"<style>a {{color: #c00}} {DARK} {{a {{color: #222}}}} {LIKE_TEXT}"
        f"</style>{LINK}",
        "link-in-text",
    ),
    ("<p style='color: #ccc; background: #fff'>pale</p>", "contrast"),
]
PALE = [
    "<p style='color: #ccc'>pale</p>",
    "<p style='color: #0003'>pale</p>",
    "<p style='-webkit-text-fill-color: #ccc'>pale</p>",
    "<div style='opacity: 0.3'><p>pale</p></div>",
    "<div style='background: #333'><p>pale</p></div>",
    "<div style='background: #000d'><p>pale</p></div>",
    "<div style='background: linear-gradient(#333, #222)'>pale</div>",
    "<p style='filter: opacity(0.3)'>pale</p>",
    "<div style='background: #333'>.</div>\
<p style='position: absolute; top: 0'>pale</p>",
    "<svg role='img' aria-label='a'><text y='9' fill='#ccc'>pale</text></svg>",
    "<input aria-label='a' value='pale' style='color: #ccc'>",
    f"<style>{DARK} {{p {{color: #ccc}}}}</style><p>pale</p>",
]


@pytest.fixture
def planted(window, tmp_path):
    """Look at a page with a fault."""

    def look(bad, rules, pairs=None):
        (tmp_path / "page.html").write_text(GOOD.format(bad), "utf-8")
        with serve(tmp_path) as site:
            return look_at(window, site, "page", rules, pairs)

    return look


@pytest.mark.parametrize("bad, word", BAD)
def test_a_broken_specimen_is_found(planted, scheme, bad, word):
    found = planted(bad, dict.fromkeys(both(scheme)))
    if DARK in bad and scheme == "light":
        word = None  # nothing is wrong there
    assert any(word in fault for fault in found) if word else found == []


BLACK = {"#000000 on #ffffff", "#000000 on #ffffff, large"}


@once
@pytest.mark.parametrize(
    "bad, word", [*BAD, *((bad, "axe measures") for bad in PALE)]
)
def test_a_broken_page_is_found(planted, bad, word):
    """Though it is no specimen, and opened in the light alone."""
    found = planted(bad, RULES, dict.fromkeys(SCHEMES, BLACK))
    assert any(word in fault for fault in found) if word else found == []


def test_a_pale_pair_is_not_known():
    """Though a specimen has it, where axe has let it be."""
    pairs = {"#000000 on #ffffff": "<p>", "#cccccc on #ffffff, pale": "<i>"}
    assert known([pairs, {}]) == {"#000000 on #ffffff"}
    [fault] = strange(pairs, known([pairs]))
    assert "has #cccccc on #ffffff, pale, as in <i>: make" in fault
    assert strange(pairs, set(pairs)) == []


def test_each_specimen_is_needed(palettes):
    """It has a pair that the others do not have."""
    for found in palettes.values():
        for page, pairs in found.items():
            others = known(found[each] for each in SPECIMENS if each != page)
            assert not pairs <= others, f"{page} has nothing of its own"
