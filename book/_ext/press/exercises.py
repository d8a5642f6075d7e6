"""Exercises of the workbook in the chapters, and their solutions where they belong.

`{workbook}` puts an exercise into a chapter: its text, what is checked, the file to start from and,
on the site, folded hint and solution. There book/_live/exercise.js puts an editor in the place of
the file, and what came of the checks into their list.
`{solutions}` gives all hints and solutions of a step, for the appendix, and the answers of its walks.

Both fill in a template of MyST Markdown and let the page's parser read it, so that text, links and
formulas of an exercise are those of any page. `{only}` parts what the site, paper and e-readers
show. Only the place of the editor is a node of its own: the writer of HTML gives it what the script
asks for, and the others pass by. Numbers and titles are asked of `pages`, as a solution stands on
another page.
"""

from backprop import workbook
from backprop.figures.walks import WALKS
from backprop.workbook.cells import packages
from docutils import nodes

from press import walk
from press.directives import MystDirective
from press.pages import ROOT, WORKBOOK, page

FILES = ("start.py", "check.py", "solution.py")

# The target is in front of the box and not its name, because LaTeX knows no name of a box.
EXERCISE = """\
(exercise-{label})=
::::::{{admonition}} Exercise {number}: {title}
:class: exercise

{text}

:::::{{only}} latex
*Checked:* {wanted_in_a_row}.

`workbook check {name}` checks it. {{ref}}`Hint and solution <solution-{label}>`.
:::::

:::::{{only}} not latex
::::{{div}} exercise-checks
Checked:

{wanted}
::::
:::::

:::::{{exercise-live}} {name}
::::{{div}} exercise-start
```{{literalinclude}} ../{folder}/start.py
:language: python
```
::::

::::{{only}} html
:::{{div}} exercise-command
On your machine:

```{{code-block}} console
$ workbook check {name}
```
:::
::::
:::::

:::::{{only}} html and not epub
::::{{dropdown}} Hint
{hint}
::::

::::{{dropdown}} Show solution
:class-container: exercise-solution
```{{literalinclude}} ../{folder}/solution.py
:language: python
```
::::
:::::

:::::{{only}} epub
When you have tried: {{ref}}`a hint and the solution <solution-{label}>`.
:::::
::::::
"""

SOLUTION = """\
(solution-{label})=

**{{ref}}`Exercise {number}: {title} <exercise-{label}>`**

*Hint.*
{hint}

```{{literalinclude}} ../{folder}/solution.py
:language: python
```
"""


def lacking(name):
    """The files that an exercise does not have and must have."""
    return [file for file in FILES if not (ROOT / WORKBOOK / name / file).exists()]


class Workbook(MystDirective):
    required_arguments = 1
    option_spec = {"title": str}
    has_content = True

    def run(self):
        name = f"{self.env.docname}/{self.arguments[0]}"
        if not (ROOT / WORKBOOK / name).is_dir():
            raise self.error(f"there is no exercise '{name}'")
        for file in lacking(name):
            raise self.error(f"exercise lacks the file {WORKBOOK}/{name}/{file}")
        facts = page(self.env.docname).exercises.get(self.arguments[0])
        if facts is None:
            raise self.error(f"exercise '{name}' has no title")
        text = "\n".join(self.content)
        self.env.note_dependency(str(ROOT / WORKBOOK / name / "check.py"))
        wanted = workbook.requirements(name)
        return self.parse(
            EXERCISE.format(
                text=text,
                wanted="\n".join(f"* {each}" for each in wanted),
                wanted_in_a_row="; ".join(wanted),
                hint=workbook.hint(name),
                **facts,
            )
        )


class exercise_live(nodes.container):
    """Where the page puts an editor; what is in it stands there without a script, and on paper."""


class ExerciseLive(MystDirective):
    required_arguments = 1
    has_content = True

    def run(self):
        step, exercise = self.arguments[0].split("/")
        facts = page(step).exercises[exercise]
        check = workbook.read(self.arguments[0], "check.py")
        live = exercise_live(exercise=self.arguments[0], numpy="numpy" in packages(check))
        live["label"] = f"Exercise {facts['number']}: {facts['title']}"
        live += self.parse("\n".join(self.content))
        return [live]


def visit_live(self, node):
    needs = {"data-numpy": ""} if node["numpy"] else {}
    facts = {"data-exercise": node["exercise"], "data-title": node["label"]} | needs
    self.body.append(self.starttag(node, "div", CLASS="exercise-live", **facts))


def depart_live(self, node):
    self.body.append("</div>\n")


def nothing(self, node):
    pass


class Solutions(MystDirective):
    required_arguments = 1

    def run(self):
        step = self.arguments[0]
        self.depends_on(step)
        for facts in page(step).exercises.values():
            for file in FILES:
                self.env.note_dependency(str(ROOT / facts["folder"] / file))
        solutions = [walk.solution(name) for name in page(step).walks if name in WALKS]
        complete = [facts for facts in page(step).exercises.values() if not lacking(facts["name"])]
        solutions += [
            SOLUTION.format(hint=workbook.hint(facts["name"]), **facts) for facts in complete
        ]
        return self.parse("\n".join(solutions))


def setup(app):
    app.add_node(exercise_live, html=(visit_live, depart_live), latex=(nothing, nothing))
    app.add_directive("exercise-live", ExerciseLive)
    app.add_directive("workbook", Workbook)
    app.add_directive("solutions", Solutions)
