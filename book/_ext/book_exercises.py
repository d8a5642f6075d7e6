"""Exercises of the workbook in the chapters, and their solutions where they belong.

`{workbook}` puts an exercise into a chapter: its text, the file to start from and, on the site,
the folded solution. `{solutions}` gives all solutions of a step, for the appendix.
"""

import re

from backprop import STEPS
from book_myst import ROOT, MystDirective, chapter_source

WORKBOOK = "code/backprop/workbook"

# The target is in front of the box and not its name, because LaTeX knows no name of a box.
EXERCISE = """\
(exercise-{label})=
::::::{{admonition}} Exercise {number}: {title}
:class: exercise

{text}

```{{literalinclude}} ../{folder}/start.py
:language: python
```

Save your answer in a file of your own, and check it:

```{{code-block}} console
$ python -m backprop.workbook {name} my_answer.py
```

:::::{{only}} html
::::{{dropdown}} Solution
```{{literalinclude}} ../{folder}/solution.py
:language: python
```
::::
:::::

:::::{{only}} latex
When you have tried: {{ref}}`the solution <solution-{label}>`.
:::::
::::::
"""

SOLUTION = """\
(solution-{label})=

{{ref}}`Exercise {number}: {title} <exercise-{label}>`

```{{literalinclude}} ../{folder}/solution.py
:language: python
```
"""


def exercises(step):
    """The exercises of a step in the order of its chapter, as what the templates need."""
    found = re.findall(r"\{workbook\} (\w+)\n:title: (.+)\n", chapter_source(step))
    for position, (exercise, title) in enumerate(found, start=1):
        name = f"{step}/{exercise}"
        yield exercise, {
            "name": name,
            "number": f"{STEPS.index(step) + 1}.{position}",
            "title": title,
            "folder": f"{WORKBOOK}/{name}",
            "label": name.replace("/", "-").replace("_", "-"),
        }


class Workbook(MystDirective):
    required_arguments = 1
    option_spec = {"title": str}
    has_content = True

    def run(self):
        facts = dict(exercises(self.env.docname))[self.arguments[0]]
        return self.parse(EXERCISE.format(text="\n".join(self.content), **facts))


class Solutions(MystDirective):
    required_arguments = 1

    def run(self):
        step = self.arguments[0]
        self.env.note_dependency(str(ROOT / "book" / f"{step}.md"))
        return self.parse("\n".join(SOLUTION.format(**facts) for _, facts in exercises(step)))


def setup(app):
    app.add_directive("workbook", Workbook)
    app.add_directive("solutions", Solutions)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
