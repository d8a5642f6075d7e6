"""The site serves all its own files, and has no errors a screen reader would meet.

Sphinx would have MathJax come from another host; here it and the fonts are copied from node_modules
when the pages are written. In each page, at `html-page-context`, what it does not need is left out
and what it needs first is asked for, and a role is repaired that docutils still writes. The
formatter of code keeps only the classes that the style colours; it stands in Sphinx's own place for
it, as no setting names one.
"""

import shutil
from pathlib import Path

from pygments.formatters import HtmlFormatter
from pygments.token import Comment, Generic, Keyword, Name, Operator, String
from sphinx.highlighting import PygmentsBridge

from press.tools import MODULES

MATHJAX = MODULES / "mathjax" / "es5"
MATHJAX_FILES = ("tex-chtml-full.js", "output/chtml/fonts/woff-v2")
FONTS = MODULES / "@fontsource-variable"
FONT_FILES = (  # the first is on every page, and so asked for before the style is read
    "source-serif-4/files/source-serif-4-latin-wght-normal.woff2",
    "source-serif-4/files/source-serif-4-latin-wght-italic.woff2",
    "jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2",
)


# every other token gets no element of its own, which more than halves a page of code
CLASSES = {
    Comment: "c",
    Generic.Prompt: "gp",
    Generic.Traceback: "gt",
    Keyword: "k",
    Name.Class: "nc",
    Name.Decorator: "nd",
    Name.Function: "nf",
    Operator.Word: "ow",
    String: "s",
}


class QuietFormatter(HtmlFormatter):
    def _get_css_classes(self, ttype):
        while ttype and ttype not in CLASSES:
            ttype = ttype.parent
        return CLASSES.get(ttype, "")


def copy_files(app, exception):
    if exception is not None or app.builder.name != "html":
        return
    static = Path(app.outdir) / "_static"
    copies = [(MATHJAX / name, static / "mathjax" / name) for name in MATHJAX_FILES]
    copies += [(FONTS / name, static / "fonts" / Path(name).name) for name in FONT_FILES]
    for source, target in copies:
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        else:
            shutil.copyfile(source, target)


def leave_out_mathjax(app, pagename, templatename, context, doctree):
    """Where a page has no formula."""
    if 'class="math' not in context.get("body", ""):
        context["script_files"] = [
            script
            for script in context["script_files"]
            if app.config.mathjax_path not in str(getattr(script, "filename", script))
        ]


def ask_for_font(app, pagename, templatename, context, doctree):
    if app.builder.name == "html":
        context["fonts"] = [Path(FONT_FILES[0]).name]


def repair_roles(app, pagename, templatename, context, doctree):
    # docutils gives bibliography entries a role that ARIA has withdrawn
    if "body" in context:
        context["body"] = context["body"].replace('role="doc-biblioentry"', 'role="listitem"')


# The theme lets the keyboard scroll what is too wide, but looks only at what is not folded away.
LOOK_AGAIN = "addEventListener('toggle', () => dispatchEvent(new Event('resize')), true);"


def setup(app):
    PygmentsBridge.html_formatter = QuietFormatter
    app.add_js_file(None, body=LOOK_AGAIN)
    app.connect("html-page-context", repair_roles)
    app.connect("html-page-context", ask_for_font)
    app.connect("html-page-context", leave_out_mathjax, priority=800)
    app.connect("build-finished", copy_files)
