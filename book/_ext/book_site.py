"""The site serves all its own files, and has no errors a screen reader would meet."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MATHJAX = ROOT / "node_modules" / "mathjax" / "es5"
MATHJAX_FILES = ("tex-chtml-full.js", "output/chtml/fonts/woff-v2")


def copy_mathjax(app, exception):
    if exception is not None or app.builder.name != "html":
        return
    for name in MATHJAX_FILES:
        source, target = MATHJAX / name, Path(app.outdir) / "_static" / "mathjax" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        else:
            shutil.copyfile(source, target)


def repair_roles(app, pagename, templatename, context, doctree):
    # docutils gives bibliography entries a role that ARIA has withdrawn
    if "body" in context:
        context["body"] = context["body"].replace('role="doc-biblioentry"', 'role="listitem"')


# The theme lets the keyboard scroll what is too wide, but looks only at what is not folded away.
LOOK_AGAIN = "addEventListener('toggle', () => dispatchEvent(new Event('resize')), true);"


def setup(app):
    app.add_js_file(None, body=LOOK_AGAIN)
    app.connect("html-page-context", repair_roles)
    app.connect("build-finished", copy_mathjax)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
