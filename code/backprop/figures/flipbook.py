"""A figure with many frames: Python draws all of them, and a page turns them.

On the site book/_live/flipbook.js turns the pages; on paper and without a script one frame stands.
Every number in a frame was computed here, so the script knows no mathematics.

Each frame is drawn by matplotlib as a whole figure. Its SVG is then cut into the pieces that
matplotlib names, and each piece is kept once, however many frames show it: a frame is a list of
numbers of pieces. What stays from frame to frame, such as axes and labels, is in the page once.
Every frame has a sentence that says what its numbers are, for those who cannot see
it, and for everybody else.
"""

import base64
import io
import json
import re
from collections import defaultdict
from hashlib import sha256
from html import escape
from itertools import product
from xml.etree import ElementTree

import matplotlib.pyplot as plt

from backprop.figures.style import SETTINGS, with_minus

SVG, LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
STILL = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}


class Flipbook:
    """Frames, each with a sentence that says what its numbers are.

    Parameters
    ----------
    draw
        Takes a value of each control and returns a matplotlib figure, which may be the same one,
        changed, each time (see `settle`), and a sentence.
    controls
        The values of each control, `{"step": [0, 1, 2]}`; the last is turned by Next and Play.
    alt
        What is to be seen in all frames, for those who do not see them.
    still
        The place of the frame for paper, one number for each control; without it, the last of all.

    Raises
    ------
    ValueError
        If a control has no values, or a frame comes without its sentence.
    """

    def __init__(self, draw, controls, alt, still=None):
        if not controls or not all(len(values) for values in controls.values()):
            raise ValueError(f"each control needs values, but they are {controls}")
        self.controls, self.alt = controls, alt
        self.still = still or [len(values) - 1 for values in controls.values()]
        self.sentences, self.parts, self.frames = [], [], []
        seen, shapes = {}, {}
        for places in product(*(range(len(values)) for values in controls.values())):
            values = [v[i] for v, i in zip(controls.values(), places, strict=True)]
            figure, sentence = draw(*values)
            if not sentence.strip():
                raise ValueError(f"the frame at {values} has no sentence")
            self.sentences.append(with_minus(sentence))
            self.size, pieces = _pieces(figure, shapes)
            self.frames.append([seen.setdefault(piece, len(seen)) for piece in pieces])
            if list(places) == list(self.still):
                self.pdf = _drawn(figure, "pdf")
            plt.close(figure)
        self.shapes = "".join(shapes.values())
        self.parts = list(seen)
        self._join()

    def _join(self):
        """Make one part of those that stand together in every frame."""
        after, before = defaultdict(set), defaultdict(set)
        for frame in self.frames:
            for part, following in zip([None, *frame], [*frame, None], strict=True):
                after[part].add(following)
                before[following].add(part)
        next_to = {  # which part always follows which, and follows no other
            part: min(following)
            for part, following in after.items()
            if part is not None and None not in following
            if len(following) == 1 and len(before[min(following)]) == 1
        }
        joined, places = [], {}
        for part in set(range(len(self.parts))) - set(next_to.values()):
            places[part], texts = len(joined), [self.parts[part]]
            while part in next_to:
                part = next_to[part]
                texts.append(self.parts[part])
            joined.append("".join(texts))
        self.frames = [[places[part] for part in frame if part in places] for frame in self.frames]
        self.parts = joined

    def _frame(self, places):
        """The number of the frame at these places of the controls."""
        number = 0
        for place, values in zip(places, self.controls.values(), strict=True):
            number = number * len(values) + place
        return number

    def html(self):
        """The still frame, and all others for the script of the page."""
        data = {
            "controls": [
                {"label": label, "values": [_text(value) for value in values]}
                for label, values in self.controls.items()
            ],
            "still": list(self.still),
            "parts": self.parts,
            "frames": self.frames,
            "sentences": self.sentences,
        }
        packed = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        packed = packed.replace("</", "<\\/")  # so that no part ends the script
        still = self._frame(self.still)
        picture = "".join(self.parts[part] for part in self.frames[still])
        text = (
            f'<div class="flipbook"><script type="application/json">{packed}</script>'
            f'<svg viewBox="{self.size}" role="img" aria-label="{escape(self.alt)}">'
            f"<defs>{self.shapes}</defs><g>{picture}</g></svg>"
            f'<p class="flipbook-says">{escape(self.sentences[still])}</p></div>'
        )
        # two flipbooks on a page name their shapes alike
        prefix = "f" + sha256(text.encode()).hexdigest()[:6]
        return re.sub(r'(\bid=\\?"|href=\\?"#|url\(#)(?=[mpch])', rf"\g<1>{prefix}", text)

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {
            "text/html": self.html(),
            "application/pdf": base64.b64encode(self.pdf).decode(),
            "text/plain": self.sentences[self._frame(self.still)],
        }


def settle(figure):
    """Lay a figure out now, and not again: so nothing moves from frame to frame."""
    figure.canvas.draw()
    figure.set_layout_engine("none")


def _text(value):
    return with_minus(value if isinstance(value, str) else f"{value:g}")


def _drawn(figure, kind):
    file = io.BytesIO()
    # letters as letters: they are smaller than outlines, and the page sets them in its own type
    with plt.rc_context(SETTINGS | {"svg.fonttype": "none"}):
        figure.savefig(file, format=kind, metadata=STILL[kind])
    return file.getvalue()


def _pieces(figure, shapes):
    """The size of a figure and its pieces from back to front; shapes they share go to `shapes`."""
    root = ElementTree.fromstring(_drawn(figure, "svg"))
    for parent in [*root.iter()]:
        for child in [*parent]:
            if child.tag == f"{SVG}defs":
                for shape in child:
                    if shape.tag != f"{SVG}style":
                        shapes[shape.get("id")] = _plain(shape)
                parent.remove(child)
            elif child.tag.endswith("metadata"):
                parent.remove(child)
    return root.get("viewBox"), [_plain(piece) for piece in _leaves(root)]


def _leaves(group):
    for child in group:
        name = child.attrib.get("id", "")
        if child.tag == f"{SVG}g":
            child.attrib.pop("id", None)
        if name.startswith(("figure_", "axes_", "matplotlib.axis_", "xtick", "ytick", "legend_")):
            yield from _leaves(child)
        elif len(child) or child.tag != f"{SVG}g":
            yield child


def _plain(element):
    """The text of an element, without what it does not need: frames are many."""
    for part in element.iter():
        if part.tag == f"{SVG}g":
            part.attrib.pop("id", None)
            styles = {child.get("style") for child in part}
            if len(part) > 1 and len(styles) == 1 and None not in styles:
                part.set("style", styles.pop())
                for child in part:
                    del child.attrib["style"]
        if part.get("transform", "").startswith("rotate(-0 "):
            del part.attrib["transform"]
        for name, value in part.attrib.items():
            if name in ("d", "x", "y", "transform"):
                value = re.sub(r"-?\d+\.\d+", lambda m: f"{round(float(m[0]), 1):g}", value)
            if name == "d":  # a line goes on without being told
                value = re.sub(r"(?<= )L ((?:[-.\d]+ ?|\s|L )*)", _one_line, value)
            if name == "style":
                value = re.sub(r"font-family: [^;]*; ?", "", value)
            part.set(name, re.sub(r"\s+", " ", value).strip())
        if not (part.text or "").strip():
            part.text = None
        part.tail = None
    text = ElementTree.tostring(element, encoding="unicode")
    return re.sub(r' xmlns(:\w+)?="[^"]*"', "", text).replace("xlink:href", "href")


def _one_line(match):
    return "L " + match[1].replace("L ", "")


ElementTree.register_namespace("", SVG[1:-1])
ElementTree.register_namespace("xlink", LINK[1 : LINK.index("}")])
