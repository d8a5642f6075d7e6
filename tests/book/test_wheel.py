"""The package as a file, and that nobody is sent to another project's.

The name `backprop` is taken on the registry, and ours is not there: whoever types what we print must
get our package, from a file or a folder or an address, or one of the projects that the book stands
on.
"""

import html as markup
import json
import os
import re
import zipfile
from email import message_from_bytes

import pytest
from faults import refuse
from press import wheel
from source import ROOT

OURS = "backpropagation-from-scratch"
THIS = "tests/book/test_wheel.py"  # whose bad examples are meant
# to the end of the line, of the code or of what it is quoted in
COMMAND = re.compile(r"""(?:pip|\$\(PIP\))(?: +-\S+)* +install((?: +(?:"[^"\n]*"|[^\s"`<]+))+)""")
WORD = re.compile(r""""([^"\n]*)"|(\S+)""")
WITH_VALUE = ("-r", "--requirement", "--upgrade-strategy")
# what a notebook's first cell fills in when it runs, which test_notebooks.py has it do
FILLED_IN = ("{folder}/{file}[figures]", "{name}[figures] @ {address}")
TEXT = (".py", ".md", ".toml", ".cff", ".txt", ".in", ".yml", ".mjs", ".js", ".html", "")


def third_parties():
    """The projects whose versions are locked, and those that need no lock."""
    texts = [path.read_text("utf-8") for path in ROOT.glob("requirements*")]
    named = re.findall(r"^([A-Za-z][\w.-]*)", "\n".join(texts), flags=re.M)
    return {name.lower() for name in named} | {"torch", "uv"}


KNOWN = third_parties()


def strangers(text):
    """Yield what is to be installed, according to a text, that is neither ours nor known."""
    for match in COMMAND.finditer(text):
        value = False
        for quoted, bare in WORD.findall(match[1]):
            word = quoted or bare.rstrip(";,")
            if word in ("&&", "#"):
                break
            if not value and word != "\\" and not word.startswith("-") and not is_known(word):
                yield f"pip install {word}"
            value = word in WITH_VALUE


def is_known(word):
    if word.replace("{{", "{").replace("}}", "}") in FILLED_IN:
        return True
    place = re.sub(r"\[[\w,]+\]", "", word)
    if place == "." or place.endswith(wheel.WHEEL):
        name, at, address = place.partition(" @ ")
        return not at or name == OURS and address.startswith("https://")
    return re.split(r"[=<>~]", place)[0].lower() in KNOWN


def sources():
    """The files of the repository, by their names in it."""
    tops = ("book", "code", "tests", ".github", ".ci")
    paths = [path for top in tops for path in (ROOT / top).rglob("*")]
    paths += ROOT.iterdir()
    for path in sorted(paths):
        name = path.relative_to(ROOT).as_posix()
        if path.is_file() and path.suffix in TEXT and name != THIS:
            yield name, path.read_text("utf-8", errors="replace")


def as_built(folder):
    """The pages and the notebooks of a site, as a reader sees their text."""
    for path in sorted(folder.glob("*.html")):
        text = re.sub(r"<[^>]+>", "", path.read_text("utf-8"))
        yield path.name, markup.unescape(text)
    for path in sorted(folder.glob("notebooks/*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        yield path.name, "\n\n".join("".join(cell["source"]) for cell in cells)


def problems(texts):
    for name, text in texts:
        for found in strangers(text):
            yield f"{name}: `{found}` installs what is not ours: name a file or a locked project"


def test_no_source_sends_a_reader_to_another_project():
    texts = dict(sources())
    assert {"README.md", "Makefile", "code/backprop/workbook/command.py"} <= texts.keys()
    refuse(problems(texts.items()))


@pytest.mark.xdist_group("site")
def test_no_page_and_no_notebook_does(html):
    texts = dict(as_built(html))
    assert "pip install" in texts["functions.ipynb"]
    refuse(problems(texts.items()))


@pytest.mark.xdist_group("published")
def test_nor_does_what_is_published(published):
    texts = dict(as_built(published))
    assert f"{OURS}[figures] @ https://" in texts["functions.ipynb"]
    refuse(problems(texts.items()))


@pytest.mark.parametrize(
    "text",
    [
        "`pip install backprop`",
        "run `pip install backprop[figures]` first",
        '%pip install --quiet "backprop[figures] @ git+{source}"',
        f"pip install {OURS}",
        f'pip install "{OURS}[figures]"',
        f'pip install "backprop @ https://ada.org/{wheel.WHEEL}"',
        'print("pip install rich backprop")',
        "$(PIP) install --no-deps backprop; \\",
        "python -m pip --quiet install -r requirements.txt backprop",
        "pip install ../backprop",
    ],
)
def test_another_project_is_found(text):
    assert len(list(strangers(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        '`pip install ".[figures]"` of backprop',
        f'pip install "../{wheel.WHEEL}[figures]"',
        f'pip install "{OURS}[figures] @ https://ada.org/{wheel.WHEEL}"',
        'print("pip install rich watchfiles", file=sys.stderr)',
        "pip --quiet install --upgrade --upgrade-strategy eager \\",
        "pip install uv && backprop",
    ],
)
def test_ours_and_what_it_stands_on_are_not(text):
    assert list(strangers(text)) == []


def test_the_page_of_downloads_and_the_readme_tell_of_the_other_project():
    for name in ("book/downloads.md", "README.md"):
        text = (ROOT / name).read_text("utf-8")
        assert OURS in text and re.search(r"under the name `backprop` is another project", text)


@pytest.fixture(scope="session")
def package(html):
    with zipfile.ZipFile(html / wheel.WHEEL) as archive:
        yield archive


@pytest.mark.xdist_group("site")
def test_it_has_the_whole_package_under_its_own_name(package):
    files = {
        path.relative_to(ROOT / "code").as_posix(): path.read_bytes()
        for path in wheel.PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    kept = {name: package.read(name) for name in package.namelist() if name.startswith("backprop/")}
    assert kept == files
    (name,) = (name for name in package.namelist() if name.endswith("/METADATA"))
    facts = message_from_bytes(package.read(name))
    assert facts["Name"] == OURS
    needed = [line for line in facts.get_all("Requires-Dist") if "extra ==" not in line]
    assert needed == ["numpy"]


@pytest.mark.xdist_group("site")
def test_dates_and_modes_are_fixed(package):
    assert {(i.date_time, i.external_attr >> 16) for i in package.infolist()} == {
        (wheel.DATE, 0o100644)
    }


@pytest.mark.xdist_group("site")
def test_it_is_the_same_on_another_day_and_under_another_umask(html, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    (tmp_path / "backpropagation_from_scratch-0.0.9-py3-none-any.whl").touch()
    before = os.umask(0o077)
    try:
        wheel.build(tmp_path)
    finally:
        os.umask(before)
    (made,) = tmp_path.iterdir()
    assert made.name == wheel.WHEEL
    assert made.read_bytes() == (html / wheel.WHEEL).read_bytes()


def test_it_is_made_again_when_something_is_newer(tmp_path, monkeypatch):
    package = tmp_path / "backprop"
    (package / "data").mkdir(parents=True)
    (package / "scalar.py").touch()
    made = tmp_path / wheel.WHEEL
    monkeypatch.setattr(wheel, "PACKAGE", package)
    assert not wheel.is_new(made)
    made.touch()
    os.utime(made, (4e9, 4e9))
    assert wheel.is_new(made)
    for path in (package / "scalar.py", package / "data"):
        old = path.stat().st_mtime
        os.utime(path, (5e9, 5e9))
        assert not wheel.is_new(made)
        os.utime(path, (old, old))
    assert wheel.is_new(made)


def test_a_failed_build_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(wheel, "BUILD", "import sys; sys.exit('no such metadata')")
    with pytest.raises(RuntimeError, match="no such metadata"):
        wheel.build(tmp_path)
