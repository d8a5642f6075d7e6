"""Flipbooks in a page: they turn, play and hold, by keys, by touch and on paper.

Python has computed every frame when the book was built, so nothing has to
start, and the sentences that are read out are compared with the data.
"""

import json

import pytest

# in the page, so that a slow machine does not come too late to pause
PLAY_AND_PAUSE = """async (book) => {
  const rest = (time) => new Promise((done) => setTimeout(done, time));
  const play = [...book.querySelectorAll("button")].at(-1);
  const slider = [...book.querySelectorAll("input")].at(-1);
  play.click();
  const begun = slider.value;
  while (slider.value === begun) await rest(10);
  play.click();
  const held = slider.value;
  await rest(1500);
  return [begun, held, slider.value];
}"""
MOVING = {
    "derivatives": 1,
    "gradient_descent": 1,
    "two_neurons": 1,
    "activations": 1,
    "scalar": 2,
    "networks": 1,
}


@pytest.mark.parametrize("step", MOVING)
def test_flipbook_turns_its_pages(context, site, html, step):
    data = (html / "_static" / "flipbooks" / f"{step}.js").read_text("utf-8")
    books = json.loads(data.removeprefix("window.flipbooks = ").rstrip(";\n"))
    page = context.new_page()
    page.goto(f"{site}{step}.html")
    page.wait_for_selector(".flipbook[data-ready]")
    shown = page.locator(".flipbook")
    assert shown.count() == len(books) == MOVING[step]
    for number, book in enumerate(books):
        one = shown.nth(number)
        says, sliders = one.locator(".flipbook-says"), one.locator("input")
        for slider, control in zip(
            sliders.all(), book["controls"], strict=True
        ):
            for _ in control["values"]:
                slider.press("ArrowLeft")
        first, last = book["sentences"][0], book["sentences"][-1]
        assert says.inner_text().strip() == first
        picture = one.locator("svg > g")
        before = picture.inner_html()
        for slider, control in zip(
            sliders.all(), book["controls"], strict=True
        ):
            slider.focus()
            for _ in control["values"]:
                page.keyboard.press("ArrowRight")
            value = control["values"][-1]
            assert slider.get_attribute("aria-valuetext") == value
        assert says.inner_text().strip() == last
        assert picture.inner_html() != before
        steps = len(book["controls"][-1]["values"])
        one.get_by_role("button", name="Back").click()
        assert says.inner_text().strip() == book["sentences"][-2]
        one.get_by_role("button", name="Next").click()
        assert says.inner_text().strip() == last
        begun, held, later = page.evaluate(
            PLAY_AND_PAUSE, one.element_handle()
        )
        assert begun == "0" != held == later and int(held) < steps - 1
    page.close()


def test_flipbook_respects_reduced_motion_touch_and_paper(browser, site):
    context = browser.new_context(
        reduced_motion="reduce",
        has_touch=True,
        viewport={"width": 390, "height": 800},
    )
    page = context.new_page()
    page.goto(f"{site}two_neurons.html")
    page.wait_for_selector(".flipbook[data-ready]")
    assert not page.get_by_role("button", name="Play").is_visible()
    says, still = page.locator(".flipbook-says"), None
    still = says.inner_text()
    page.get_by_role("button", name="Back").tap()
    assert says.inner_text() != still
    slider = page.locator(".flipbook input")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    page.touchscreen.tap(box["x"] + 3, box["y"] + box["height"] / 2)
    assert slider.input_value() == "0"
    assert box["height"] >= 24
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert says.inner_text() == still
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert says.inner_text() != still
    context.close()
