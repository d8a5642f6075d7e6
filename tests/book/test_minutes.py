"""The minutes of a chapter, by the rule of CONTRIBUTING.md.

Small texts show what counts and what does not; the guide is held to the same
numbers, and the chapters of the core path to the time that it promises.
"""

import pytest
import yaml
from press import minutes
from press.pages import page
from source import ROOT, STEPS

EXERCISE = "```{workbook} name\n:title: One two\n\nThree.\n```\n"
WALK = "```{walk} name\nOne two.\n```\n"
CELL = "```{{code-cell}} python3\n{}a = 1\n\nb = 2\n```\n"
PREDICT = (
    "---\ntags: [predict]\npredict:\n  ask: One or two?\n  answer: 1\n"
    "  choices: [1, 2]\n  because:\n    2: Not read.\n---\n"
)
FIGURE = (
    "---\n{}mystnb:\n  figure:\n    name: figure-x\n    caption: |\n"
    "      Seen in\n      a figure.\n  image:\n    alt: Not read.\n---\n"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ngives: not read\n---\n# Two words\n\nIt's three.", (4, 0, 0)),
        ("(a-label)=\n\nA\n\n$$\nx = 1 \\\\\ny = 2\n$$ (eq-x)\n\nword.", (2, 2, 0)),
        (CELL.format(""), (0, 2, 0)),
        (CELL.format(":tags: [raises-exception]\n\n"), (0, 2, 0)),
        (CELL.format(":tags: [remove-cell]\n\n"), (0, 0, 0)),
        (CELL.format(FIGURE.format("")), (4, 2, 0)),
        (CELL.format(FIGURE.format("tags: [remove-input]\n")), (4, 0, 0)),
        (CELL.format(PREDICT), (5, 2, 0)),
        ("```{listing} functions.square\n```\n", (0, 3, 0)),
        ("```{listing} functions.square functions.cube\n```\n", (0, 6, 0)),
        (EXERCISE * 2, (6, 0, 2)),
        (EXERCISE * 5, (6, 0, 5)),
        (WALK + EXERCISE * 2, (5, 0, 3)),
        ("```{opener}\n```\n", (0, 0, 0)),
    ],
)
def test_what_counts(text, expected):
    assert minutes.count(text) == expected


def test_the_rule():
    text = "word " * 300 + "\n\n" + CELL.format("") * 25 + EXERCISE * 3
    # 306 words and 50 lines of 8 words at 200 a minute; two exercises of 2
    assert minutes.minutes(text) == round((306 + 400) / 200 + 4) == 8


def test_the_core_path_takes_two_hours():
    parts = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))["parts"]
    core = next(p for p in parts if p.get("caption") == "The core path")
    pages = [each["file"] for each in core["chapters"]]
    assert pages == list(STEPS[:8])
    assert 115 <= sum(page(name).minutes for name in pages) <= 120
