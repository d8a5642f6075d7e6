"""`make test`: all tests, on all cores; those of the package only if something of it has changed.

They depend on the code, on themselves and on the versions, and on no page. When they have passed,
a hash of all that is kept in `_build/passed/`, so that a change of prose waits for the book alone.
AFRESH=1 forgets it. Browser and PDF are groups of their own, which stay in one process each.
"""

import hashlib
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PASSED = ROOT / "_build" / "passed" / "package"


def depends_on():
    """A hash of what the tests of the package depend on."""
    digest = hashlib.sha256(platform.python_version().encode())
    folders = [ROOT / "code", ROOT / "tests"]
    files = (path for folder in folders for path in sorted(folder.rglob("*")))
    apart = {"__pycache__", "book"}
    chosen = [p for p in files if p.is_file() and not apart & set(p.relative_to(ROOT).parts)]
    chosen += [ROOT / name for name in ("pyproject.toml", "requirements.txt")]
    chosen.append(ROOT / "book" / "_assets" / "two-neurons.svg")
    for path in chosen:
        if ".egg-info" not in str(path):
            digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def main():
    hashed = depends_on()
    known = PASSED.exists() and PASSED.read_text() == hashed and not os.environ.get("AFRESH")
    if known:
        print("  the package has not changed since its tests passed; AFRESH=1 tries them again")
    begun = time.perf_counter()
    cores = os.environ.get("JOBS") or "2"
    chosen = ["tests/book"] if known else []
    command = [sys.executable, "-m", "pytest", "-n", cores, "--dist", "loadgroup", *chosen]
    ended = subprocess.run(command, cwd=ROOT).returncode
    print(f"  tests: {time.perf_counter() - begun:.0f} s")
    if ended == 0 and not known:
        PASSED.parent.mkdir(parents=True, exist_ok=True)
        PASSED.write_text(hashed)
    return ended


if __name__ == "__main__":
    sys.exit(main())
