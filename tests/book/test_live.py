"""What readers do in a page: exercises with Python.

With the keys of a keyboard, and with no other host to be reached.

Every start and every solution, and some wrong answers, are put into the page
and checked by the Python of the browser, which must say what ours says in the
tests of the workbook. Python takes seconds to begin, so tests that leave
nothing behind share a page.
"""

import ast
import gzip
import re
import time

import pytest
from backprop import STEPS, workbook
from playwright.sync_api import expect
from press import wheels
from reader import SECONDS, Exercise, come_to_the_exercises, reader, visit
from source import ROOT
from test_browser import barriers, resize

LIGHT = 60_000  # bytes of a page and our scripts, compressed
EDITOR = 120_000  # and of the editor, which comes when it is wanted


@pytest.fixture
def page(context, site):
    page = visit(context, site, "derivatives")
    yield page
    assert page.errors == []
    assert context.elsewhere == []


@pytest.fixture
def stuck(page):
    return Exercise(page, "derivatives/stuck")


@pytest.fixture(scope="module")
def used_page(browser, site):
    """A page that others have used, and should have left in order."""
    context = reader(browser, site)
    page = visit(context, site, "derivatives")
    yield page
    assert page.errors == [] and context.elsewhere == []
    context.close()


@pytest.fixture
def used(used_page):
    return Exercise(used_page, "derivatives/stuck")


shared = pytest.mark.xdist_group("used")  # all that use `used`


# each key that is typed lays out the page anew: so a shorter one
ONLY_EXERCISES = "article section > section:not(#your-turn) {display: none}"
with_numpy = pytest.mark.skipif(
    not wheels.present("numpy"),
    reason="NumPy for the pages could not be fetched",
)
WRONG = ROOT / "tests" / "wrong_answers"
ARRAYS = STEPS[8:]  # what needs NumPy
TYPED = "functions", "losses"
ASK = """([text, exercise]) => new Promise((done) => window.BookPython.ask(
  {print() {}, say() {}, failed: (why) => done({failed: why}), done}, {text, exercise}))"""


def bare(code):
    """Without docstrings, which nobody types, and without what is printed."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(getattr(node, "body", None), list):
            node.body = [x for x in node.body if not is_idle(x)] or node.body
    return ast.unparse(tree)


def is_idle(statement):
    match statement:
        case ast.Expr(ast.Constant() | ast.Call(ast.Name("print"))):
            return True
    return False


def worth_typing(code):
    """The shorter the better, but with a block, and best with one in it."""
    return "\n" + 8 * " " not in code, "\n    " not in code, len(code)


def exercises_of(step):
    return [name for name in workbook.exercises() if name.startswith(f"{step}/")]


@pytest.mark.parametrize("step", STEPS)
def test_each_exercise_has_its_editor(context, site, step):
    """And in some chapters a solution is typed, key by key."""
    page = visit(context, site, step)
    page.add_style_tag(content=ONLY_EXERCISES)
    names = exercises_of(step)
    assert page.locator(".exercise-live").count() == len(names)
    for name in names:
        assert Exercise(page, name).text == workbook.read(name, "start.py").rstrip()
    if step in TYPED:
        answers = {n: bare(workbook.read(n, "solution.py")) for n in names}
        typed = min(answers, key=lambda name: worth_typing(answers[name]))
        Exercise(page, typed).type(answers[typed])
        assert Exercise(page, typed).text == answers[typed]
    assert page.errors == []


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param(STEPS[:8], id="numbers"),
        pytest.param(ARRAYS, id="arrays", marks=with_numpy),
    ],
)
def test_the_python_of_the_page_says_what_ours_says(context, site, steps):
    """Of each start, each solution and each known wrong answer."""
    page = visit(context, site, steps[0])

    def message(answer, name):
        told = page.evaluate(ASK, [answer, name])
        assert "failed" not in told, (name, told)
        said = (told["problem"] or told["checks"][-1])["message"]
        return told["passed"], " ".join(said.split())

    faults, tried = [], 0
    for name in [name for step in steps for name in exercises_of(step)]:
        start = workbook.read(name, "start.py")
        expected = workbook.check(name, start)[-1].message
        if message(start, name) != (False, " ".join(expected.split())):
            faults.append(f"{name}: its start")
        if message(workbook.read(name, "solution.py"), name) != (True, ""):
            faults.append(f"{name}: its solution")
        for path in sorted((WRONG / name).glob("*.py")):
            answer = path.read_text("utf-8")
            passed, said = message(answer, name)
            meant = " ".join(ast.get_docstring(ast.parse(answer)).split())
            if passed or meant not in said:
                faults.append(f"{name}: {path.name}: {said}")
            tried += 1
    assert faults == [] and tried > 80
    assert page.errors == []


@pytest.mark.parametrize(
    "step", ["functions", pytest.param("layers", marks=with_numpy)]
)
def test_a_chapter_is_solved(context, site, step):
    page = visit(context, site, step)
    names = exercises_of(step)
    for name in names:
        exercise = Exercise(page, name)
        said = exercise.finish()
        expected = workbook.check(name, workbook.read(name, "start.py"))
        assert said.startswith(f"{len(expected) - 1} of "), (name, said)
        assert exercise.message.split() == expected[-1].message.split(), name
        exercise.paste(workbook.read(name, "solution.py"))
        assert exercise.finish().startswith("Solved: "), exercise.checks
    end = page.locator(".progress-here").inner_text()
    assert f"{len(names)} of {len(names)} exercises solved" in end
    assert page.errors == []


@shared
@pytest.mark.parametrize(
    "code, status, printed",
    [
        ("while True: print('x' * 80)", "stopped after 20,000", "xxx"),
        ("def f(n): return f(n + 1)\nf(0)", "line 1", "RecursionError"),
        ("x = [0] * 10 ** 9", "line 1", "MemoryError"),
        ("x = [0] * 10 ** 10", "line 1", "Error"),
        ("input('Who? ')", "line 1", "nobody can type an input here"),
        ("x = 1\ny = (2\nz = 3", "line 2", "was never closed"),
        ("def f(x):\n  return 1 / x\n\nf(0)", "line 2", "ZeroDivision"),
        ("import sys\nsys.exit(3)", "ended the program itself", ""),
        ("import time\ntime.sleep(0.2)\nprint('ok')", "Done.", "ok"),
        ("import threading as t\nt.Thread(target=print).start()", "line 2", "RuntimeError"),
        ("print('é × ∂ 🙂')", "Done.", "é × ∂ 🙂"),
        ("raise KeyboardInterrupt", "line 1", "KeyboardInterrupt"),
        ("raise ValueError('x' * 10 ** 8)", "line 1", "x ... x"),
        ("x = 1 / 2", "nothing was printed", ""),
        ("import math\nmath.isclose = math.sin = None", "Done", ""),
        ("import js\njs.postMessage('no')", "Done", ""),
        ("import os\nos._exit(1)", "", ""),
        ("import sys\nsys.setrecursionlimit(10 ** 9)\ndef f(): f()\nf()", "", ""),
    ],
)  # fmt: skip
def test_nothing_that_is_typed_breaks_the_page(used, code, status, printed):
    used.paste(code)
    said = used.finish("Run")
    assert status in said and printed in used.printed, (said, used.printed)
    if match := re.search(r"line (\d)", status):
        faulty = used.box.locator(".faulty-line")
        line = code.split("\n")[int(match[1]) - 1]
        assert faulty.inner_text().strip() == line.strip()
    used.paste(workbook.read(used.name, "solution.py"))
    assert used.finish().startswith("Solved: "), used.printed


@shared
@pytest.mark.parametrize(
    "code",
    [
        "while True: pass",
        "x = []\nwhile True: x.append(1)",
        "while True:\n  try: print('x' * 99)\n  except BaseException: pass",
        "import time\ntime.sleep(1000)",
        "sum(range(10 ** 18))",
    ],
)
def test_stop(used, code):
    """Within half a second, and then Python works again."""
    used.paste("print('warm')")
    assert used.finish("Run") == "Done."
    used.paste(code)
    used.press("Run")
    expect(used.box.locator(".exercise-status")).to_have_text("Running …")
    time.sleep(0.3)
    seconds = used.page.evaluate(
        """(box) => new Promise((done) => {
            const status = box.querySelector(".exercise-status");
            const begin = performance.now();
            new MutationObserver(() => done((performance.now() - begin) / 1000))
              .observe(status, {childList: true, characterData: true, subtree: true});
            [...box.querySelectorAll("button")].find((b) => b.textContent === "Stop").click();
        })""",
        used.box.element_handle(),
    )
    assert used.status == "Stopped." and seconds < 0.5
    used.paste("print(6 * 7)")
    assert used.finish("Run") == "Done." and used.printed == "42"


@shared
def test_a_check_that_is_redefined_decides_nothing(used):
    used.paste(
        "import math, builtins\n"
        "math.isclose = lambda *a, **k: True\n"
        "builtins.all = lambda _: True\n"
        "def check_first_step(you): pass\n"
        "def stuck_at(h): return 1.0\n"
    )
    assert "0 of 2" in used.finish()
    used.paste(workbook.read(used.name, "solution.py"))
    assert used.finish().startswith("Solved")


@shared
def test_a_failed_check_marks_the_faulty_line(used):
    used.paste("def stuck_at(h):\n    return h / 0\n")
    assert "0 of 2" in used.finish()
    assert "ZeroDivisionError" in used.checks
    faulty = used.box.locator(".faulty-line")
    assert faulty.inner_text().strip() == "return h / 0"
    used.editor.click()
    used.page.keyboard.type(" ")
    expect(faulty).to_have_count(0)


@shared
def test_two_exercises_do_not_run_at_once(used):
    used.paste("while True: pass")
    used.press("Run")
    other = Exercise(used.page, "derivatives/backward_difference")
    other.press("Run")
    assert "Another exercise is running" in other.status
    used.press("Stop")
    assert other.finish("Run") == "Done."


def test_no_byte_of_python_before_the_first_touch(context, page, stuck):
    page.mouse.wheel(0, 20_000)
    page.wait_for_timeout(500)
    assert not any("/python/" in address for address in context.asked)
    stuck.editor.click()
    expect(stuck.box.locator(".exercise-status")).to_contain_text("MB")
    expect(stuck.box.locator(".exercise-status")).to_have_text(
        "Python is ready.", timeout=SECONDS
    )
    names = {a.rpartition("/")[2] for a in context.asked if "/python/" in a}
    assert "pyodide.asm.wasm" in names and "backprop.zip" in names


@pytest.mark.parametrize("step", STEPS)
def test_page_is_light(html, step):
    """All that is ours and comes before a reader is near an editor."""
    page, static = html / f"{step}.html", html / "_static"
    ours = {path.name for path in (ROOT / "book" / "_live").glob("*.js")}
    names = [
        name
        for name in re.findall(r'"_static/([\w/]+\.(?:js|css))', page.read_text("utf-8"))
        if "/" in name or name in ours | {"book.css"}
        if not name.startswith("scripts/")
    ]
    assert {"exercise.js", "cells.js", f"cells/{step}.js", "book.css"} <= {*names}
    assert "editor.js" not in names
    weights = {name: weight(static / name) for name in names}
    assert sum(weights.values()) + weight(page) <= LIGHT, weights
    assert weight(static / "editor.js") <= EDITOR


def weight(path):
    return len(gzip.compress(path.read_bytes(), 6))


def test_time_from_the_first_check_to_its_result(stuck, record_property):
    """Said, and not judged: that depends on the machine."""
    begin = time.perf_counter()
    stuck.finish()
    first = time.perf_counter() - begin
    begin = time.perf_counter()
    stuck.finish()
    later = time.perf_counter() - begin
    record_property("from the first Check to its result", f"{first:.1f} s")
    record_property("from a later Check to its result", f"{later:.2f} s")
    assert later < first


def test_what_was_written_survives_a_reload(page, stuck):
    """Also what an editor may like to close, and HTML may not like."""
    mine = "x = {'mine': [1 / 2 < 1 > 0]}  # & mine"
    stuck.type(mine)
    assert stuck.text == mine
    page.reload()
    come_to_the_exercises(page)
    assert stuck.text == mine
    other = Exercise(page, "derivatives/backward_difference")
    start = workbook.read(other.name, "start.py")
    assert other.text == start.rstrip()


def test_a_passed_answer_has_ours_beside_it(page, stuck):
    """Marked where they differ; closed again, it comes back with the page."""
    beside = stuck.box.locator(".exercise-beside")
    expect(beside).to_have_count(0)
    ours = workbook.read(stuck.name, "solution.py").rstrip()
    mine = ours + "\n\nmine = '<b>1</b>'"
    stuck.paste(mine)
    stuck.box.get_by_role("button", name="Check", exact=True).focus()
    page.keyboard.press("Enter")
    status = stuck.box.locator(".exercise-status")
    expect(status).to_have_text(
        "Solved: 2 checks passed. Our solution stands beside yours.",
        timeout=SECONDS,
    )
    codes = beside.locator("pre")
    assert [code.strip() for code in codes.all_text_contents()] == [mine, ours]
    expect(codes.first).to_be_visible()
    expect(beside.locator("mark")).to_have_text(["mine = '<b>1</b>'\n"])
    at = [code.bounding_box() for code in codes.all()]
    assert at[0]["y"] == at[1]["y"] and at[0]["x"] < at[1]["x"]
    assert not page.evaluate("document.activeElement.closest('details')")
    beside.locator("summary").click()
    expect(codes.first).to_be_hidden()
    page.reload()
    page.wait_for_selector(".exercise-live[data-ready]")
    expect(codes).to_have_count(0)
    beside.locator("summary").click()
    expect(codes.last).to_have_text(ours)
    resize(page, 390)
    at = [code.bounding_box() for code in codes.all()]
    assert at[0]["x"] == at[1]["x"] and at[0]["y"] < at[1]["y"]
    stuck.press("Start again")
    expect(codes.first).to_be_hidden()


def test_what_is_wanted_is_the_list_of_results(page, stuck):
    """Each is there before the first try, and has its mark afterwards."""
    wanted = stuck.whole.locator(".exercise-checks li")
    words = [
        each.replace("`", "") for each in workbook.requirements(stuck.name)
    ]
    expect(wanted).to_have_text(words)
    stuck.paste("def stuck_at(step):\n    return 16384.0")
    said = stuck.finish()
    assert said == f"1 of 2 checks passed. Not yet: {words[1]}."
    expect(wanted).to_have_text(
        [f"✓ passed: {words[0]}", f"✗ not yet: {words[1]}"]
    )
    title = stuck.whole.locator(".admonition-title")
    expect(title).to_contain_text("1 of 2 passed")
    page.reload()
    page.wait_for_selector(".exercise-live[data-ready]")
    expect(title).to_contain_text("1 of 2 passed")
    expect(wanted).to_have_text(words)
    stuck.paste("x = 1 / 0")
    stuck.finish()
    expect(wanted).to_have_text(words)


@shared
def test_start_again_and_take_it_back(used):
    used.type("x = 1")
    used.press("Start again")
    assert used.text == workbook.read(used.name, "start.py").rstrip()
    used.press("Take it back")
    assert used.text == "x = 1"
    used.press("Start again")
    used.editor.click()
    used.page.keyboard.press("Control+z")
    assert used.text == "x = 1"


@shared
def test_save_as_a_file(used, tmp_path):
    answer = workbook.read(used.name, "solution.py")
    used.paste(answer)
    with used.page.expect_download() as download:
        used.press("Save as .py")
    assert download.value.suggested_filename == "stuck.py"
    download.value.save_as(tmp_path / "stuck.py")
    assert (tmp_path / "stuck.py").read_text("utf-8") == answer


def test_the_solution_asks_once(page, stuck):
    folded = page.locator(
        f'.exercise:has([data-exercise="{stuck.name}"]) '
        "details.exercise-solution"
    )
    question = page.locator(".exercise-question")
    folded.locator("summary").click()
    expect(question).to_be_visible()
    assert folded.get_attribute("open") is None
    page.get_by_role("button", name="I try first").click()
    expect(question).to_have_count(0)
    assert "cm-content" in page.evaluate("document.activeElement.className")
    folded.locator("summary").click()
    expect(folded).to_have_attribute("open", "")
    other = Exercise(page, "derivatives/backward_difference")
    other.finish()
    second = page.locator(
        f'.exercise:has([data-exercise="{other.name}"]) '
        "details.exercise-solution"
    )
    second.locator("summary").click()
    expect(second).to_have_attribute("open", "")


@shared
def test_the_hint_is_there(used):
    hint = used.page.locator(f'.exercise:has([data-exercise="{used.name}"])')
    hint.get_by_text("Hint", exact=True).click()
    words = workbook.hint(used.name).split()[:4]
    expect(hint.get_by_text(" ".join(words))).to_be_visible()


def test_progress_is_shown_in_the_table_of_contents(page, stuck, site):
    end = page.locator(".progress-here")
    expect(end).to_have_text(re.compile("0 of 5 exercises solved"))
    stuck.paste(workbook.read(stuck.name, "solution.py"))
    stuck.finish()
    expect(end).to_have_text(re.compile("1 of 5 exercises solved"))
    title = page.locator(".exercise .admonition-title")
    expect(title.filter(has_text="✓ solved")).to_have_count(1)
    page.reload()
    expect(title.filter(has_text="✓ solved")).to_have_count(1)
    page.goto(f"{site}index.html")
    row = page.locator(".map li", has=page.locator("a[href^=derivatives]"))
    expect(row).to_contain_text("1 of 5 exercises solved")
    expect(page.locator(".progress-there:not(:empty)")).to_have_count(1)


@shared
def test_tab_is_left_to_those_who_use_the_keyboard(used):
    used.editor.focus()
    used.page.keyboard.press("Tab")
    focused = "document.activeElement.className"
    assert "cm-content" in used.page.evaluate(focused)
    used.page.keyboard.press("Escape")
    used.page.keyboard.press("Tab")
    assert used.page.evaluate("document.activeElement.textContent") == "Check"
    used.page.keyboard.press("Shift+Tab")
    assert "cm-content" in used.page.evaluate(focused)


def test_keys(page, stuck):
    stuck.type("def f(x):")
    page.keyboard.press("Enter")
    page.keyboard.type("return x / 2")
    assert stuck.text == "def f(x):\n    return x / 2"
    page.keyboard.press("Control+Enter")
    status = stuck.box.locator(".exercise-status")
    expect(status).to_contain_text("Done", timeout=SECONDS)


def test_axe_finds_nothing_in_an_exercise_in_use(context, site):
    page = visit(context, site, "derivatives")
    stuck = Exercise(page, "derivatives/stuck")
    stuck.paste("print('x')\ndef stuck_at(h): return h / 0")
    stuck.finish()
    other = Exercise(page, "derivatives/second_derivative")
    other.paste("print(1 / 0)")
    other.finish("Run")
    third = Exercise(page, "derivatives/luck_in_marks")
    third.paste(workbook.read(third.name, "solution.py"))
    third.finish()
    page.locator("details.exercise-solution summary").first.click()
    assert page.locator(".exercise-question").is_visible()
    page.mouse.move(0, 0)
    assert list(barriers(page, ".exercise")) == []


def test_a_page_from_disk_says_how_to_serve_it(browser, html):
    context = browser.new_context()
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((html / "derivatives.html").as_uri())
    come_to_the_exercises(page)
    stuck = Exercise(page, "derivatives/stuck")
    stuck.type("x = 1")
    stuck.press("Check")
    assert "make read" in stuck.status and "http.server" in stuck.status
    page.wait_for_selector(".flipbook[data-ready]")
    says = page.locator(".flipbook-says")
    before = says.inner_text()
    page.get_by_role("button", name="Next").click()
    assert says.inner_text() != before
    assert errors == []
    context.close()


def test_without_a_script_the_page_is_whole(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}derivatives.html")
    assert page.locator(".exercise-start pre").first.is_visible()
    assert page.locator(".exercise-command pre").first.is_visible()
    assert page.locator(".exercise-checks li").first.is_visible()
    assert page.locator(".flipbook svg > g path").first.is_visible()
    assert page.locator(".flipbook-says").inner_text()
    context.close()


def test_a_site_that_lacks_python_says_so(context, site):
    context.route(
        "**/pyodide.asm.wasm", lambda route: route.fulfill(status=404)
    )
    page = visit(context, site, "derivatives")
    stuck = Exercise(page, "derivatives/stuck")
    assert "Python broke down" in stuck.finish()


@with_numpy
def test_numpy_is_loaded_when_a_text_imports_it_and_not_before(context, site):
    page = visit(context, site, "derivatives")
    stuck = Exercise(page, "derivatives/stuck")
    assert "0 of" in stuck.finish()
    assert not any("numpy" in address for address in context.asked)
    stuck.paste("import numpy as np\nprint(np.arange(5).sum())")
    assert stuck.finish("Run") == "Done." and stuck.printed == "10"
    stuck.paste("from backprop.gradients import gradient\nprint(gradient)")
    assert stuck.finish("Run") == "Done."
    assert not any("matplotlib" in address for address in context.asked)
    assert page.errors == [] and context.elsewhere == []


@with_numpy
def test_numpy_comes_while_one_begins_to_write(context, site):
    page = visit(context, site, "layers")
    assert not any("/python/" in address for address in context.asked)
    with page.expect_request("**/numpy-*.whl"):
        Exercise(page, "layers/twice").editor.click()


@with_numpy
@pytest.mark.parametrize("content", [{"status": 404}, {"body": b"another"}])
def test_a_numpy_that_is_missing_or_another_one_is_refused(
    context, site, content
):
    """The browser compares it with the hash in Pyodide's lock."""
    context.route("**/numpy-*.whl", lambda route: route.fulfill(**content))
    page = visit(context, site, "layers")
    exercise = Exercise(page, "layers/twice")
    said = exercise.finish()
    assert said.startswith("NumPy is not part of this site, or not as it")
    assert exercise.finish() == said
    plain = Exercise(page, "layers/products")  # which needs none
    assert "0 of" in plain.finish()


@with_numpy
def test_hostile_code_with_numpy_breaks_nothing(context, site):
    page = visit(context, site, "layers")
    exercise = Exercise(page, "layers/twice")
    for code in (
        "import numpy as np\nx = np.zeros(10 ** 12)",
        "import numpy as np\nx = np.ones(4 * 10 ** 8)",
    ):
        exercise.paste(code)
        assert "line 2" in exercise.finish("Run")
        assert re.search("array is too big|Maximum allowed", exercise.printed)
    exercise.paste(
        "import numpy as np\nnp.add = np.allclose = None\n"
        "np.ndarray.sum = 3"
    )
    exercise.finish("Run")
    exercise.paste(
        "import numpy as np\na = np.ones((700, 700))\n"
        "while True: a = a @ a / 700"
    )
    exercise.press("Run")
    status = exercise.box.locator(".exercise-status")
    expect(status).to_have_text("Running …")
    exercise.press("Stop")
    assert exercise.status == "Stopped."
    exercise.paste(workbook.read(exercise.name, "solution.py"))
    assert exercise.finish().startswith("Solved: ")
    assert page.errors == [] and context.elsewhere == []


GRAPH = """
a, b = Value(2.0), Value(-3.0)
e = (a * b + 10).tanh() * 5
for _ in range(9): e = e + a * e
e.backward()
losses = [3, 1, 2.5, 0.25]
"""
FIRST = "from backprop.scalar import Value\n"


def test_run_draws_what_the_code_made(context, site):
    page = visit(context, site, "scalar")
    softplus = Exercise(page, "scalar/softplus")
    made = softplus.box.locator(".exercise-drawn")
    status = softplus.box.locator(".exercise-status")
    softplus.type(FIRST + "a = Value(2.0)\nb = a * a + a\nb.backward()")
    page.keyboard.press("Control+Enter")
    expect(status).to_have_text(
        "Done; nothing was printed. What it made is drawn below.", timeout=SECONDS
    )
    assert made.locator("li").all_text_contents() == [
        "a: value 2, gradient 5", "×: value 4, gradient 1, from a",
        "b: +: value 6, gradient 1, from a and ×",
    ]  # fmt: skip
    assert made.locator(".walk-node").all_inner_texts() == ["a", "×", "b: +"]
    assert made.locator(".walk-value").all_inner_texts() == ["2", "4", "6"]
    assert made.locator(".walk-gradient").all_inner_texts() == ["5", "1", "1"]
    assert made.locator("line.walk-there").count() == 3
    assert made.locator("line.walk-back").count() == 3
    a, b = (made.locator(".walk-node").nth(i).bounding_box() for i in (0, 2))
    assert a["x"] + a["width"] < b["x"]

    softplus.paste("losses = [3, 1, 2.5, 0.25]")
    page.keyboard.press("Control+Enter")
    expect(made.locator("polyline")).to_have_count(1)  # and the graph is gone
    assert made.locator(".walk-node").count() == 0
    said = "The 4 numbers in losses: from 3 to 0.25, the least 0.25, the largest 3."
    assert made.locator("p").inner_text() == said
    assert made.locator("text").all_text_contents() == ["largest 3", "least 0.25"]
    assert len(made.locator("polyline").get_attribute("points").split()) == 4

    softplus.paste(FIRST + "a = Value(1.0)\nfor _ in range(999): a = a + 1")
    softplus.finish("Run")
    assert made.inner_text() == "The graph has 1,999 nodes: too many to be drawn."
    for name in ("Run", "Check"):
        softplus.paste(FIRST + "a = Value(1.0)\nb = a * 2\ndef softplus(x): return ...")
        softplus.finish(name)
        assert made.locator(".walk-node").count() == 3
        assert made.locator("line.walk-back").count() == 0  # nobody went back
    softplus.paste("print(1)")
    assert softplus.finish("Run") == "Done." and made.count() == 0
    softplus.paste(f"{FIRST}a = Value(1.0) * 2\n1 / 0")
    assert softplus.finish("Run") == "An error in line 3." and made.count() == 0
    assert page.errors == []


def test_axe_finds_nothing_in_a_drawing(context, site):
    page = visit(context, site, "scalar")
    softplus = Exercise(page, "scalar/softplus")
    softplus.paste(FIRST + GRAPH)
    softplus.finish("Run")
    frame = softplus.box.locator(".exercise-drawn .walk-frame")
    assert list(barriers(page, ".exercise")) == []
    softplus.box.get_by_role("button", name="Save as .py").focus()
    page.keyboard.press("Tab")
    expect(frame).to_be_focused()
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("(frame) => frame.scrollLeft > 50", arg=frame.element_handle())
