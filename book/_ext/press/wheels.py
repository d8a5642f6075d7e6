"""NumPy and matplotlib for the Python of the pages: `python -m press.wheels ARCHIVE`.

Pyodide builds them, and its package on npm has its core alone. The wheel in requirements-page.txt
carries them unchanged: Pyodide's own lock, which comes from npm, has the hash of each file, here and
once more in the reader's browser. What is taken out lies beside node_modules' other packages; where
it could not be fetched, the book is built without, and says so.
"""

import hashlib
import json
import re
import sys
from pathlib import Path
from zipfile import ZipFile

from press.tools import MODULES

FOLDER = MODULES / ".pyodide"
LOCK = MODULES / "pyodide" / "pyodide-lock.json"
WANTED = ("numpy", "matplotlib")


def locked(*names):
    """The files of packages and of what they need: each name with its hash, in order."""
    packages = json.loads(LOCK.read_text("utf-8"))["packages"]
    found, names = {}, list(names)
    while names:
        facts = packages[names.pop()]
        if facts["file_name"] not in found:
            found[facts["file_name"]] = facts["sha256"]
            names += facts["depends"]
    return dict(sorted(found.items()))


def present(*names):
    """The paths of those files, or none where one of them is missing."""
    paths = [FOLDER / name for name in locked(*names)]
    return paths if all(path.exists() for path in paths) else []


def take_out(archive):
    """Take the wanted files out of a wheel that carries them.

    Raises
    ------
    ValueError
        If one is not there, or is not the file that Pyodide has locked.
    """
    FOLDER.mkdir(exist_ok=True)
    with ZipFile(archive) as opened:
        members = {Path(member).name: member for member in opened.namelist()}
        for name, sha256 in locked(*WANTED).items():
            if name not in members:
                raise ValueError(f"{Path(archive).name} does not carry {name}")
            content = opened.read(members[name])
            if hashlib.sha256(content).hexdigest() != sha256:
                raise ValueError(f"{name} is not the file that Pyodide has locked")
            (FOLDER / name).write_bytes(content)


def licence(path):
    """The licences that a wheel carries, in full."""
    with ZipFile(path) as opened:
        texts = [
            opened.read(name).decode("utf-8").strip()
            for name in opened.namelist()
            if ".dist-info/" in name and re.search("(?i)licen[cs]e|copying", Path(name).name)
        ]
    if not texts:
        raise FileNotFoundError(f"{path.name} has no licence to ship with the site")
    return "\n\n".join(texts)


if __name__ == "__main__":
    take_out(sys.argv[1])
