"""`{listing} derivatives.forward_difference`: a function, class or constant of the package.

Several names make one listing, which is called after the first that is no constant. Of a class that
is told in pieces, `:members: __init__ backward` chooses the methods; what stands in it besides
methods comes with `__init__`, and a listing without it says that it continues the class. The caption says in which file. A listing is the idea, and can be
typed as it stands: of each docstring only the summary is shown, of a signature only the names, and
of what stands at the edge of the function, to check what comes in, nothing. The imports that the
code needs, and that the page has not shown yet, stand above it.

`{literalinclude}` finds one object and shows it whole. Here the syntax tree says which lines to
show, and a code block in MyST Markdown carries them, so that caption, number and colours are
Sphinx's. The module is read and not imported. What is listed stands in the page's metadata, for
`source`.
"""

import ast
import copy
import functools
import re
import textwrap

from docutils import nodes
from sphinx import addnodes

from press.directives import MystDirective
from press.index import entry_of_name
from press.pages import PACKAGE, ROOT

WIDTH = 79  # of a line of code on paper
CONTINUED = "  # continued"  # what a listing says that shows more of a class
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


def leave_out_the_edge(lines, tree, edge):
    """Cut what the signatures say of the inputs, and the decorators that check them."""
    for node in ast.walk(tree):
        for each in getattr(node, "decorator_list", []):
            if getattr(getattr(each, "func", each), "id", "") in edge:
                lines[each.lineno - 1 : each.end_lineno] = [None] * (each.end_lineno - each.lineno + 1)
        if isinstance(node, ast.AnnAssign) and getattr(node.annotation, "id", "") in edge:
            line = node.lineno - 1  # a field of a dataclass needs some type
            lines[line] = lines[line].replace(f": {node.annotation.id}", ": float", 1)
        if isinstance(node, ast.ClassDef) and any(getattr(b, "id", "") in edge for b in node.bases):
            bases = ", ".join(ast.unparse(b) for b in node.bases if getattr(b, "id", "") not in edge)
            lines[node.lineno - 1] = f"class {node.name}({bases}):".replace("()", "")
        if isinstance(node, ast.FunctionDef):
            first, body = node.lineno - 1, lines_of(node.body[0])[0]
            if body > first:
                lines[first:body] = [bare_signature(node), *[None] * (body - first - 1)]
    return lines


def bare_signature(node):
    """The first line of a definition, without types."""
    inputs = copy.deepcopy(node.args)
    for each in ast.walk(inputs):
        if isinstance(each, ast.arg):
            each.annotation = None
    indent, inputs = " " * node.col_offset, ast.unparse(inputs)
    if '"' not in inputs:
        inputs = inputs.replace("'", '"')
    line = f"{indent}def {node.name}({inputs}):"
    if len(line) <= WIDTH:
        return line
    inputs = textwrap.indent(textwrap.fill(inputs, WIDTH - 4 - len(indent)), f"{indent}    ")
    return f"{indent}def {node.name}(\n{inputs}\n{indent}):"


def imports_of(definitions):
    """What a module imports: its name there, and how to write it."""
    for node in definitions:
        module = getattr(node, "module", "")
        if isinstance(node, ast.Import | ast.ImportFrom):
            for each in node.names:
                one = copy.copy(node)
                one.names = [each]
                yield module, (each.asname or each.name).partition(".")[0], one


def needed_imports(module, code):
    """The imports that a listing needs, as they are written: by their names."""
    _, definitions = read(PACKAGE / f"{module}.py")
    used = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
    return {
        name: node
        for of, name, node in imports_of(definitions)
        if name in used and not is_edge(of)
    }


def is_edge(module):
    return (module or "").startswith("backprop._checks")


def written(imports):
    """Import statements, those from one module in one line."""
    lines, whole = {}, []
    for node in imports:
        if isinstance(node, ast.Import):
            whole.append(ast.unparse(node))
        else:
            lines.setdefault(node.module, []).append(ast.unparse(node.names[0]))
    return whole + [import_from(module, ", ".join(sorted(names))) for module, names in lines.items()]


def import_from(module, names):
    line = f"from {module} import {names}"
    if len(line) <= WIDTH:
        return line
    return f"from {module} import (\n{textwrap.indent(textwrap.fill(names, WIDTH - 4), '    ')}\n)"


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
    edge = {name for of, name, _ in imports_of(definitions) if is_edge(of)}
    for node in definitions:
        if name_of(node) == name:
            lines = shorten_docstrings(text.splitlines(), node)
            lines = leave_out_the_edge(lines, node, edge)
            if members:
                lines = leave_out(lines, node, members)
                if "__init__" not in members:
                    lines[node.lineno - 1] += CONTINUED
            first, last = lines_of(node)
            code = "\n".join(line for line in lines[first:last] if line is not None)
            return re.sub(rf"(:|{CONTINUED})\n\n", r"\1\n", code, count=1) if members else code
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
        main = next((name for name in names if not name[1].isupper()), names[0])
        line = first_line(*main)
        label = "-".join([main[1], *members[:1]]).lower().replace("_", "-")
        code = "\n\n\n".join(pieces)
        shown = self.env.temp_data.setdefault("imported", set())
        imports = {
            (module, name): node
            for module, _ in names
            for name, node in needed_imports(module, code).items()
            if (module, name) not in shown
        }
        shown.update(imports)
        if imports:
            code = "\n".join(written(imports.values())) + f"\n\n\n{code}"
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
