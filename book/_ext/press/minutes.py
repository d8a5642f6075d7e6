"""How long a chapter takes, by the rule that CONTRIBUTING.md states.

Its prose at 200 words a minute, and the question before an output is prose; a line of code or of an
equation counts as 8 words; each of its first two exercises takes 2 minutes. The other exercises go
beyond the path and count for nothing, nor does what is said to a wrong guess.
A walk is an exercise like the others.

It counts in the source, because the minutes of all chapters stand on the first page, which is read
before most of them are; and with regular expressions, as a few words more or less are seldom a
minute. Only a listing has to be looked up, since its lines are those of the package.
"""

import re

import yaml

from press.listing import source_of

WORDS_A_MINUTE, WORDS_OF_A_LINE = 200, 8
EXERCISES, MINUTES_OF_AN_EXERCISE = 2, 2
FENCE = re.compile(r"^(`{3,})\{([\w-]+)\}(.*?)\n(.*?)^\1\s*$", flags=re.M | re.S)
EQUATION = re.compile(r"^\$\$\n(.*?)^\$\$.*?$|^\([\w-]+\)=$", flags=re.M | re.S)


def minutes(text):
    words, lines, exercises = count(text)
    exercises = min(exercises, EXERCISES)
    reading = (words + WORDS_OF_A_LINE * lines) / WORDS_A_MINUTE
    return round(reading + MINUTES_OF_AN_EXERCISE * exercises)


def count(text):
    """Words, lines of code and equations, and exercises of a chapter."""
    prose, lines, exercises = [], 0, 0
    text = text.split("---\n", 2)[-1] if text.startswith("---\n") else text

    def take_out(match):
        nonlocal lines, exercises
        _, name, argument, content = match.groups()
        if name == "code-cell":
            caption, code = split_cell(content)
            prose.append(caption)
            lines += code
        elif name == "listing":
            lines += lines_of_listing(argument, content)
        elif name in ("workbook", "walk"):
            exercises += 1
            if exercises <= EXERCISES:
                prose.append(content.replace(":title:", ""))
        return ""

    def take_out_equation(match):
        nonlocal lines
        lines += filled(match[1] or "")  # or a label, which is not read
        return ""

    rest = FENCE.sub(take_out, text)
    prose.append(EQUATION.sub(take_out_equation, rest))
    words = sum(len(re.findall(r"\w[\w'’.-]*", part)) for part in prose)
    return words, lines, exercises


def split_cell(content):
    """The caption of a cell's figure and what is asked of it, and how many lines of the cell are shown."""
    head = re.match(r"---\n(.*?)^---\n|(?::[^\n]*\n)*", content, flags=re.M | re.S)
    options = yaml.safe_load(head[1]) if head[1] else {}
    caption = options.get("mystnb", {}).get("figure", {}).get("caption", "")
    asked = options.get("predict", {})
    words = [caption, asked.get("ask", ""), *map(str, asked.get("choices", []))]
    hidden = re.search(r"remove-(cell|input)", head[0])
    return " ".join(words), 0 if hidden else filled(content[head.end() :])


def lines_of_listing(argument, content):
    members = re.findall(r":members:(.*)", content)
    members = members[0].split() if members else ()
    names = (name.split(".") for name in argument.split())
    try:
        return sum(filled(source_of(module, name, members)) for module, name in names)
    except (LookupError, OSError, ValueError):  # the listing itself says what is wrong with it
        return 0


def filled(code):
    return sum(bool(line.strip()) for line in code.splitlines())
