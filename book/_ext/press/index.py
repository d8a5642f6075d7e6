r"""The index of the book on paper, made of what the pages have anyway.

Of each word of the glossary, the page where it is bold, and each section that has it in its title
or in a caption, or, if few sections have it, in its text. Of each public name of the package, the
page of its listing, and the first cell of each other chapter that imports it.

It works on the one document that all pages have become for LaTeX, in a post-transform after
`paper`, and puts `\index` commands into it as raw nodes. Sphinx's own index entries belong to a
place that the author has marked; these are found in the text, so that nobody has to mark one, or
forget to.
"""

import ast
import re

from backprop import STEPS
from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from press.pages import page

FEW = 8  # sections; a word that more of them have says little about any of them


def entry(key, shown="", main=False):
    """A place of the book that the index names; the page of a `main` one is bold there."""
    shown, page = f"@{shown}" if shown else "", "|textbf" if main else ""
    return nodes.raw("", rf"\index{{{key}{shown}{page}}}", format="latex")


def entry_of_name(name, module, main=False):
    escaped = (text.replace("_", r"\_") for text in (name, module))
    # with the space that TeX writes after a command, so that all mentions are one entry
    return entry(f"{name} {module}", r"\bookname {{{}}}{{{}}}".format(*escaped), main)


class Index(SphinxPostTransform):
    default_priority = 810  # when book_paper has said what stays together
    formats = ("latex",)

    def run(self, **kwargs):
        files = {file["docname"]: file for file in self.document.findall(addnodes.start_of_file)}
        for node in list(files["glossary"].findall(addnodes.index)):
            node.replace_self([entry(word) for _, word, *_ in node["entries"]])
        chapters = [files[step] for step in STEPS]
        for chapter in chapters:
            index_imports(chapter)
        sections = [s for chapter in chapters for s in chapter.findall(nodes.section)]
        defined = {word: bold(files[step], word) for word, _, step in page("glossary").glossary}
        for word in sorted(defined, key=len, reverse=True):  # a shorter one may part a longer one
            others = [s for s in sections if s is not section_of(defined[word])]
            places = [found for s in others if (found := mention(s, word))]
            for text, match, prominent in places:
                if prominent or len(places) <= FEW:
                    insert_before(split(text, match), entry(word))
            insert_before(defined[word], entry(word, main=True))


def bold(chapter, word):
    return next(strong for strong in chapter.findall(nodes.strong) if strong.astext() == word)


def mention(section, word):
    """Where the text of a section has a word first, and whether its title or a caption has it."""
    pattern = re.compile(rf"\b{re.escape(word)}(?:e?s)?\b", flags=re.I)
    texts = [text for text in section.findall(nodes.Text) if belongs(text, section)]
    found = [(text, match) for text in texts if (match := pattern.search(text))]
    if found:
        shown = section[0].astext() + " ".join(c.astext() for c in captions(section))
        return *found[0], bool(pattern.search(shown))
    return None


def captions(section):
    return [c for c in section.findall(nodes.caption) if belongs(c[0], section)]


def section_of(node):
    while not isinstance(node, nodes.section):
        node = node.parent
    return node


def belongs(text, section):
    """Whether a text is prose of the section itself, and not its title or the name of a file."""
    if isinstance(text.parent, nodes.literal | nodes.math | nodes.raw | nodes.title):
        return False
    prose = text.parent
    while isinstance(prose, nodes.Inline):
        prose = prose.parent
    if isinstance(prose, nodes.caption) and not isinstance(prose.parent, nodes.figure):
        return False
    return isinstance(prose, nodes.paragraph | nodes.caption) and section_of(prose) is section


def split(text, match):
    """Part a text in front of a match; return the second part."""
    start, end = nodes.Text(text[: match.start()]), nodes.Text(text[match.start() :])
    text.parent.replace(text, [start, end])
    return end


def insert_before(node, new):
    node.parent.insert(node.parent.index(node), new)


def index_imports(chapter):
    seen = set()
    for code in list(chapter.findall(nodes.literal_block)):
        for module, name in imported(code.astext()):
            if module != chapter["docname"] and (module, name) not in seen:
                seen.add((module, name))
                insert_before(code, entry_of_name(name, module))


def imported(code):
    """The public names that code imports from the steps of the package."""
    try:
        tree = ast.parse(code)
    except SyntaxError:  # what a cell printed
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("backprop."):
            module = node.module.removeprefix("backprop.")
            if module in STEPS:
                yield from ((module, alias.name) for alias in node.names)


def setup(app):
    app.add_post_transform(Index)
