"""The package of the book in one file, a wheel, which `pip` installs without a network.

What is imported as `backprop` is distributed as `backpropagation-from-scratch`: under the first name
the registry has another project. So nothing that is printed may send a reader there; the notebooks
install this file, which lies beside them on the site and in its archive.

setuptools builds it, in a copy, because it leaves files where it works. A wheel has the dates and
the modes of what it was built from; it is packed again with fixed ones, so that the same sources are
the same bytes on any day and under any umask. That takes a second, so the file stays until
something that it is made of is newer.
"""

import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

from press.pages import PACKAGE, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NAME = PROJECT["name"]
WHEEL = f"{NAME.replace('-', '_')}-{PROJECT['version']}-py3-none-any.whl"
BESIDE = ("pyproject.toml", "LICENSE")
DATE = (1980, 1, 1, 0, 0, 0)  # the same bytes on every build
BUILD = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"


def build(folder):
    """Write the wheel into a folder, and take an earlier version away."""
    with tempfile.TemporaryDirectory() as name:
        copy, made = Path(name, "copy"), Path(name, "made")
        caches = shutil.ignore_patterns("__pycache__")
        shutil.copytree(PACKAGE, copy / "code" / PACKAGE.name, ignore=caches)
        for file in BESIDE:
            shutil.copy(ROOT / file, copy)
        done = subprocess.run(
            [sys.executable, "-c", BUILD, made],
            cwd=copy, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"no wheel of the package:\n{done.stdout}")
        for old in folder.glob("*.whl"):
            old.unlink()
        repack(made / WHEEL, folder / WHEEL)


def repack(source, target):
    """The same files in the same order, with fixed dates and modes."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, DATE)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o100644 << 16
            new.writestr(info, old.read(name))


def is_new(wheel):
    """Whether it was made after all that is in it; a folder tells of what was taken out."""
    parts = [path for path in PACKAGE.rglob("*") if "__pycache__" not in path.parts]
    parts += [ROOT / name for name in (*BESIDE, "requirements.txt")]
    made = wheel.exists() and wheel.stat().st_mtime
    return made and all(path.stat().st_mtime < made for path in parts)


def add(app, env, pages):
    """Before the pages are read, which say what there is; in a book that says so at all."""
    if app.builder.name != "html" or "downloads" not in env.found_docs:
        return
    folder = Path(app.outdir)
    if not is_new(folder / WHEEL):
        folder.mkdir(parents=True, exist_ok=True)
        build(folder)


def setup(app):
    app.connect("env-before-read-docs", add)
