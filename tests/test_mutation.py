"""The finder of mutants finds, on a package of one line.

It runs the test that is written down, and all tests only if that one passes
or is gone; nothing unnoticed passes, and nothing that has changed is spared.
"""

import json

import pytest
from mutation import Mutation

FILES = {
    "pyproject.toml": "[tool.pytest.ini_options]\n",
    "code/backprop/__init__.py": "",
    "code/backprop/parts.py": "TWO = 2\n",
    "code/backprop/halves.py": (
        "from backprop.parts import TWO\n\n\n"
        "def half(x):\n    return x / TWO\n"
    ),
    "tests/halves/halves_tools.py": "FOUR = 4\n",
    "tests/halves/test_halves.py": (
        "from backprop.halves import half\n"
        "from halves_tools import FOUR\n\n\n"
        "def test_nothing():\n    assert half(0) == 0\n\n\n"
        "def test_four():\n    assert half(FOUR) == 2\n"
    ),
    "tests/mutants/halves.py": (
        "MUTANTS = [\n"
        '    ("x / TWO", "x * TWO"),\n'
        '    ("x / TWO", "x / float(TWO)"),\n'
        '    ("def half", "def (half"),\n'
        '    ("TWO = 2", "TWO = 3", "parts"),\n'
        "]\n"
    ),
}
ALL = "tests/halves"
NOTHING, FOUR, GONE = (
    f"tests/halves/test_halves.py::test_{name}"
    for name in ("nothing", "four", "gone")
)


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A function for the package as it is now, which notes what is run."""
    monkeypatch.delenv("AFRESH", raising=False)
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")

    class Noted(Mutation):
        def run(self, file, text, *tests, **options):
            self.ran.extend(tests)
            return super().run(file, text, *tests, **options)

    def as_it_is_now():
        book = Noted(tmp_path)
        book.ran = []
        return book

    return as_it_is_now


def write(book, *tests):
    """Write down who notices the mutants, in their order."""
    found = {m.key: test for m, test in zip(book.mutants, tests)}
    (book.rows / "noticed.json").write_text(json.dumps({"halves": found}))


def notice(book, i=0):
    return book.notice(book.mutants[i]).test


@pytest.mark.parametrize(
    ("written", "ran"),
    [
        (FOUR, [FOUR]),
        (NOTHING, [NOTHING, ALL]),
        (GONE, [GONE, ALL]),
        ("", [ALL]),
    ],
)
def test_the_test_that_is_written_down_looks_first(book, written, ran):
    write(book(), written)
    now = book()
    assert notice(now) == ran[-1] and now.ran == ran


def test_another_file_may_be_broken(book):
    now = book()
    assert notice(now, 3) == ALL and now.ran == [ALL]


@pytest.mark.parametrize("i", [1, 2])
def test_what_nothing_notices_is_not_noticed(book, i):
    """The same in other words, and a module that cannot be read."""
    write(book(), *[FOUR] * 3)
    now = book()
    assert notice(now, i) == "" and now.ran == [FOUR, ALL]
    assert notice(now, i) == "" and len(now.ran) == 4, "nor is it remembered"


def test_what_was_noticed_is_remembered(book, monkeypatch):
    write(book(), FOUR)
    now = book()
    assert notice(now) == FOUR and now.ran == [FOUR]
    now = book()
    assert notice(now) == FOUR and now.ran == []
    (now.memory / now.mutants[0].key).write_text("spoilt", "utf-8")
    assert notice(now) == FOUR and now.ran == [FOUR]
    monkeypatch.setenv("AFRESH", "1")
    assert notice(now) == FOUR and now.ran == [FOUR, FOUR]
    monkeypatch.delenv("AFRESH")
    now = book()
    helper = now.root / "tests" / "halves" / "halves_tools.py"
    helper.write_text("FOUR = 2 + 2\n", "utf-8")
    assert notice(now) == FOUR and now.ran == [FOUR]


@pytest.mark.parametrize(
    ("name", "forgotten"),
    [
        ("tests/halves/halves_tools.py", True),
        ("tests/halves/test_halves.py", True),
        ("tests/halves/conftest.py", True),
        ("tests/conftest.py", True),
        ("code/backprop/parts.py", True),
        ("code/backprop/numbers.csv", True),
        ("pyproject.toml", True),
        ("requirements.txt", True),
        ("code/backprop/thirds.py", False),
        ("tests/test_thirds.py", False),
        ("README.md", False),
    ],
)
def test_it_is_forgotten_when_what_it_depends_on_changes(
    book, name, forgotten
):
    before = book().state("halves", "halves", "def half: pass")
    with open(book().root / name, "a", encoding="utf-8") as file:
        file.write("# more\n")
    after = book().state("halves", "halves", "def half: pass")
    assert (before != after) == forgotten


def test_who_notices_is_written_down(book):
    write(book(), GONE, "", "", NOTHING)
    assert list(book().write_down(["halves"])) == [
        "halves: 1 tests notice 2 of 4 mutants"
    ]
    now = book()
    assert [*map(now.written, now.mutants)] == [FOUR, "", "", FOUR]


def test_the_unbroken_package_has_to_pass(book):
    write(book(), FOUR, GONE)
    now = book()
    assert now.faults_of_the_unbroken("halves") == ""
    assert now.ran[:1] == [ALL] and FOUR in now.ran
    ran = len(now.ran)
    assert now.faults_of_the_unbroken("halves") == "" and len(now.ran) == ran
    (now.package / "parts.py").write_text("TWO = 3\n", "utf-8")
    assert "1 failed" in book().faults_of_the_unbroken("halves")
