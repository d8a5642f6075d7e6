"""`make chapter NAME=my_step TITLE="My step"`: a step that builds, to be filled with a better one.

What stands beside this file is a step named my_step; it is copied, with the name put in its place.
"""

import importlib.util
import keyword
import os
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORKBOOK = "code/backprop/workbook/my_step/tripled"
FILES = {
    "page.md": "book/my_step.md",
    "module.py": "code/backprop/my_step.py",
    "test.py": "tests/test_my_step.py",
    "mutants.py": "tests/mutants/my_step.py",
    "tripled/start.py": f"{WORKBOOK}/start.py",
    "tripled/check.py": f"{WORKBOOK}/check.py",
    "tripled/solution.py": f"{WORKBOOK}/solution.py",
    "tripled/wrong.py": "tests/wrong_answers/my_step/tripled/three_doublings.py",
}


def fault(root, name):
    """Why a step cannot have this name, in plain words, or nothing."""
    if not name:
        return 'say how it is to be called: make chapter NAME=my_step TITLE="My step"'
    if not re.fullmatch("[a-z][a-z0-9_]*", name):
        return f"{name!r} is no name for a module: small letters, digits and _, a letter first"
    if keyword.iskeyword(name) or keyword.issoftkeyword(name):
        return f"{name!r} is a word of Python itself"
    for target in FILES.values():
        path = root / target.replace("my_step", name)
        if path.exists():
            return f"there is {path.relative_to(root)} already, and nothing is overwritten"
    if (root / "code" / "backprop" / name).exists():
        return f"there is code/backprop/{name} already"
    if importlib.util.find_spec(name):
        return f"{name!r} is a module that Python or the book has already; readers would mix them up"
    return None


def insert(path, pattern, new):
    """Put a text behind the last place where a pattern is found."""
    text = path.read_text("utf-8")
    *_, last = re.finditer(pattern, text, flags=re.M)
    path.write_text(text[: last.end()] + new + text[last.end() :], "utf-8")


def make(root, name, title):
    """Write the files of a step, and put it into the three lists of steps."""
    for template, target in FILES.items():
        text = (HERE / template).read_text("utf-8")
        text = text.replace("My step", title).replace("my-step", name.replace("_", "-"))
        path = root / target.replace("my_step", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("my_step", name), "utf-8")
        yield f"wrote {path.relative_to(root)}"
    steps = re.findall(r'^    "(\w+)",$', (root / "code/backprop/__init__.py").read_text(), re.M)
    insert(root / "code/backprop/__init__.py", rf'^    "{steps[-1]}",\n', f'    "{name}",\n')
    yield f"put {name} behind {steps[-1]} in STEPS of code/backprop/__init__.py"
    insert(root / "_toc.yml", rf"^ +- file: {steps[-1]}\n", f"      - file: {name}\n")
    yield "and in _toc.yml; move it in both if it belongs elsewhere"
    solutions = f"\n## {title}\n\n```{{solutions}} {name}\n```\n"
    insert(root / "book" / "solutions.md", r"\n\Z", solutions)
    yield "added its solutions to book/solutions.md"
    yield "Left for you: what it says, and two more exercises at least. `make check` looks at it."
    yield "`make mutants RECORD=1` writes down which of its tests notices a mistake."


def main():
    root, name = HERE.parents[1], os.environ.get("NAME", "")
    if why := fault(root, name):
        sys.exit(f"make chapter: {why}")
    title = os.environ.get("TITLE") or name.replace("_", " ").capitalize()
    for line in make(root, name, title):
        print(f"  {line}")


if __name__ == "__main__":
    main()
