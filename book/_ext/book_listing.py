"""`{listing} derivatives.forward_difference`: a function or class of the package, as it stands there.

The caption says in which file. Of each docstring only the summary is shown; the rest of it, what a
call needs and raises, is in the file.
"""

import ast

from book_myst import ROOT, MystDirective

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


def source_of(module, name):
    """The lines of a definition in a module of the package."""
    path = ROOT / "code" / "backprop" / f"{module}.py"
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    for node in tree.body:
        if getattr(node, "name", None) == name:
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)]) - 1
            lines = shorten_docstrings(text.splitlines(), node)[first : node.end_lineno]
            return "\n".join(line for line in lines if line is not None)
    raise LookupError(f"{path.relative_to(ROOT)} defines no {name}")


class Listing(MystDirective):
    required_arguments = 1

    def run(self):
        module, name = self.arguments[0].split(".")
        path = f"code/backprop/{module}.py"
        self.env.note_dependency(str(ROOT / path))
        try:
            code = source_of(module, name)
        except (LookupError, OSError) as error:
            raise self.error(str(error)) from error
        label = name.lower().replace("_", "-")
        return self.parse(LISTING.format(path=path, label=label, code=code))


def setup(app):
    app.add_directive("listing", Listing)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
