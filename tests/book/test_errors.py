"""What the build says of a mistake: the file, the line, and what to do, once.

One copy of the book with all of these mistakes, built once. CONTRIBUTING.md
shows what is said here.
"""

import re

import pytest
from source import ROOT

# where the fault is: a page and a piece of its line; what is said; what to do
FAULTS = {
    "a cell raises": (
        "failing:h / h",
        "cell 4 raised ZeroDivisionError: division by zero | h / h",
        "Correct it. If it is meant to fail, tag it raises-exception.",
    ),
    "a cell that should raise does not": (
        "failing:x = 1",
        "cell 3 is tagged raises-exception and raises nothing",
        "Let it fail, or take the tag away.",
    ),
    "a cell is no Python": (
        "chain_rule:print",
        "cell 1 raised SyntaxError: incomplete input | print('('",
        "Correct it. If it is meant to fail, tag it raises-exception.",
    ),
    "a cell writes to stderr": (
        "layers:import sys",
        "cell 1 writes to stderr: careful",
        "Readers would see that: change the cell so that it is silent.",
    ),
    "a cell takes too long": (
        "losses:while True",
        "cell 1 took more than 5 seconds",
        "Make it quicker; nobody waits that long.",
    ),
    "a cell ends Python": (
        "networks:import os",
        "cell 1 ended Python",
        "Run it in a notebook to see how.",
    ),
    "nothing to predict": (
        "gradients:unasked",
        "cell 1 lacks a question, an answer or the tag predict",
        "The tag predict goes with predict:, which has ask: and answer:.",
    ),
    "a predicted answer that is not shown": (
        "gradients:70",
        "cell 2 is to show 7, and does not",
        "Correct answer:, or say with shows: what the cell prints.",
    ),
    "a predicted order that is not shown": (
        "gradients:in order",
        "cell 3 is to show 2, 1 in this order, and does not",
        "Correct answer:, or say with shows: what the cell prints.",
    ),
    "a predicted number that is none": (
        "gradients:'seven'",
        "cell 4 asks for a number, and seven is none",
        "Correct it, or give choices:.",
    ),
    "an answer that is not offered": (
        "gradients:choose",
        "cell 5 does not offer 3 among the choices",
        "The answer, and what is foreseen, must be among choices:.",
    ),
    "a foreseen guess that is right": (
        "gradients:half",
        "cell 6 foresees 1/2 as a wrong guess, and it is right",
        "Take it out of because:, or correct the answer.",
    ),
    "unknown label": (
        "derivatives:chan-rule",
        "undefined label: 'chan-rule'",
        "Did you mean chain-rule? Correct the name, or define it.",
    ),
    "unknown page": (
        "derivatives:derivation",
        "unknown document: 'derivation'",
        "Did you mean derivatives? Correct the name, or define it.",
    ),
    "unknown equation": (
        "derivatives:eq-none",
        "equation not found: eq-none",
        "Correct the name, or define it.",
    ),
    "unknown source": (
        "derivatives:goldberg1990",
        'could not find bibtex key "goldberg1990"',
        "Did you mean goldberg1991? Sources are in book/references.bib.",
    ),
    "unknown number": (
        "derivatives:slpoe",
        "No key 'slpoe' found in glue data for this document.",
        'Compute it in a cell of this page: glue("slpoe", …).',
    ),
    "no picture": (
        "derivatives:curve.svg",
        "image file not readable: _assets/curve.svg",
        "Put it at book/_assets/curve.svg, or correct the path.",
    ),
    "bad formula": (
        "derivatives:\\frac",
        "formula $\\frac{1}{h$: Missing close brace",
        "Correct it; book/notation.md has the symbols.",
    ),
    "bad formula in a table": (
        "derivatives:\\slope",
        "formula $\\slope x$: Undefined control sequence \\slope",
        "Correct it; book/notation.md has the symbols.",
    ),
    "unknown function": (
        "derivatives:complex_stop",
        "code/backprop/derivatives.py defines no complex_stop",
        "Did you mean complex_step? Correct the name, or define it.",
    ),
    "unknown module": (
        "derivatives:derivative.",
        "there is no code/backprop/derivative.py",
        "The name before the point is that of a module.",
    ),
    "unknown walk": (
        "derivatives:two_path",
        "there is no walk 'two_path'",
        "Did you mean two_paths? Correct the name, or define it.",
    ),
    "a walk that is not generic": (
        "derivatives:unlucky",
        "walk 'unlucky' is not generic: the value of d: 4 is right, and yet: "
        "That doubles. A square is a number times itself.",
        "Give it other numbers in code/backprop/figures/walks.py.",
    ),
    "unknown exercise": (
        "derivatives:stock",
        "there is no exercise 'derivatives/stock'",
        "Did you mean derivatives/stuck? Correct the name, or define it.",
    ),
    "exercise without solution": (
        "derivatives:} stuck",
        "exercise lacks the file "
        "code/backprop/workbook/derivatives/stuck/solution.py",
        "Write it; `make chapter` shows what is in one.",
    ),
    "exercise without title": (
        "derivatives:} luck",
        "exercise 'derivatives/luck_in_marks' has no title",
        "Write `:title: …` in the line below its name.",
    ),
    "unknown directive": (
        "derivatives:workbok",
        "Unknown directive type: 'workbok'",
        "Did you mean workbook? CONTRIBUTING.md has the book's own.",
    ),
    "heading too deep": (
        "derivatives:####",
        "Non-consecutive header level increase; H1 to H4",
        "Give it one # more than the heading that it belongs to.",
    ),
    "page without a file": (
        "_toc.yml:nowhere",
        "toctree contains reference to nonexisting document 'nowhere'",
        "Write book/nowhere.md, or take the line out of _toc.yml.",
    ),
}
every_fault = pytest.mark.parametrize("fault", FAULTS)


@pytest.fixture
def copy(broken):
    return broken[0].folder


@pytest.fixture
def log(broken):
    """All that a build of the broken copy says."""
    return broken[0].log


def place(copy, where):
    """File and line of the last line of a page that has a piece of text."""
    page, _, piece = where.partition(":")
    name = page if page.endswith(".yml") else f"book/{page}.md"
    lines = (copy / name).read_text("utf-8").splitlines()
    line = max(n for n, text in enumerate(lines, 1) if piece in text)
    return f"{name}:{line}"


@every_fault
def test_a_fault_is_told_once_with_its_place_and_what_to_do(copy, log, fault):
    where, what, advice = FAULTS[fault]
    message = f"{place(copy, where)}: {what}\n    {advice}\n"
    assert log.count(message) == 1, log
    assert log.count(what) == 1, log


def test_nothing_else_is_told(log):
    """No traceback, and nothing that follows from what is told."""
    told = re.findall(r"^\S+:\d+: .*", log, flags=re.M)
    assert len(told) == len(FAULTS), log
    assert f"  html: {len(FAULTS)} faults, named above\n" in log
    assert "Traceback" not in log and "WARNING" not in log
    assert "never" not in log and "figure-lost" not in log


def faults_in(log):
    return sorted(set(re.findall(r"^\S+:\d+: .*", log, flags=re.M)))


def test_a_broken_book_stays_red(broken):
    """Though Sphinx says what is wrong with a page only when it reads it."""
    first, again, mended = broken
    assert first.returncode and again.returncode and mended.returncode
    assert faults_in(again.log) == faults_in(first.log)
    _, what, _ = FAULTS["unknown number"]
    gone = set(faults_in(first.log)) - set(faults_in(mended.log))
    assert [what in fault for fault in gone] == [True]
    assert set(faults_in(mended.log)) <= set(faults_in(first.log))


@every_fault
def test_the_guide_shows_what_is_told(fault):
    _, what, advice = FAULTS[fault]
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8").replace("\\|", "|")
    assert what in guide and advice in guide
