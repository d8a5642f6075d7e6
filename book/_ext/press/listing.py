"""`{listing} derivatives.forward_difference`: a function, class or constant of the package.

Several names make one listing. Of a class that is told in pieces, `:members: __init__ backward`
chooses the methods; what stands in it besides methods comes with `__init__`. The caption says in
which file. Of each docstring only the summary is shown; the rest of it, what a call needs and
raises, is in the file.

`{literalinclude}` finds one object and shows it whole. Here the syntax tree says which lines to
show, and a code block in MyST Markdown carries them, so that caption, number and colours are
Sphinx's. The module is read and not imported. What is listed stands in the page's metadata, for
`source`.
"""

import ast
import functools
import re

from docutils import nodes
from sphinx import addnodes

from press.directives import MystDirective
from press.index import entry_of_name
from press.pages import PACKAGE, ROOT

LISTING = """\
```{{code-block}} python
:caption: {path}
:name: listing-{label}

{code}
```
"""


def shorten_docstrings(lines, tree):
    """Cut the docstrings of a definition, and of the definitions in it, to their first line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
            first, last = node.body[0].lineno - 1, node.body[0].end_lineno
            if last - first > 1:
                lines[first] += '"""'
                lines[first + 1 : last] = [None] * (last - first - 1)
    return lines


def name_of(node):
    """The name that a statement defines, if it defines one."""
    if isinstance(node, ast.Assign):
        return getattr(node.targets[0], "id", None)
    return getattr(node, "name", None)


def lines_of(node):
    """The first line of a definition, its decorators included, and the last; counted from 0."""
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
    return first - 1, node.end_lineno


def leave_out(lines, class_node, members):
    """Drop from a class all methods but the `members`, which must be there."""
    methods = {node.name for node in class_node.body if isinstance(node, ast.FunctionDef)}
    if set(members) - methods:
        raise LookupError(f"class {class_node.name} has no {', '.join(set(members) - methods)}")
    above = lines_of(class_node.body[0])[0]
    for node in class_node.body:
        below = lines_of(node)[1]
        method = name_of(node) if name_of(node) in methods else alias_of(node) or "__init__"
        if method not in members:
            lines[above:below] = [None] * (below - above)  # with what stands above it
        above = below
    return lines


def alias_of(node):
    """What a name is another name for, as in `__radd__ = __add__`."""
    return getattr(node.value, "id", None) if isinstance(node, ast.Assign) else None


@functools.cache
def read(path):
    """The text of a module, and its definitions."""
    if not path.exists():
        raise LookupError(f"there is no {path.relative_to(ROOT)}")
    text = path.read_text("utf-8")
    return text, ast.parse(text).body


def source_of(module, name, members=()):
    """The lines of a definition in a module of the package."""
    path = PACKAGE / f"{module}.py"
    text, definitions = read(path)
    for node in definitions:
        if name_of(node) == name:
            lines = shorten_docstrings(text.splitlines(), node)
            if members:
                lines = leave_out(lines, node, members)
            first, last = lines_of(node)
            code = "\n".join(line for line in lines[first:last] if line is not None)
            return code.replace(":\n\n", ":\n", 1) if members else code
    raise LookupError(f"{path.relative_to(ROOT)} defines no {name}")


def first_line(module, name):
    """The number of the line on which a definition begins."""
    _, definitions = read(PACKAGE / f"{module}.py")
    return next(lines_of(node)[0] + 1 for node in definitions if name_of(node) == name)


class Listing(MystDirective):
    required_arguments = 1
    final_argument_whitespace = True
    option_spec = {"members": str.split}

    def run(self):
        members = self.options.get("members", [])
        names = [argument.split(".") for argument in self.arguments[0].split()]
        if any(len(name) != 2 for name in names):
            raise self.error("a listing needs a name like derivatives.complex_step")
        path = f"code/backprop/{names[0][0]}.py"
        self.env.note_dependency(str(ROOT / path))
        try:
            pieces = [source_of(module, name, members) for module, name in names]
        except LookupError as error:
            raise self.error(str(error)) from error
        line = first_line(*names[0])
        label = "-".join([names[0][1], *members[:1]]).lower().replace("_", "-")
        code = "\n\n\n".join(pieces)
        listing = self.parse(LISTING.format(path=path, label=label, code=code))
        listing[0]["source_of"] = [names[0][0], line]
        self.env.metadata[self.env.docname].setdefault("listings", []).extend(
            (module, name, listing[0]["ids"][0]) for module, name in names
        )
        caption, place = next(listing[0].findall(nodes.caption)), listing[0]["ids"][0]
        found = []  # by the search of the site
        for module, name in names:
            for member in members or [""]:
                shown = f"{name}.{member}".removesuffix(".").removesuffix(".__init__")
                if not re.search(r"\b_[a-z]", shown):  # private
                    caption += entry_of_name(shown, module, main=True)
                    found.append(("single", shown, place, "main", None))
        return [addnodes.index(entries=found), *listing] if self.is_site() else listing

    def is_site(self):
        return self.env.app.builder.name == "html"


def setup(app):
    app.add_directive("listing", Listing)
