"""What every page, module and exercise keeps to, read from its source."""

import ast
import re
import subprocess
import sys
from collections import Counter

import pytest
import source
from source import BOOK, MODULES, PACKAGE, PAGES, ROOT, STEPS, text_of

PUBLIC = {
    f"{module}.{name}"
    for module in MODULES
    if (PACKAGE / f"{module}.py").exists()
    for name in source.public_names(module)
}
NAMES = {name.partition(".")[2] for name in PUBLIC}
TAGS = {"raises-exception", "remove-cell", "remove-input"}

every_page = pytest.mark.parametrize("page", PAGES)
every_step = pytest.mark.parametrize("step", STEPS)
every_code_page = pytest.mark.parametrize("page", source.code_pages())


def places(page, found):
    return [f"book/{page}.md:{line}: {what}" for line, what in found]


def test_toc_has_every_page():
    pages = {
        path.relative_to(BOOK).with_suffix("").as_posix()
        for path in BOOK.rglob("*.md")
        if not path.relative_to(BOOK).parts[0].startswith("_")
    }
    assert pages == set(PAGES)


def test_toc_has_every_step_in_order():
    assert [page for page in PAGES if page in STEPS] == list(STEPS)


@every_step
def test_front_matter(step):
    facts = source.front_matter(text_of(step))
    assert set(facts["needs"]) <= set(STEPS[: STEPS.index(step)])
    assert facts["gives"].strip() and not facts["gives"].endswith(".")


@pytest.mark.parametrize("module", MODULES)
def test_each_public_name_is_listed_once(module):
    listed = Counter(
        name
        for page in PAGES
        for name in source.listings(text_of(page))
        if name.startswith(f"{module}.")
    )
    for name in source.public_names(module):
        whole = f"{module}.{name}"
        if whole not in listed:  # then each method of the class is
            in_pieces = list(source.pieces(module, name))
            assert in_pieces and set(in_pieces) <= set(listed), whole
    assert [name for name in listed if listed[name] > 1] == []


@every_code_page
def test_no_cell_redefines_a_name_of_the_package(page):
    for cell in source.cells(text_of(page)):
        assert source.redefinitions(cell.source, NAMES) == [], cell.source


@every_page
def test_no_computed_number_is_typed(page):
    found = source.typed_numbers(text_of(page))
    assert places(page, found) == [], "glue it, or quote it as `code`"


@every_page
def test_no_empty_words(page):
    assert places(page, source.empty_words(text_of(page))) == []


@every_page
def test_a_line_is_a_sentence(page):
    assert places(page, source.crowded_lines(text_of(page))) == []
    assert places(page, source.broken_sentences(text_of(page))) == []


@every_page
def test_images_have_alt_text(page):
    for token in source.PARSER.parse(text_of(page)):
        for child in token.children or ():
            assert child.type != "image" or child.content, child.attrs
    for found in source.all_directives(text_of(page)):
        if found.name in ("image", "figure"):
            assert found.options.get("alt"), found
        if found.name == "figure":
            assert found.options.get("name") and found.content.strip(), found


@every_code_page
def test_tags_of_cells(page):
    """No `hide-`: what a click unfolds on the site is missing on paper.

    A misspelt tag is no error for Jupyter Book, hence the whole list.
    """
    for cell in source.cells(text_of(page)):
        assert source.tags(cell) <= TAGS, cell.source


@every_code_page
def test_hidden_cells_define_nothing_that_readers_need(page):
    helpers = source.hidden_helpers(source.cells(text_of(page)))
    assert list(helpers) == [], "readers who type what they see lack these"


@every_code_page
def test_cells_fit_on_paper(page):
    for cell in source.cells(text_of(page)):
        assert [x for x in cell.source.splitlines() if len(x) > 79] == []


def test_package_and_exercises_fit_on_paper():
    """All that is listed in the book; figures and commands are not."""
    files = [*PACKAGE.glob("*.py"), *PACKAGE.glob("workbook/*/*/*.py")]
    assert [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(line) > 79
    ] == []


def test_a_word_of_the_glossary_is_bold_in_its_chapter():
    entries = re.findall(
        r"^(\w.*)\n  [^`]*\{doc\}`(\w+)`", text_of("glossary"), re.MULTILINE
    )
    assert len(entries) == text_of("glossary").count("{doc}")
    assert [
        f"{word} in {page}"
        for word, page in entries
        if f"**{word}**" not in text_of(page)
    ] == []


@every_step
def test_a_step_imports_only_earlier_steps(step):
    imports = list(source.imports(PACKAGE / f"{step}.py"))
    assert source.late_imports(step, imports) == []
    outside = {module.partition(".")[0] for module in imports}
    known = sys.stdlib_module_names | {"numpy", "backprop"}
    extras = {"tqdm"} if step == "networks" else set()  # it works without
    assert outside <= known | extras


def test_shared_helpers_import_no_step():
    for module in ("__init__", "_checks"):
        for imported in source.imports(PACKAGE / f"{module}.py"):
            assert not imported.startswith(("backprop", "."))


def test_steps_are_documented():
    """A listing shows the first line of the docstring."""
    for name in sorted(PUBLIC):
        module, name = name.split(".")
        tree = ast.parse((PACKAGE / f"{module}.py").read_text("utf-8"))
        for node in tree.body:
            if getattr(node, "name", None) == name:
                assert ast.get_docstring(node), name


@every_page
def test_docstrings_lead_to_the_section_that_tells_them(page):
    """Of a class in pieces, to the one with its beginning."""
    for title, text in source.sections(text_of(page)):
        for listed in source.listings(text):
            name = listed.removesuffix(".__init__")
            doc = docstring(*name.split(".")[:2])
            if name in PUBLIC and doc is not None:
                told = f'Told in book/{page}.md, "{title}".'
                assert told in " ".join(doc.split()), name


def docstring(module, name):
    """Of a function or class; a constant has none."""
    tree = ast.parse((PACKAGE / f"{module}.py").read_text("utf-8"))
    for node in tree.body:
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
