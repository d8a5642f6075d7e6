"""Each check on the text of a page finds what it is there to find.

These are the tests of test_pages.py: a rule that nothing can break holds
for every page and says nothing.
"""

import textwrap

import nbformat.v4
import pytest
import source

PAGE = textwrap.dedent(
    """\
    ---
    minutes: 12.345
    ---
    (label-1.234)=
    # Title

    {}

    ```{{code-cell}} python3
    # just 1.234
    print(1.234)
    ```

    > Quoted: 3.000266

    Code `3.000266`, math $1.234$, role {{glue:text}}`x1.234`.

    $$ 1.234 $$
    """
)


def found(check, text):
    return [what for _, what in check(PAGE.format(text))]


@pytest.mark.parametrize(
    "text",
    [
        "It is 1.234 wide.",
        "It is 0.0123 wide.",
        "* in a list, 17.14",
        "| a |\n| - |\n| 1.234 |",
        "# A heading of 1.234",
        "**1.234**",
        "![alt of 1.234](x.svg)",
        ":::{note}\n```{workbook} name\n:title: x\nIt is 1.234.\n```\n:::",
        "```{workbook} name\n:title: At 1.234\nText.\n```",
        "```{code-cell}\n---\nmystnb:\n  figure:\n    caption: |\n"
        "      It is 1.234.\n---\n1\n```",
        "```{code-cell}\n---\npredict:\n  ask: Is it 1.234?\n---\n1\n```",
        "```{code-cell}\n---\npredict:\n  because:\n"
        "    7: It is 1.234.\n---\n1\n```",
    ],
)
def test_typed_numbers_are_found(text):
    assert len(found(source.typed_numbers, text)) == 1


@pytest.mark.parametrize(
    "text",
    ["", "Step 1.2 of 0.001, 0.5 and 100, Python 3.11.", "Version 1.2.3."],
)
def test_other_numbers_are_not(text):
    assert found(source.typed_numbers, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "It is simply this.",
        "Just look.",
        "*Obviously* so.",
        "This, of\ncourse, is it.",
        "A trivial case.",
    ],
)
def test_empty_words_are_found(text):
    assert len(found(source.empty_words, text)) == 1


def test_other_words_are_not():
    text = "Adjust it, because a course of justice is not `trivial`."
    assert found(source.empty_words, text) == []


def test_sentences_have_a_line_each():
    good = "It is $x$, e.g. $y$.\nThen: this.\n\n* a\n* b"
    assert found(source.crowded_lines, good) == []
    assert found(source.broken_sentences, good) == []
    assert found(source.crowded_lines, "It is. Then `x`.")
    assert found(source.crowded_lines, "It is $x$. Then.")
    assert found(source.broken_sentences, "It is\nso.")


def test_a_note_ends_before_the_text_goes_on():
    good = "[^a]: It is.\n    So it is.\n\nThen.\n\n[^b]: At the end."
    assert list(source.open_notes(good)) == []
    assert list(source.open_notes("A.\n\n[^a]: It is.\nThen.")) == [(3, "Then.")]


def test_listings_are_found_where_they_hide():
    text = "```{listing} a.b\n```\n::::{note}\n```{listing} a.c\n```\n::::"
    assert list(source.listings(text)) == ["a.b", "a.c"]
    assert list(source.listings("```python\n{listing} a.b\n```")) == []


def test_listings_of_several_names_and_of_pieces():
    text = "```{listing} a.b a.c\n```\n```{listing} a.D\n:members: e f\n```"
    assert list(source.listings(text)) == ["a.b", "a.c", "a.D.e", "a.D.f"]
    assert list(source.pieces("two_neurons", "Weights")) == []
    assert list(source.pieces("layers", "Linear"))[:2] == [
        "layers.Linear.__init__",
        "layers.Linear.__repr__",
    ]


@pytest.mark.parametrize(
    "code",
    [
        "def square(x): return x",
        "class square: pass",
        "square = 1",
        "a, (b, *square) = x",
        "square: int = 1",
        "square += 1",
        "for square in (1, 2): pass",
        "[square for square in x]",
        "with x as square: pass",
        "import numpy as square",
        "from backprop.functions import cube as square",
        "from numpy import square",
        "if (square := 1): pass",
        "def f():\n    square = 1",
    ],
)
def test_redefinitions_are_found(code):
    assert source.redefinitions(code, ["square", "cube"]) == ["square"]


def test_uses_are_not_redefinitions():
    code = "from backprop.functions import square\nsquare(2)\ny = square.x"
    assert source.redefinitions(code, ["square"]) == []


def test_late_imports_are_found():
    for module in ("backprop.gradients", "backprop.figures", ".functions"):
        assert source.late_imports("gradients", [module]) == [module]
    known = ["numpy", "backprop._checks", "backprop.functions"]
    known += ["backprop._checks.arrays", "backprop._checks.shapes"]
    assert source.late_imports("gradients", known) == []


def test_borrowed_names_are_found():
    code = "from backprop.losses import (\n    softmax,\n    _rows as rows,\n)"
    assert list(source.borrowed_names(code)) == [(1, "_rows")]
    code = "def f():\n    from backprop.losses import _rows"
    assert list(source.borrowed_names(code)) == [(2, "_rows")]
    assert not list(source.borrowed_names("from backprop._checks import x"))


def test_listed_helpers_are_found():
    def found(names, more=""):
        text = f"# T\n\n```{{listing}} {names}\n{more}```\n"
        return list(source.listed_helpers(text))

    assert found("losses.softmax losses._rows") == [(3, "losses._rows")]
    assert found("transforms._Run") == [(3, "transforms._Run")]
    assert not found("scalar.Value", ":members: __init__ __add__\n")


def test_names_that_only_a_hidden_cell_defines_are_found():
    def cell(code, *tags):
        return nbformat.v4.new_code_cell(code, metadata={"tags": list(tags)})

    def found(*cells):
        return [name for _, name in source.hidden_helpers(cells)]

    hidden = cell("import math\nx = 1", "remove-cell")
    assert found(hidden, cell("x")) == ["x"]
    assert found(hidden, cell("math.pi")) == ["math"]
    assert found(hidden, cell("x = 2"), cell("x")) == []
    assert found(cell("x = 1"), cell("x")) == []


def test_lines_of_cells():
    text = PAGE.format("Text.")
    assert [text.splitlines()[n - 1] for n in source.lines_of_cells(text)] == [
        "```{code-cell} python3"
    ]
    assert len(source.cells(text)) == 1
