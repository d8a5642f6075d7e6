"""What moves in a page: editors and cells that run Python, flipbooks, walks and questions.

The scripts are in book/_live; the editor and Python itself come from node_modules.

A page asks only for the scripts it needs: `html-page-context` looks at its document for exercises,
questions and walks, and at its HTML for cells and flipbooks. The frames of flipbooks, which would
make the HTML many times longer, and the numbers of walks get a file of their own. When all pages
are written, `build-finished` copies Python and packs the steps and the workbook for it, the very
files that the tests test. Nothing is fetched from elsewhere, so the site carries the licences of
what others made.
"""

import json
import os
import re
import shutil
import subprocess
import zipfile
from importlib.metadata import files
from pathlib import Path

from backprop.figures.walks import data

from press import wheels
from press.costs import speed
from press.exercises import exercise_live
from press.pages import PACKAGE, ROOT
from press.predict import prediction
from press.tools import MODULES, PATH
from press.walk import walk_live

LIVE = ROOT / "book" / "_live"
PYODIDE = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)
FRAMES = re.compile(
    r'(?<=<div class="flipbook">)<script type="application/json">(.*?)</script>', flags=re.S
)
DATE = (1980, 1, 1, 0, 0, 0)  # the same bytes on every build


def pyodide_version():
    return json.loads((MODULES / "pyodide" / "package.json").read_text("utf-8"))["version"]


def add_scripts(app, pagename, templatename, context, doctree):
    if doctree is None or app.builder.name != "html":
        return
    wanted = []
    exercises = next(doctree.findall(exercise_live), None)
    cells = 'class="cell_input' in context["body"]
    if exercises or cells:
        wanted += ["python.js", "draw.js"]
    if exercises:
        wanted.append("exercise.js")
    if next(doctree.findall(prediction), None):
        wanted.append("predict.js")
    frames = FRAMES.findall(context["body"])
    if frames:
        context["body"] = FRAMES.sub("", context["body"])
        wanted += [data_file(app, pagename, "flipbooks", f"[{','.join(frames)}]"), "flipbook.js"]
    walks = {node["walk"]: data(node["walk"]) for node in doctree.findall(walk_live)}
    if walks:
        packed = json.dumps(walks, ensure_ascii=False, separators=(",", ":"))
        wanted += [data_file(app, pagename, "walks", packed), "draw.js", "walk.js"]
    if cells:
        seconds = speed().get(pagename, (0, 0))[1]
        wanted += [data_file(app, pagename, "cells", json.dumps({"seconds": seconds})), "cells.js"]
    if wanted or 'class="exercises-of-chapters"' in context["body"]:
        wanted = ["page.js", *wanted, "progress.js"]
    for name in dict.fromkeys(wanted):
        app.add_js_file(name, loading_method="defer")


def data_file(app, pagename, kind, text):
    """A script and no JSON: a page that is opened from a file may load nothing else."""
    name = f"{kind}/{pagename}.js"
    target = Path(app.outdir) / "_static" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(f"window.{kind} = {text};\n", "utf-8")
    return name


def copy_files(app, exception):
    if exception is not None or app.builder.name != "html":
        return
    static = Path(app.outdir) / "_static"
    python = static / "python"
    shutil.rmtree(python, ignore_errors=True)  # what an older version has left
    python.mkdir(parents=True)
    for name in PYODIDE:
        shutil.copyfile(MODULES / "pyodide" / name, python / name)
    zip_package(python / "backprop.zip")
    facts = {"%SIZE%": megabytes(python.iterdir())}
    for name in wheels.WANTED:
        new = [path for path in wheels.present(name) if not (python / path.name).exists()]
        for path in new:
            shutil.copyfile(path, python / path.name)
        facts[f"%{name.upper()}%"] = megabytes(new)
        if not new:
            print(f"  {name} is not part of the site: it could not be fetched", flush=True)
    scripts = [path.name for path in sorted(LIVE.glob("*.js"))]
    for name, folder in (("worker.mjs", python), *((name, static) for name in scripts)):
        text = (LIVE / name).read_text("utf-8")
        for mark, fact in facts.items():
            text = text.replace(mark, fact)
        (folder / name).write_text(text, "utf-8")
    minify(static, *scripts, "book.css")
    shutil.copyfile(MODULES / ".live" / "editor.js", static / "editor.js")
    (static / "licences.txt").write_text(licences(), "utf-8")


def megabytes(paths):
    return f"{sum(path.stat().st_size for path in paths) / 1e6:.0f} MB"


def minify(folder, *names):
    """Take out what is for authors: comments, spaces and long names."""
    subprocess.run(
        ["node", MODULES / "esbuild" / "bin" / "esbuild", *(folder / name for name in names),
         "--minify", "--allow-overwrite", "--log-level=warning", f"--outdir={folder}"],
        env=os.environ | {"PATH": PATH},
        check=True,
    )  # fmt: skip


def zip_package(path):
    """The steps, the workbook and what draws, as the tests test them; not the command."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.npz")]):
            name = file.relative_to(PACKAGE)
            if name.stem not in ("command", "saved", "__main__"):
                info = zipfile.ZipInfo(f"backprop/{name.as_posix()}", DATE)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, file.read_bytes())


def licences():
    """The licences of what others made and the site contains, in full."""
    parts = [
        "The site contains files of these projects.",
        f"Python {pyodide_version()} for the browser is Pyodide (https://pyodide.org), under the "
        "Mozilla Public License 2.0, and contains CPython, under the licence of the Python Software "
        "Foundation. Both licences stand at the end.",
    ]
    for path in wheels.present(*wheels.WANTED):
        parts.append(f"{path.name}\n\n{wheels.licence(path)}")
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    for place, facts in lock.items():
        if place and not facts.get("dev") and not facts.get("optional"):
            title = f"{place.removeprefix('node_modules/')} {facts['version']}"
            found = ROOT / place / "LICENSE"
            if found.exists():
                parts.append(f"{title}\n\n{found.read_text('utf-8').strip()}")
            elif title != f"pyodide {pyodide_version()}":
                raise FileNotFoundError(f"{place} has no file LICENSE to ship with the site")
    mozilla = (MODULES / "axe-core" / "LICENSE").read_text("utf-8")
    python = next(f for f in files("typing_extensions") if f.name == "LICENSE").read_text("utf-8")
    parts += [mozilla.strip(), python.strip()]
    return f"\n\n{'-' * 72}\n\n".join(parts) + "\n"


def setup(app):
    app.connect("html-page-context", add_scripts)
    app.connect("build-finished", copy_files)
