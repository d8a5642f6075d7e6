"""The book as a reader types it: its listings, in order, in place of the package.

Of each page as built, only what a reader sees is taken: the listings, and above each the file that it
belongs to. What stands in the file of one module, typed below each other, is that module. The
notebooks run with these modules, and have to show what the site shows, which was computed with ours.
The figures, the data and the workbook are nobody's to type. What the cells show where our modules
refuse something, with checks that no listing shows, is no evidence: such a cell has the tag `refuses`.
"""

import ast
import builtins
import symtable
from pathlib import Path

import parsed
from backprop import STEPS

# Their listings are not yet the whole program. This list only shrinks.
NOT_YET = STEPS[11:]
LONGEST = 30  # lines of a listing
TYPED = [step for step in STEPS if step not in NOT_YET]


def listings(html, page):
    """The module and the code of each listing of a page, as they are read there."""
    for box in parsed.page(html / f"{page}.html").select("div[id^=listing-]"):
        file = box.select_one(".caption-text a.reference")
        if file and file.text.startswith("code/backprop/"):
            yield Path(file.text).stem, box.select_one("pre").text


def modules(html):
    """The text of each module, as it is after the last chapter."""
    typed = {}
    for page in STEPS:
        for module, code in listings(html, page):
            if module in TYPED:
                typed[module] = added(typed.get(module, ""), code)
    return typed


def added(text, code):
    """The text of a module with one more listing, put where a reader would put it."""
    definitions = ast.parse(code).body
    continued = [d for d in definitions if isinstance(d, ast.ClassDef) and is_continued(d, code)]
    if not continued:
        return f"{text}{code}\n\n"
    lines, (more,) = code.splitlines(), continued
    imports, methods = lines[: more.lineno - 1], lines[more.lineno : more.end_lineno]
    (begun,) = (d for d in ast.parse(text).body if getattr(d, "name", "") == more.name)
    above, below = text.splitlines()[: begun.end_lineno], text.splitlines()[begun.end_lineno :]
    rest = lines[more.end_lineno :]
    return "\n".join([*imports, *above, "", *methods, *below, *rest, ""])


def is_continued(definition, code):
    return "# continued" in code.splitlines()[definition.lineno - 1]


def replace(texts, environment):
    """Put these in place of ours, in a Python into which the package is installed."""
    (package,) = environment.glob("lib/python*/site-packages/backprop")
    for module, text in texts.items():
        (package / f"{module}.py").write_text(text, "utf-8")


def missing(text, others=()):
    """The names that a module uses, or imports from another, and nobody has given it."""
    top = symtable.symtable(text, "", "exec")
    known = {s.get_name() for s in top.get_symbols() if s.is_assigned() or s.is_imported()}
    known |= {child.get_name() for child in top.get_children()} | set(dir(builtins))
    tables, used = [top], set()
    while tables:
        table = tables.pop()
        tables += table.get_children()
        used |= {s.get_name() for s in table.get_symbols() if s.is_global() and s.is_referenced()}
    imports = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom))
    lacking = {
        f"{node.module}.{name.name}"
        for node in imports
        for name in node.names
        if (module := (node.module or "").removeprefix("backprop.")) in others
        and name.name not in names_of(others[module])
    }
    return sorted(used - known | lacking)


def names_of(text):
    """The names that a module gives."""
    top = symtable.symtable(text, "", "exec")
    return {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned()}


def not_the_idea(code):
    """What stands in a listing for the machine and not for the reader."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case (
                ast.FunctionDef(returns=ast.expr())
                | ast.AsyncFunctionDef()
                | ast.arg(annotation=ast.expr())
            ):
                yield f"line {node.lineno} has a type"
            case ast.Raise(exc=ast.Call(func=ast.Name("AssertionError"))):
                continue  # the verdict of a check
            case ast.Raise(exc=ast.expr()):
                yield f"line {node.lineno} refuses something"
            case ast.Name(id=name) | ast.FunctionDef(name=name) | ast.Attribute(attr=name):
                if name.startswith("_") and not name.endswith("_"):
                    yield f"line {node.lineno} has the private name {name}"
            case ast.arg(arg=name) | ast.ClassDef(name=name) if name.startswith("_"):
                yield f"line {node.lineno} has the private name {name}"
            case ast.Import() | ast.ImportFrom() if "_checks" in ast.unparse(node):
                yield f"line {node.lineno}: {ast.unparse(node)}"
            case ast.Assert(msg=ast.expr()):
                yield f"line {node.lineno} refuses something"
    if (length := len(code.strip().splitlines())) > LONGEST:
        yield f"it has {length} lines"
