"""The pages as their authors write them: prose, cells, listings, names.

What a page says of itself is asked of `press.pages`, as the build asks it.
Here is what only rules need: the Markdown is parsed by MyST's parser and the
cells by MyST-NB's reader, with the settings of the book, and the package by
`ast`, without importing it. So a rule sees what the build sees, also inside a
directive, and a number in code or in a formula is no typed number.

Plain functions on text, so that test_source.py can show each of them something
bad to find.
"""

import ast
import functools
import re
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import yaml
from backprop import STEPS
from markdown_it.renderer import RendererHTML
from myst_nb.core.read import read_myst_markdown_notebook
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser
from press.pages import page
from sphinx_external_toc.parsing import parse_toc_yaml

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "book"
PACKAGE = ROOT / "code" / "backprop"
CHECKS = sorted((PACKAGE / "_checks").glob("*.py"))  # what all steps share
MODULES = (*STEPS, "first_version")  # the modules that the book lists

CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
PAGES = list(parse_toc_yaml(ROOT / "_toc.yml"))
FILES = [f"code-{name.strip('_')}" for name in (*MODULES, "_checks")]
EVERY = [*PAGES, *FILES, "search", "404"]  # page of the site

EXTENSIONS = set(CONFIG["parse"]["myst_enable_extensions"])
PARSER = create_md_parser(
    MdParserConfig(enable_extensions=EXTENSIONS - {"smartquotes"}),
    RendererHTML,
)
NOT_PROSE = "\ufffc"  # stands for code, mathematics and roles

# directives whose content is not prose; of cells and figures the text is
# in the options
CODE = ("code", "code-block", "code-cell", "listing", "math", "raw")
TEXT_OPTIONS = ("title", "caption", "alt", "ask")


@functools.cache
def parse(text):
    """The tokens of a text; each rule asks for those of each page."""
    return PARSER.parse(text)


@functools.cache
def cells(text):
    """The code cells of a page, as notebook cells."""
    return [
        cell
        for cell in read_myst_markdown_notebook(text).cells
        if cell.cell_type == "code"
    ]


def lines_of_cells(text):
    """The line of each code cell, in the order of `cells`."""
    return [f.line for f in directives(text) if f.name == "code-cell"]


def code_pages():
    return [name for name in PAGES if cells(page(name).text)]


def tags(cell):
    return set(cell.metadata.get("tags", []))


class Directive(NamedTuple):
    line: int
    name: str
    argument: str
    options: dict
    content: str
    content_line: int

    @property
    def is_code(self):
        return self.name in CODE


def directives(text, first=1):
    """Yield the directives of a text, without those inside them."""
    for token in parse(text):
        match = re.match(r"\{([\w:-]+)\}[ ]*(.*)", token.info)
        if token.type in ("fence", "colon_fence") and match:
            line = first + token.map[0]
            options, content, skipped = split_options(token.content)
            yield Directive(
                line, *match.groups(), options, content, line + 1 + skipped
            )


def all_directives(text, first=1):
    for found in directives(text, first):
        yield found
        if not found.is_code:
            yield from all_directives(found.content, found.content_line)


def split_options(content):
    """Part the options of a directive, in either notation, from the rest."""
    match = re.match(r"---\n(.*?\n)---\n", content, flags=re.S)
    if match:
        options = yaml.safe_load(match[1])
    else:
        match = re.match(r"(:[\w-]+:.*\n)*", content)
        options = dict(re.findall(r":([\w-]+):[ ]*(.*)\n", match[0]))
    return options, content[match.end() :], match[0].count("\n")


def paragraphs(text, first=1):
    """Yield line, kind and text of each paragraph, heading and caption.

    Code, mathematics and roles are one character each; quotations, code
    blocks and the front matter are left out.
    """
    quoted, kind = 0, ""
    for token in parse(text):
        quoted += token.nesting * token.type.startswith("blockquote")
        if token.type.endswith("_open"):
            kind = token.type.removesuffix("_open")
        if token.type == "inline" and not quoted:
            line = first + (token.map or [0])[0]
            yield line, kind, "".join(map(visible, token.children))
    for found in directives(text, first):
        for option, value in text_options(found.options):
            for *_, words in paragraphs(value):
                yield found.line, option, words
        if not found.is_code:
            for line, kind, words in paragraphs(
                found.content, found.content_line
            ):
                within = found.name == "glossary"
                yield line, "glossary" if within else kind, words


def text_options(options):
    for name, value in (options or {}).items():
        if name == "because":  # of each foreseen guess
            yield from ((name, str(words)) for words in value.values())
        elif isinstance(value, dict):
            yield from text_options(value)
        elif name in TEXT_OPTIONS:
            yield name, str(value)


def visible(token):
    if token.type in ("text", "image"):
        return token.content
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    if token.type.endswith(("_open", "_close")) or token.type == "footnote_ref":
        return ""
    return NOT_PROSE


def find_in_prose(pattern, text):
    """Yield line and match of a pattern in the prose of a page."""
    for line, _, words in paragraphs(text):
        for match in re.finditer(pattern, words, flags=re.I):
            yield line, match[0]


def typed_numbers(text):
    """Decimals of three or more digits, typed instead of computed.

    Leading zeros do not count, so that a chosen 0.001 may be typed; nor do
    versions of Python.
    """
    for line, number in find_in_prose(
        r"(?<!Python )(?<![\w.])\d*\.\d+(?![\w.]*\.\d)", text
    ):
        if len(number.replace(".", "").lstrip("0")) >= 3:
            yield line, number


def empty_words(text):
    """Words that tell a reader who is stuck that it is their fault."""
    pattern = r"\b(simply|just|obviously|of\s+course|trivial(ly)?)\b"
    yield from find_in_prose(pattern, text)


def crowded_lines(text):
    """Two sentences on a line; each is to have its own."""
    for line, kind, words in paragraphs(text):
        if kind not in ("alt", "td", "th"):
            for match in re.finditer(
                r"\S*[a-z0-9)\ufffc][.?!] +[A-Z\ufffc]\S*", words
            ):
                if not re.match(r"(e\.g|i\.e|cf|vs|al)\.", match[0]):
                    yield line, match[0]


def broken_sentences(text):
    """A line that ends in the middle of a sentence."""
    for line, kind, words in paragraphs(text):
        if kind not in ("alt", "dt", "glossary"):
            for part in words.split("\n")[:-1]:
                if not re.search(r"[.?!:;][)”\"']*\s*$", part):
                    yield line, part


def open_notes(text):
    """A note below a paragraph that would take the next line along."""
    lines = [*text.splitlines(), ""]
    for number, (line, following) in enumerate(pairwise(lines), start=1):
        if re.match(r"\[\^[\w-]+\]:", line) and re.match(r"\S", following):
            yield number, following


@functools.cache
def tree(module):
    """The syntax of a module of the package."""
    return ast.parse((PACKAGE / f"{module}.py").read_text("utf-8"))


def public_names(module):
    """What `__all__` of a module says, read without importing it."""
    for node in tree(module).body:
        if isinstance(node, ast.Assign) and node.targets[0].id == "__all__":
            return ast.literal_eval(node.value)
    raise LookupError(f"{module}.py has no __all__")


def sections(text):
    """Yield the title and the text of each section of a page."""
    starts = [
        (token.map[0], inline.content)
        for token, inline in pairwise(PARSER.parse(text))
        if token.type == "heading_open"
    ]
    lines = text.splitlines(keepends=True)
    ends = [line for line, _ in starts[1:]] + [len(lines)]
    for (line, title), end in zip(starts, ends, strict=True):
        yield title, "".join(lines[line:end])


def listings(text):
    """What `{listing}` shows, such as derivatives.complex_step.

    Of a class that is shown in pieces, the methods: scalar.Value.backward.
    """
    for found in all_directives(text):
        if found.name == "listing":
            members = found.options.get("members", "").split()
            for name in found.argument.split():
                yield from (
                    (f"{name}.{m}" for m in members) if members else [name]
                )


def pieces(module, name):
    """The methods of a class, as `listings` names them."""
    for node in tree(module).body:
        if isinstance(node, ast.ClassDef) and node.name == name:
            for method in node.body:
                if isinstance(method, ast.FunctionDef):
                    yield f"{module}.{name}.{method.name}"


def bound_names(code):
    """The names that a cell gives a meaning, anywhere in it.

    An import from the package that keeps the name is not one of them.
    """
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.FunctionDef() | ast.ClassDef():
                yield node.name
            case ast.Name(ctx=ast.Store()):
                yield node.id
            case ast.ImportFrom(module=str(module)):
                ours = module.startswith("backprop")
                for alias in node.names:
                    if not ours or alias.asname:
                        yield alias.asname or alias.name
            case ast.Import():
                for alias in node.names:
                    yield alias.asname or alias.name.partition(".")[0]


def redefinitions(code, names):
    return sorted(set(bound_names(code)) & set(names))


def imports(path):
    """The modules that a module imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.module == "backprop":
                yield from (f"backprop.{alias.name}" for alias in node.names)
            else:
                yield "." * node.level + (node.module or "")


def late_imports(step, modules):
    """Imports of a step that its readers have not met yet."""
    known = {"backprop._checks", "backprop.STEPS", "backprop.diagnosis"}
    known |= {f"backprop._checks.{path.stem}" for path in CHECKS}
    known |= {f"backprop.{earlier}" for earlier in STEPS[: STEPS.index(step)]}
    return [
        module
        for module in modules
        if module.startswith((".", "backprop")) and module not in known
    ]


def borrowed_names(code):
    """Names with an underscore that a module takes from another one."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if alias.name.startswith("_"):
                    yield node.lineno, alias.name


def listed_helpers(text):
    """Names with an underscore that a page lists; `__init__` has two."""
    for found in all_directives(text):
        if found.name == "listing":
            for name in found.argument.split():
                if "._" in name:
                    yield found.line, name


def hidden_helpers(cells, lines=None):
    """Line and name, where a shown cell uses what only a hidden defines."""
    shown, hidden = set(), set()
    for line, cell in zip(lines or range(1, len(cells) + 1), cells):
        tree = ast.parse(cell.source)
        names = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
        imported = {
            alias.asname or alias.name.partition(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        bound = set(bound_names(cell.source)) | imported
        if tags(cell) & {"remove-cell", "remove-input"}:
            hidden |= bound
        else:
            shown |= bound
            yield from ((line, name) for name in sorted(names & hidden - shown))
