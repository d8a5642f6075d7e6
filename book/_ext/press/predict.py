"""A question before the output of a cell: the reader guesses, and then looks.

A cell with the tag `predict` has the question, the answer and, where there are some, the choices in
its options, which MyST-NB hands on as the metadata of the cell. `Prediction` reads them and says
what is wrong with them, `faults`, which `errors` asks for when the cell has run: so no answer can be
other than what is printed. When MyST-NB has rendered a cell, the question is put between its code
and its output, and the output into a fold; so the writer of HTML makes a `<details>`, which needs
no script, and paper has a rule between the two. MyST-NB has no hook for that, hence the replaced
name in `setup`. book/_live/predict.js takes the guess, and keeps it under a name that is made of
the question: who rewrites a question asks it anew.
"""

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from docutils import nodes
from myst_nb.sphinx_ import SphinxNbRenderer
from myst_parser.mdit_to_docutils.base import token_line
from sphinx.writers.latex import LaTeXTranslator

TAG = "predict"
EXACT = 1e-9  # what two ways to write a number may differ by
PART = "[¼-¾⅐-⅞]"  # ½ and its kind


def number(text):
    """What may be typed as a number: 0.5, -0.5, 1/2, ½ or 1e-3; of anything else None.

    The script of the page reads a guess in the same way.
    """
    plain = re.sub(r"\s", "", text).replace("−", "-")
    if re.search(rf"\d{PART}", plain):
        return None
    plain = re.sub(PART, lambda part: unicodedata.normalize("NFKC", part[0]), plain)
    try:
        return float(Fraction(plain.replace("⁄", "/")))
    except (ValueError, ZeroDivisionError):
        return None


def name_of(page, ask):
    """The name under which the guess at a question is kept."""
    return f"{page}/predict-{hashlib.sha256(ask.encode()).hexdigest()[:8]}"


def listed(what):
    return list(map(str, what if isinstance(what, list) else [what]))


def output_of(cell):
    """All that a cell prints, in words."""
    parts = []
    for output in cell.outputs:
        if output.output_type == "error":
            parts += [f"{output.ename}: {output.evalue}"]
        else:
            parts += [output.get("text") or output.get("data", {}).get("text/plain", "")]
    return "\n".join(parts)


def place(piece, text):
    """Where a piece stands in a text, and not as a part of a longer word or number; or None."""
    before = r"(?<![\w.-])" if piece[:1].isalnum() else ""
    after = r"(?!\w|\.\d)" if piece[-1:].isalnum() else ""
    found = re.search(before + re.escape(piece) + after, text)
    return found and found.start()


@dataclass
class Prediction:
    """What the options of a cell say, with every guess as the text that a reader sees."""

    ask: str
    answer: list
    choices: list
    because: dict
    shown: list
    within: float
    is_order: bool

    @classmethod
    def of(cls, metadata):
        options = metadata.get(TAG) or {}
        answer = listed(options.get("answer", []))
        is_order = isinstance(options.get("answer"), list)
        jumbled = sorted(answer, reverse=sorted(answer) == answer) if is_order else []
        return cls(
            ask=options.get("ask", ""),
            answer=answer,
            choices=listed(options.get("choices", jumbled)),
            because={str(guess): why for guess, why in (options.get("because") or {}).items()},
            shown=listed(options.get("shows", answer)),
            within=float(options.get("within", 0)) + EXACT,
            is_order=is_order,
        )

    @property
    def told(self):
        """The answer as one text, as the script writes it."""
        return ", ".join(self.answer)

    def is_right(self, guess):
        if self.choices:
            return guess == self.told
        if number(guess) is None:
            return False
        return abs(number(guess) - number(self.told)) <= self.within

    def faults(self, cell):
        """What is wrong with the question of a cell that has run."""
        if not (self.ask and self.answer and TAG in cell.metadata.get("tags", [])):
            yield "lacks a question, an answer or the tag predict"
            return
        if not self.choices and number(self.told) is None:
            yield f"asks for a number, and {self.told} is none"
        text = output_of(cell)
        places = [place(piece, text) for piece in self.shown]
        for piece, found in zip(self.shown, places, strict=True):
            if found is None:
                yield f"is to show {piece}, and does not"
        if self.shown == self.answer and None not in places and places != sorted(places):
            yield f"is to show {self.told} in this order, and does not"
        guesses = self.answer if self.is_order else [self.told, *self.because]
        for guess in guesses if self.choices else []:
            if guess not in self.choices:
                yield f"does not offer {guess} among the choices"
        for guess in self.because:
            if self.is_right(guess):
                yield f"foresees {guess} as a wrong guess, and it is right"

    def data(self, page):
        """What the script has to know."""
        facts = {"name": name_of(page, self.ask), "answer": self.told, "because": self.because}
        if self.choices:
            facts["choices"] = self.choices
            facts["order"] = self.is_order
        else:
            facts["value"], facts["within"] = number(self.told), self.within
        return json.dumps(facts, ensure_ascii=False)


def is_predicted(metadata):
    return TAG in metadata.get("tags", []) or TAG in metadata


def tidy(metadata):
    """Have all keys of the options be texts: the cache sorts them, and cannot sort 4.0 and "no"."""
    options = metadata.get(TAG)
    if isinstance(options, dict) and isinstance(options.get("because"), dict):
        options["because"] = {str(guess): why for guess, why in options["because"].items()}


class prediction(nodes.container):
    """The question, and what can be answered."""


class predicted(nodes.container):
    """The output of the cell, folded."""


render_cell = SphinxNbRenderer.render_nb_cell_code


def render_with_question(self, token):
    render_cell(self, token)
    asked = Prediction.of(token.meta["metadata"])
    cell = self.current_node[-1] if self.current_node.children else None
    if not asked.ask or getattr(cell, "attributes", {}).get("cell_index") != token.meta["index"]:
        return
    output = cell[-1]
    if output.get("nb_element") != "cell_code_output":
        return
    question = prediction(classes=["predict"], facts=asked.data(self.sphinx_env.docname))
    with self.current_node_context(question):
        self.nested_render_text(f"**Predict.** {asked.ask}", token_line(token, 0))
    question[0]["classes"] += ["predict-ask"]
    if asked.choices:
        text = " · ".join(asked.choices)
        question += nodes.paragraph("", text, classes=["predict-choices"])
    fold = predicted(classes=["predicted"])
    cell.replace(output, [question, fold])
    fold += output


def visit_question(self, node):
    on_site = self.builder.name == "html"
    facts = {"data-predict": node["facts"]} if on_site else {}
    self.body.append(self.starttag(node, "div", **facts))


def depart_question(self, node):
    self.body.append("</div>\n")


def visit_fold(self, node):
    self.body.append(self.starttag(node, "details") + "<summary>Show the output</summary>\n")


def depart_fold(self, node):
    self.body.append("</details>\n")


def nothing(self, node):
    pass


def setup(app):
    SphinxNbRenderer.render_nb_cell_code = render_with_question
    app.add_node(
        prediction,
        html=(visit_question, depart_question),
        latex=(LaTeXTranslator.visit_container, LaTeXTranslator.depart_container),
    )
    app.add_node(predicted, html=(visit_fold, depart_fold), latex=(nothing, nothing))
