"""The cells of a chapter, run in its page one after the other, as a notebook runs them.

`Cells` keeps the names that the cells define. A cell prints, its last line may have a value, and it
may draw: what a notebook would show comes back in plain dictionaries, and the page shows it. What a
cell needs of NumPy and matplotlib is found in its text, since the page has to load that first.
"""

import ast
import contextlib
import functools
import io
import linecache
import pprint
import sys
import tokenize
from pathlib import Path

from backprop.workbook import explain, paper_alone, put_back
from backprop.workbook.drawn import drawn

CODE = Path(__file__).parents[2]
PACKAGES = ("numpy", "matplotlib")
LINE = 79  # characters that a value may have in one line, as in a notebook


class Cells:
    """The cells of one page, and the names that they have defined."""

    def __init__(self):
        self.names = {"__name__": "__main__"}
        self.is_styled = False

    def run(self, source, name, write=None):
        """Run the text of a cell; `name` is what tracebacks call it.

        Returns
        -------
        dict
            `problem`, None or the message and line of an error; `shown`, a list of dictionaries
            with one key, `text`, `svg` or `flipbook`; and `drawn`, as `workbook.report` gives it,
            of the names that this cell has bound, if it drew nothing itself.
        """
        if not self.is_styled and "matplotlib" in packages(source):
            from backprop.figures import use_book_style

            use_book_style()
            self.is_styled = True
        linecache.cache[name] = len(source), None, source.splitlines(True), name
        told = {"problem": None, "shown": [], "drawn": None}
        before = dict(self.names)
        try:
            with put_back(), paper_alone(write):
                value = self._value(source, name)
                told["shown"] = [*shown(value), *figures()]
                bound = {n: x for n, x in self.names.items() if before.get(n) is not x}
                told["drawn"] = drawn(bound)
        except BaseException as error:  # sys.exit() among them
            message, line = explain(error, name)
            told["problem"] = {"message": message, "line": line}
            close_figures()  # what was begun is not the next cell's
        return told

    def _value(self, source, name):
        """Run all lines; the value of the last, if it is one and no semicolon hides it."""
        tree = ast.parse(source, name)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, name, "exec"), self.names)
        if last is None:
            return None
        value = eval(compile(ast.Expression(last.value), name, "eval"), self.names)
        return None if last_sign(source) == ";" else value


def last_sign(source):
    """The last word or sign of a program, before what is only said."""
    words = tokenize.generate_tokens(io.StringIO(source).readline)
    silent = {tokenize.NEWLINE, tokenize.NL, tokenize.COMMENT, tokenize.ENDMARKER}
    return [word.string for word in words if word.type not in silent][-1]


def shown(value):
    """What a notebook shows of a value: nothing of None, nor of a figure, which is drawn."""
    kind = f"{type(value).__module__}.{type(value).__qualname__}"  # none is loaded for this
    if value is None or kind == "matplotlib.figure.Figure":
        return
    if kind == "backprop.figures.flipbook.Flipbook":
        yield {"flipbook": value.html()}
        return
    text = repr(value)
    if len(text) > LINE and isinstance(value, list | tuple | dict | set):
        text = pprint.pformat(value, width=LINE, sort_dicts=False)
    yield {"text": text}


def figures():
    """The figures that are open, as SVG; they are closed."""
    plt = sys.modules.get("matplotlib.pyplot")
    if plt is None:
        return []
    drawn = []
    for number in plt.get_fignums():
        file = io.StringIO()
        plt.figure(number).savefig(
            file, format="svg", bbox_inches="tight", metadata={"Date": None}
        )
        drawn.append({"svg": file.getvalue()})
    close_figures()
    return drawn


def close_figures():
    if "matplotlib.pyplot" in sys.modules:
        with contextlib.suppress(Exception):  # whatever a cell has done to it
            sys.modules["matplotlib.pyplot"].close("all")


def packages(source):
    """Those of NumPy and matplotlib that a text imports, by itself or through the book's modules."""
    wanted, seen, waiting = set(), set(), [*imports(source)]
    while waiting:
        name = waiting.pop()
        wanted.update({name.partition(".")[0]} & set(PACKAGES))
        if name.startswith("backprop") and name not in seen:
            seen.add(name)
            waiting += imports_of(name)
    return [name for name in PACKAGES if name in wanted]


@functools.cache
def imports_of(module):
    """What a module of the book imports; nothing if it is none."""
    place = CODE.joinpath(*module.split("."))
    for file in (place.with_suffix(".py"), place / "__init__.py"):
        if file.exists():
            return [*imports(file.read_text("utf-8"))]
    return []


def imports(source):
    """The names of all that a text imports, modules and what might be one, with their packages."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return  # it will not run
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in found:
            parts = name.split(".")
            yield from (".".join(parts[: i + 1]) for i in range(len(parts)))
