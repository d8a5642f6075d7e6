"""What every page, module and exercise keeps to, read from its source.

Nothing is built, so that `make check` can run it while one writes: it takes
seconds, and names the file, the line and what to do. The rules themselves are
functions in source.py, each of which test_source.py shows something bad. A
rule for many pages goes through them with `each`, so that all that is wrong is
told at once.
"""

import ast
import re
import subprocess
import sys
from collections import Counter

import pytest
import source
from backprop import workbook
from faults import each, refuse
from press.pages import page as source_of_page
from source import (
    BOOK,
    CHECKS,
    MODULES,
    PACKAGE,
    PAGES,
    ROOT,
    STEPS,
)

PUBLIC = {
    f"{module}.{name}"
    for module in MODULES
    if (PACKAGE / f"{module}.py").exists()
    for name in source.public_names(module)
}
NAMES = {name.partition(".")[2] for name in PUBLIC}
TAGS = {
    "predict",
    "raises-exception",
    "refuses",
    "remove-cell",
    "remove-input",
}

every_page = each("page", PAGES)
every_step = each("step", STEPS)
every_code_page = each("page", source.code_pages())
pytestmark = pytest.mark.xdist_group("pages")


def refuse_in(file, found, advice):
    """Fail with each line and what was found there, and what to do."""
    refuse(f"{file}:{line}: {what}\n    {advice}" for line, what in found)


def refuse_on(page, found, advice):
    refuse_in(f"book/{page}.md", found, advice)


def cells_of(page):
    """Each code cell of a page, and its line."""
    text = source_of_page(page).text
    return zip(source.lines_of_cells(text), source.cells(text), strict=True)


def test_toc_has_every_page():
    pages = {
        path.relative_to(BOOK).with_suffix("").as_posix()
        for path in BOOK.rglob("*.md")
        if not path.relative_to(BOOK).parts[0].startswith("_")
    }
    refuse(
        f"book/{page}.md:1: in no part of the book\n    Add it to _toc.yml."
        for page in sorted(pages - set(PAGES))
    )
    assert pages == set(PAGES)


def test_toc_has_every_step_in_order():
    order = [page for page in PAGES if page in STEPS]
    refuse_in(
        "_toc.yml",
        [(1, f"the steps are {', '.join(order)}")] * (order != list(STEPS)),
        f"STEPS in code/backprop/__init__.py has {', '.join(STEPS)}.",
    )


@every_step
def test_front_matter(step):
    facts = source_of_page(step).facts
    found = []
    if late := set(facts["needs"]) - set(STEPS[: STEPS.index(step)]):
        found.append((1, f"needs {', '.join(late)}, which no reader has met"))
    if not facts["gives"].strip() or facts["gives"].endswith("."):
        found.append((1, f"gives {facts['gives']!r}"))
    refuse_on(step, found, "`needs` are earlier steps; `gives` has no stop.")


@every_step
def test_chapter_shows_each_of_its_exercises_once(step):
    """Read as Markdown here, and as the press reads it."""
    here = source_of_page(step)
    shown = [
        f"{step}/{found.argument}"
        for found in source.all_directives(here.text)
        if found.name == "workbook"
    ]
    there = [x for x in workbook.exercises() if x.startswith(f"{step}/")]
    found = [
        (1, f"{name} is shown {shown.count(name)} times")
        for name in sorted({*shown, *there})
        if shown.count(name) != 1 or name not in there
    ]
    if not 3 <= len(shown) <= 6:
        found.append((1, f"shows {len(shown)} exercises"))
    refuse_on(step, found, "Three to six, each of its folder and once.")
    assert shown == [facts["name"] for facts in here.exercises.values()]


@pytest.fixture(scope="session")
def listed():
    """How often the pages show each name."""
    texts = [source_of_page(page).text for page in PAGES]
    return Counter(name for text in texts for name in source.listings(text))


@each("module", MODULES)
def test_each_public_name_is_listed_once(listed, module):
    found = [
        (1, f"{name} is listed {listed[name]} times")
        for name in listed
        if name.startswith(f"{module}.") and listed[name] > 1
    ]
    for name in source.public_names(module):
        whole = f"{module}.{name}"
        if whole not in listed:  # then each method of the class is
            in_pieces = set(source.pieces(module, name))
            if not in_pieces or not in_pieces <= set(listed):
                found.append((1, f"{whole} is listed in no chapter"))
    refuse_in(
        f"code/backprop/{module}.py",
        found,
        f"Show it once: ```{{listing}} {module}.<name>",
    )


@every_code_page
def test_no_cell_redefines_a_name_of_the_package(page):
    found = [
        (line, name)
        for line, cell in cells_of(page)
        for name in source.redefinitions(cell.source, NAMES)
    ]
    refuse_on(page, found, "The package has it: import it, or rename yours.")


@every_page
def test_no_computed_number_is_typed(page):
    found = source.typed_numbers(source_of_page(page).text)
    refuse_on(page, found, "Compute and glue it, or quote it as `code`.")


@every_page
def test_no_empty_words(page):
    found = source.empty_words(source_of_page(page).text)
    refuse_on(page, found, "It is not, to a reader who is stuck: leave it out.")


@every_page
def test_a_line_has_one_sentence(page):
    found = source.crowded_lines(source_of_page(page).text)
    refuse_on(page, found, "Begin the next sentence on a line of its own.")


@every_page
def test_a_sentence_has_one_line(page):
    found = source.broken_sentences(source_of_page(page).text)
    refuse_on(page, found, "Leave a sentence on one line, however long.")


@every_page
def test_a_note_ends_before_the_text_goes_on(page):
    found = source.open_notes(source_of_page(page).text)
    refuse_on(page, found, "Leave a line empty, or it becomes part of the note.")


@every_page
def test_images_have_alt_text(page):
    found = []
    for token in source.parse(source_of_page(page).text):
        for child in token.children or ():
            if child.type == "image" and not child.content:
                found.append((token.map[0] + 1, "an image without alt text"))
    for shown in source.all_directives(source_of_page(page).text):
        if shown.name in ("image", "figure") and not shown.options.get("alt"):
            found.append((shown.line, "an image without alt text"))
        if shown.name == "figure" and not (
            shown.options.get("name") and shown.content.strip()
        ):
            found.append((shown.line, "a figure without name or caption"))
    refuse_on(page, found, "Say what is to be seen, for who cannot see it.")


@every_code_page
def test_tags_of_cells(page):
    """No `hide-`: what a click unfolds on the site is missing on paper.

    A misspelt tag is no error for Jupyter Book, hence the whole list.
    """
    found = [
        (line, f"tag {tag}")
        for line, cell in cells_of(page)
        for tag in sorted(source.tags(cell) - TAGS)
    ]
    refuse_on(page, found, f"The tags are {', '.join(sorted(TAGS))}.")


@every_code_page
def test_hidden_cells_define_nothing_that_readers_need(page):
    text = source_of_page(page).text
    helpers = source.hidden_helpers(
        source.cells(text), source.lines_of_cells(text)
    )
    advice = "A hidden cell defines it; readers who type along lack it."
    refuse_on(page, helpers, advice)


@every_code_page
def test_cells_fit_on_paper(page):
    found = [
        (line, text)
        for line, cell in cells_of(page)
        for text in cell.source.splitlines()
        if len(text) > 79
    ]
    refuse_on(page, found, "Paper has room for 79 characters.")


@each("path", [*PACKAGE.glob("*.py"), *CHECKS, *PACKAGE.glob("workbook/*/*/*.py")])
def test_package_and_exercises_fit_on_paper(path):
    """All that is listed in the book; figures and commands are not."""
    lines = enumerate(path.read_text("utf-8").splitlines(), 1)
    refuse_in(
        path.relative_to(ROOT),
        [(number, line) for number, line in lines if len(line) > 79],
        "Paper has room for 79 characters.",
    )


ENTRIES = source_of_page("glossary").glossary


def test_every_word_of_the_glossary_has_a_chapter():
    text = source_of_page("glossary").text
    words = re.findall(r"^(\w.*)\n  ", text, flags=re.M)
    assert [word for word, *_ in ENTRIES] == words
    assert len(words) == text.count("{doc}")


@each("word, page", [(word, page) for word, _, page in ENTRIES])
def test_a_word_of_the_glossary_is_bold_in_its_chapter(word, page):
    bold = f"**{word}**" in source_of_page(page).text
    found = [] if bold else [(1, f"{word} is bold nowhere")]
    refuse_on(page, found, "The glossary says that it is defined here.")


@every_step
def test_a_step_imports_only_earlier_steps(step):
    imports = list(source.imports(PACKAGE / f"{step}.py"))
    outside = {module.partition(".")[0] for module in imports}
    known = sys.stdlib_module_names | {"numpy", "backprop"}
    extras = {"tqdm"} if step == "networks" else set()  # it works without
    found = [*source.late_imports(step, imports), *outside - known - extras]
    refuse_in(
        f"code/backprop/{step}.py",
        [(1, f"imports {module}") for module in found],
        "A step imports earlier steps, NumPy and the standard library.",
    )


@each("path", [PACKAGE / "__init__.py", *CHECKS])
def test_shared_helpers_import_no_step(path):
    for imported in source.imports(path):
        ours = imported.startswith(("backprop", "."))
        assert not ours or imported.startswith("backprop._checks."), imported


UNDERSCORE = "An underscore says: used in this file alone. Name it in public."


@each("path", sorted(PACKAGE.rglob("*.py")))
def test_a_name_with_an_underscore_is_used_in_its_file_alone(path):
    found = source.borrowed_names(path.read_text("utf-8"))
    refuse_in(path.relative_to(ROOT), found, UNDERSCORE)


@every_page
def test_what_is_listed_has_a_public_name(page):
    refuse_on(page, source.listed_helpers(source_of_page(page).text), UNDERSCORE)


@each("name", sorted(PUBLIC))
def test_steps_are_documented(name):
    """A listing shows the first line of the docstring."""
    module, name = name.split(".")
    for node in source.tree(module).body:
        if getattr(node, "name", None) == name:
            assert ast.get_docstring(node)


@every_page
def test_docstrings_lead_to_the_section_that_tells_them(page):
    """Of a class in pieces, to the one with its beginning."""
    found = []
    for title, text in source.sections(source_of_page(page).text):
        for listed in source.listings(text):
            name = listed.removesuffix(".__init__")
            doc = docstring(*name.split(".")[:2])
            if name in PUBLIC and doc is not None:
                told = f'Told in book/{page}.md, "{title}".'
                if told not in " ".join(doc.split()):
                    found.append((1, f"{name} does not say: {told}"))
    refuse_on(page, found, "Say it in the docstring of what is listed there.")


def docstring(module, name):
    """Of a function or class; a constant has none."""
    for node in source.tree(module).body:
        if getattr(node, "name", None) == name:
            return ast.get_docstring(node)


def test_code_is_the_standard_library():
    """A package named `code` would break pdb and IPython."""
    assert not (ROOT / "code" / "__init__.py").exists()
    subprocess.run(
        [sys.executable, "-c", "import code; code.InteractiveConsole"],
        cwd=ROOT,
        check=True,
    )
