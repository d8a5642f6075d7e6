"""Cells of a chapter, run one after the other as a notebook runs them.

What a cell shows in the page must be what a notebook shows; here it is
compared with numbers worked out by hand, and with the names of what the
book's modules import. The browser runs whole chapters (tests/book).
"""

import math
import re
import subprocess
import sys

import numpy as np
import pytest
from backprop.figures.flipbook import Flipbook
from backprop.figures.style import new_figure
from backprop.workbook import read
from backprop.workbook.cells import CODE, LINE, PACKAGES, Cells, packages


def run(*sources):
    """All cells in turn: what the last one gives, and all that was printed."""
    cells, printed = Cells(), []
    for number, source in enumerate(sources):
        told = cells.run(source, f"cell {number}", printed.append)
    return told, "".join(printed)


def texts(told):
    assert told["problem"] is None, told
    return [part["text"] for part in told["shown"]]


def test_a_cell_knows_what_those_above_it_defined():
    told, printed = run("x = 20", "def f(n):\n    return n + 1", "print(x)\nf(x)")
    assert printed == "20\n" and texts(told) == ["21"]


@pytest.mark.parametrize(
    "source, shown",
    [
        ("1 / 4", ["0.25"]),
        ("'a'", ["'a'"]),
        ("None", []),
        ("x = 3", []),
        ("3;", []),
        ("3 ; ", []),
        ("3;  # and no more", []),
        ("3  # and more;", ["3"]),
        ("x = 1\n\nx + 1  # a word\n", ["2"]),
        ("if True:\n    5", []),
        ("", []),
        ("# nothing", []),
        ("print(1)", []),
    ],
)
def test_the_value_of_the_last_line_is_shown(source, shown):
    assert texts(run(source)[0]) == shown


def test_a_long_list_is_broken_into_lines_of_its_own():
    long = [f"word {n:>3}" for n in range(12)]
    assert len(repr(long)) > LINE
    (text,) = texts(run(f"{long}")[0])
    assert text == "[" + ",\n ".join(map(repr, long)) + "]"
    assert texts(run("list(range(20))")[0]) == [repr([*range(20)])]


def test_an_error_says_its_line_and_the_next_cell_goes_on():
    cells = Cells()
    cells.run("x = 1", "cell 1")
    told = cells.run("x = 2\ny = x / 0\nx = 3", "cell 2")
    assert told["problem"]["line"] == 2
    assert told["problem"]["message"].endswith("ZeroDivisionError: division by zero")
    assert "cell 2" in told["problem"]["message"]
    assert texts(cells.run("x", "cell 3")) == ["2"]
    told = cells.run("y = (1", "cell 4")
    assert told["problem"]["line"] == 1 and "never closed" in told["problem"]["message"]
    told = cells.run("import sys\nsys.exit()", "cell 5")
    assert told["problem"]["message"] == "SystemExit: cell 5 ended the program itself"


def test_what_a_cell_does_to_modules_is_undone_and_to_the_books_it_stays():
    cells = Cells()
    cells.run("import math\nmath.sin = None", "cell 1")
    assert math.sin(0) == 0
    cells.run("import backprop.functions as f\nkept = f.square\nf.square = 7", "cell 2")
    try:
        assert texts(cells.run("f.square", "cell 3")) == ["7"]
    finally:
        cells.run("f.square = kept", "cell 4")


def test_what_never_ends_to_print_is_stopped():
    told, printed = run("while True: print('x' * 80)")
    assert "stopped after 20,000" in told["problem"]["message"]
    assert len(printed) == 20_000
    assert "nobody can type" in run("input()")[0]["problem"]["message"]


def test_figures_are_drawn_once_and_closed():
    draw = "from backprop.figures import new_figure\nfigure, axes = new_figure()\naxes.plot([1, 3, 2]);"
    cells = Cells()
    for last in ("", "\nfigure"):  # the figure as a value is the same figure
        told = cells.run(draw + last, "cell 1")
        assert told["problem"] is None
        assert [*map(set, told["shown"])] == [{"svg"}]
        assert told["shown"][0]["svg"].count("<svg") == 1
    assert cells.run("3", "cell 2")["shown"] == [{"text": "3"}]
    told = cells.run(draw + "\n1 / 0", "cell 3")
    assert told["problem"] and told["shown"] == []
    assert cells.run("3", "cell 4")["shown"] == [{"text": "3"}]
    told = cells.run(f"{draw}\nfigure.savefig = None", "cell 5")
    assert "TypeError" in told["problem"]["message"]
    again = [cells.run(draw, "cell 5")["shown"] for _ in range(2)]
    assert again[0] == again[1]


def test_a_flipbook_comes_with_its_frames():
    def draw(step):
        figure, axes = new_figure()
        axes.plot([0, step])
        return figure, f"step {step}"

    cells = Cells()
    cells.names["book"] = Flipbook(draw, {"step": [1, 2]}, alt="a line")
    (part,) = cells.run("book", "cell 1")["shown"]
    assert part["flipbook"] == cells.names["book"].html()
    (part,) = cells.run("class Flipbook: pass\nFlipbook()", "cell 2")["shown"]
    assert "Flipbook object" in part["text"]


@pytest.mark.parametrize(
    "source, wanted",
    [
        ("import math", []),
        ("import numpy as np", ["numpy"]),
        ("def f():\n    from numpy.random import default_rng", ["numpy"]),
        ("import matplotlib.pyplot as plt", ["matplotlib"]),
        ("import matplotlib, numpy", ["numpy", "matplotlib"]),
        ("from backprop.functions import square", []),
        ("from backprop.layers import Linear", ["numpy"]),
        ("from backprop import layers", ["numpy"]),
        ("import backprop.layers", ["numpy"]),
        ("from backprop import diagnose", []),
        ("from backprop.figures import use_book_style", ["matplotlib"]),
        ("from backprop.nothing import x", []),
        ("import numpyro", []),
        ("x = (", []),
        ("x = " + "-" * 100_000 + "1", []),
        ("x = '\0'", []),
    ],
)
def test_what_a_text_needs_is_found_in_it(source, wanted):
    assert packages(source) == wanted


def test_what_is_found_is_what_python_loads():
    """Of each module of the book, and of the checks of the exercises."""
    names = [
        ".".join(path.relative_to(CODE).with_suffix("").parts)
        for path in sorted((CODE / "backprop").glob("*.py"))
        if path.stem != "__init__"
    ]
    program = (
        "import sys, importlib\n"
        "importlib.import_module(sys.argv[1])\n"
        f"print(*[n for n in {PACKAGES} if n in sys.modules])"
    )
    for name in names:
        ran = subprocess.run(
            [sys.executable, "-c", program, name],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert packages(f"import {name}") == ran.stdout.split(), name


def test_an_exercise_on_numbers_needs_no_numpy():
    assert packages(read("scalar/by_hand", "check.py")) == []
    assert packages(read("layers/twice", "check.py")) == ["numpy"]


def test_an_array_shows_as_it_prints():
    told, _ = run("import numpy as np", "np.arange(6.0).reshape(2, 3)")
    assert texts(told) == [repr(np.arange(6.0).reshape(2, 3))]
    told, _ = run("import numpy as np", "np.zeros(10 ** 14)")
    assert re.search("MemoryError|allocate", told["problem"]["message"])
