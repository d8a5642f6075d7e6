"""A copy of the book with one of each mistake that a build can find: what is in its pages.

`build.py` makes the copy and builds it; test_errors.py says what has to be told of each mistake.
"""

CHAPTER = """---
file_format: mystnb
kernelspec:
  display_name: Python 3
  name: python3
---

# A page with faults

"""
CELL = "```{{code-cell}} python3\n{}\n```\n\n"
PREDICT = "---\ntags: [predict]\npredict: {{ask: 'How many?', {}}}\n---\n{}"

PAGES = {
    "index": "# The book\n",
    "derivatives": CHAPTER
    + "Sentences with $x$ in them.\nSee {ref}`chan-rule`.\n\n"
    + "Read {cite:p}`goldberg1990`, {doc}`derivation` and {eq}`eq-none`.\n\n"
    + "![A curve](_assets/curve.svg)\n\n"
    + "First $x$ alone,\nthen $\\frac{1}{h$.\n\n"
    + "| a | b |\n|---|---|\n| 1 | $\\slope x$ |\n\n"
    + "```{listing} derivatives.complex_stop\n```\n\n"
    + "```{listing} derivative.complex_step\n```\n\n"
    + "```{workbook} stock\n:title: No folder\n\nDo it.\n```\n\n"
    + "```{workbook} stuck\n:title: No solution\n\nDo it.\n```\n\n"
    + "```{workbook} luck_in_marks\nNo title.\n```\n\n"
    + "```{walk} two_path\n```\n\n"
    + "```{walk} unlucky\n```\n\n"
    + "```{workbok} other\n```\n\n"
    + "#### Too deep\n\n"
    + "{glue:text}`slpoe`\n",
    "failing": CHAPTER
    + CELL.format("x = 2.0\n\ndef slope(f, h):\n    return (f(x + h) - f(x)) / h")
    + CELL.format("from math import exp\n\nslope(exp, 0.1)")
    + CELL.format(":tags: [raises-exception]\n\nx = 1")
    + CELL.format("h = 0\nh / h")
    + CELL.format("---\nmystnb:\n  figure:\n    name: figure-lost\n---\n1")
    + "Lost {glue:text}`never` of {numref}`figure-lost`.\n",
    "chain_rule": CHAPTER
    + "(chain-rule)=\n\n## Chain rule\n\n"
    + CELL.format("print('(' ")
    + "See {numref}`figure-lost`, which fails elsewhere.\n",
    "gradients": CHAPTER
    + CELL.format(":tags: [predict]\n\nprint('unasked')")
    + CELL.format(PREDICT.format("answer: 7", "print(70, -7, 0.7, 7.5)"))
    + CELL.format(PREDICT.format("answer: [2, 1]", "print('in order', 1, 2)"))
    + CELL.format(PREDICT.format("answer: seven", "print('seven')"))
    + CELL.format(
        PREDICT.format("answer: 3, choices: [4, 5]", "print('choose', 3)")
    )
    + CELL.format(
        PREDICT.format("answer: 0.5, because: {1/2: No.}", "print('half', 0.5)")
    ),
    "layers": CHAPTER
    + CELL.format("import sys\n\nprint('careful', file=sys.stderr)"),
    "losses": CHAPTER + CELL.format("while True:\n    pass"),
    "networks": CHAPTER + CELL.format("import os\n\nos._exit(1)"),
}

# what is added to the walks: at b = 2 the square is the double
WALK = """
WALKS["unlucky"] = Walk(
    "Unlucky", two_paths, [{"a": 8, "b": 3}, {"a": 7, "b": 2}, {"a": 4, "b": -3}]
)
"""

# what is put right before the copy is built for the third time
MENDED = ("derivatives", "{glue:text}`slpoe`\n", "")
