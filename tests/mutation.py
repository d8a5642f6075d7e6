"""Break the package in one place, and see which test notices.

    python tests/mutation.py [step ...]

writes down in tests/mutants/noticed.json which test notices each mutant; what
stands there and is still true stays.

A mutant is a row of tests/mutants/<step>.py. The package is copied, a piece
of it replaced, and the test that is written down runs on the copy, alone and
with as little of pytest as it needs: most of the time goes into starting
Python. If it passes, or is gone, all tests of the step have their turn.
What was noticed is remembered in _build/noticed, under a hash of all that
it depends on, so that a mutant runs again only when something has changed.
Each runs in a process of its own: in a forked one, a test that starts Python
anew would meet the unbroken package.
"""

import hashlib
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import weakref
from compileall import compile_dir
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from threading import Lock
from typing import NamedTuple

SETTINGS = "pyproject.toml", "requirements.txt", "tests/conftest.py"
TOO_LONG = 124  # as `timeout` says it
GONE = 4  # what pytest ends with if there is no test of this name
NOT_TESTED = shutil.ignore_patterns("__pycache__", "workbook")
IMPORT = re.compile(
    r"\bfrom\s+([\w.]+)\s+import\s+(\([^)]*\)|.*)|\bimport\s+([\w., ]+)"
    r"|\b(backprop(?:\.\w+)+)"
)


class Mutant(NamedTuple):
    step: str  # whose tests have to notice it
    file: str  # of the package, without its .py
    right: str
    wrong: str

    @property
    def key(self):
        return digest(*self)[:12]


class Run(NamedTuple):
    """What came of a run of pytest, and what it said."""

    status: int
    said: str

    @property
    def failed(self):  # 1: a test failed; others: it could not be run
        return self.status == 1 and "1 failed" in self.said


class Notice(NamedTuple):
    """The test that noticed a mutant, or ""; and what was said."""

    test: str
    said: str = ""


def digest(*parts):
    parts = [p if isinstance(p, bytes) else str(p).encode() for p in parts]
    sizes = [b"%d " % len(part) for part in parts]
    return hashlib.sha256(b"".join([*sizes, *parts])).hexdigest()


class Mutation:
    """The package below `root`, its tests, and its mutants."""

    def __init__(self, root):
        self.root = root
        self.package = root / "code" / "backprop"
        self.rows = root / "tests" / "mutants"
        self.memory = root / "_build" / "noticed"
        self.steps = sorted(path.stem for path in self.rows.glob("*.py"))
        self.surroundings = cache(self.surroundings)
        self.saving = Lock()

    @cached_property
    def mutants(self):
        return [
            Mutant(step, *(file or [step]), right, wrong)
            for step in self.steps
            for right, wrong, *file in runpy.run_path(
                str(self.rows / f"{step}.py")
            )["MUTANTS"]
        ]

    def mutants_of(self, step):
        return [mutant for mutant in self.mutants if mutant.step == step]

    @cached_property
    def record(self):
        """By step and by the key of a mutant the test that notices it."""
        path = self.rows / "noticed.json"
        return json.loads(path.read_text("utf-8")) if path.is_file() else {}

    def written(self, mutant):
        return self.record.get(mutant.step, {}).get(mutant.key, "")

    def source(self, file):
        return (self.package / f"{file}.py").read_text("utf-8")

    def tests(self, step):
        folder = f"tests/{step}"
        is_folder = (self.root / folder).is_dir()
        return folder if is_folder else f"tests/test_{step}.py"

    def test_files(self, step):
        tests = self.root / self.tests(step)
        return sorted(tests.glob("test_*.py")) if tests.is_dir() else [tests]

    @cached_property
    def copy(self):
        """A compiled copy, of which each mutant gets one of its own."""
        folder = mkdtemp()
        weakref.finalize(self, shutil.rmtree, folder)
        copy = Path(folder) / "backprop"
        shutil.copytree(self.package, copy, ignore=NOT_TESTED)
        compile_dir(copy, quiet=2)
        return copy

    def run(self, file, text, *tests, options=("-x",), environment=None):
        """Run tests on a copy of the package, with another text in a file."""
        with TemporaryDirectory() as folder:
            package = Path(folder) / "backprop"
            shutil.copytree(self.copy, package)
            changed = package / f"{file}.py"
            compiled = changed.parent.glob(f"__pycache__/{changed.stem}.*")
            for path in compiled:  # of a text as long and as young, perhaps
                path.unlink()
            changed.write_text(text, "utf-8")
            paths = os.pathsep.join([folder, str(Path(__file__).parent)])
            try:
                done = subprocess.run(
                    [
                        *(sys.executable, "-m", "pytest", "-q", "--tb=line"),
                        *("-p", "no:cacheprovider", "-o", "addopts=", *options),
                        *(f"{self.root}/{test}" for test in tests),
                    ],
                    env=os.environ
                    | {
                        "PYTHONPATH": paths,
                        "PYTHONDONTWRITEBYTECODE": "",  # compile tests once
                        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
                        "PYTEST_ADDOPTS": "",
                        "CI": "true",  # Hypothesis: the same examples, no hurry
                    }
                    | (environment or {}),
                    cwd=folder,
                    capture_output=True,
                    text=True,
                    timeout=300,
                )
            except subprocess.TimeoutExpired:
                return Run(TOO_LONG, "it does not come to an end")
        return Run(done.returncode, done.stdout + done.stderr)

    def run_mutant(self, mutant, *tests, **options):
        return self.run(mutant.file, self.text(mutant), *tests, **options)

    def text(self, mutant):
        return self.source(mutant.file).replace(mutant.right, mutant.wrong)

    def notice(self, mutant):
        """Let the test that is written down look first, then all of them."""
        written = self.written(mutant)
        text = self.text(mutant)
        state = self.state(mutant.step, mutant.file, text, written)
        if test := self.remembered(mutant.key, state):
            return Notice(test)
        said = ""
        for test in filter(None, (written, self.tests(mutant.step))):
            run = self.run_mutant(mutant, test)
            said += run.said
            if run.failed:
                self.remember(mutant.key, state, test)
                return Notice(test, said)
        return Notice("", said)

    def faults_of_the_unbroken(self, step):
        """What fails although nothing is broken: then a failure says nothing.

        All tests of the step together, and those that are written down in
        each file alone, as they will run.
        """
        written = sorted(set(self.record.get(step, {}).values()))
        state = self.state(step, step, self.source(step), *written)
        if self.remembered(step, state):
            return ""
        files = groupby(written, lambda test: test.partition("::")[0])
        said = self.faults(step, self.tests(step))
        for _, tests in files:
            said += self.faults(step, *tests)
        if not said:
            self.remember(step, state, self.tests(step))
        return said

    def faults(self, step, *tests):
        run = self.run(step, self.source(step), *tests)
        if run.status == GONE and len(tests) > 1:
            return "".join(self.faults(step, test) for test in tests)
        gone = run.status == GONE and "::" in tests[0]
        return run.said if run.status and not gone else ""

    # what was noticed before

    def remembered(self, key, state):
        """The test that noticed this, if all is as it was then."""
        if os.environ.get("AFRESH"):
            return ""
        try:
            then, test = (self.memory / key).read_text("utf-8").splitlines()
        except (OSError, ValueError):
            return ""
        return test if then == state else ""

    def remember(self, key, state, test):
        self.memory.mkdir(parents=True, exist_ok=True)
        new = self.memory / f".{key}-{os.getpid()}"
        new.write_text(f"{state}\n{test}\n", "utf-8")
        new.replace(self.memory / key)  # at once, whoever else writes it

    def state(self, step, file, text, *more):
        """A hash of all that the outcome of the tests of a step depends on."""
        return digest(self.surroundings(step, file), file, text, *more)

    def surroundings(self, step, file):
        tests = self.test_files(step)
        data = [
            path
            for path in self.package.rglob("*")
            if path.is_file()
            and path.suffix != ".py"
            and path.parent.name != "__pycache__"
        ]
        settings = [self.root / name for name in SETTINGS]
        files = {Path(__file__), *filter(Path.is_file, settings), *data}
        beside = tests[0].parent.glob("conftest.py")
        files |= self.imported({self.package / f"{file}.py", *tests, *beside})
        parts = [
            part
            for path in sorted(files)
            for part in (os.path.relpath(path, self.root), path.read_bytes())
        ]
        return digest(sys.version, *parts)

    def imported(self, files):
        """These files, and what they import, also in programs they write."""
        found, new = set(), set(files)
        while new:
            found |= new
            texts = [(path, path.read_text("utf-8")) for path in new]
            new = {
                file
                for path, text in texts
                for name in names_of_modules(text)
                for file in self.files_of(name, path.parent)
            } - found
        return found

    def files_of(self, module, folder):
        """The file of a module, and those of the packages around it."""
        for place in (self.package.parent, self.root / "tests", folder):
            for part in module.split("."):
                place /= part
                names = place.with_suffix(".py"), place / "__init__.py"
                yield from filter(Path.is_file, names)

    # to write it down

    def write_down(self, steps):
        """By which test each mutant of these steps is noticed.

        What was found so far stays if this is interrupted.
        """
        assert self.copy.is_dir(), "one for all threads"
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            runs = {pool.submit(self.noticed, step): step for step in steps}
            for run in as_completed(runs):
                step, found = runs[run], run.result()
                self.save(step, found)  # and no others: rows that are gone
                tests, rows = set(found.values()), self.mutants_of(step)
                told = f"{len(tests)} tests notice {len(found)} of {len(rows)}"
                yield f"{step}: {told} mutants"

    def save(self, step, found):
        with self.saving:
            self.record[step] = found
            text = json.dumps(self.record, indent=1, sort_keys=True)
            (self.rows / "noticed.json").write_text(f"{text}\n", "utf-8")

    def noticed(self, step):
        """By few tests: those that noticed the last ones come first."""
        found, before = {}, self.record.get(step, {})
        for mutant in self.mutants_of(step):
            written = before.get(mutant.key)
            latest = [*dict.fromkeys(reversed(found.values()))][:8]
            for tests in ([written], latest, [self.tests(step)]):
                if any(tests) and (test := self.first_failing(mutant, *tests)):
                    found[mutant.key] = test
                    self.save(step, before | found)
                    break
        return found

    def first_failing(self, mutant, *tests):
        with TemporaryDirectory() as folder:
            path = Path(folder) / "failing"
            path.touch()
            self.run_mutant(
                mutant,
                *tests,
                options=("-x", "-p", Path(__file__).stem),
                environment={"FAILING": str(path)},
            )
            return path.read_text("utf-8")


def pytest_collection_modifyitems(items):
    """As a plugin of pytest: what takes many examples comes last."""
    items.sort(key=lambda item: hasattr(item.obj, "hypothesis"))


def pytest_runtest_logreport(report):
    """As a plugin of pytest: write down what fails."""
    if report.failed and report.when == "call":
        Path(os.environ["FAILING"]).write_text(report.nodeid, "utf-8")


def names_of_modules(text):
    for package, names, modules, dotted in IMPORT.findall(text):
        if package:
            words = re.findall(r"\w+", names)
            yield from (package, *(f"{package}.{word}" for word in words))
        yield from re.findall(r"\w[\w.]*", f"{modules} {dotted}")


def main(steps):
    book = Mutation(Path(__file__).resolve().parents[1])
    for line in book.write_down(steps or book.steps):
        print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
