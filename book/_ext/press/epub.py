"""The book for e-readers: pages without a script, formulas as MathML, figures as SVG.

Sphinx makes an EPUB of the pages. Here it gets what e-readers need and loses what only a site can
use, so that epubcheck finds nothing, and the same source gives the same bytes.

The builder is Sphinx's with some of its steps replaced: it begins in an empty folder, tidies the
files, says in the list of contents which pages have formulas, and writes the archive with fixed
dates. Formulas are the only change of the documents' writer: a math renderer of our own, as
e-readers run no MathJax. All else is done to the HTML of a page, at the end of `html-page-context`,
where scripts and flipbooks can be taken out whole.
"""

import os
import re
import shutil
import subprocess
import time
import tomllib
import uuid
import zipfile
from pathlib import Path

from backprop.figures.cover import draw_cover
from docutils import nodes
from latex2mathml.converter import convert
from sphinx.builders.epub3 import Epub3Builder
from sphinx.errors import ExtensionError
from sphinx.util.math import get_node_equation_number

from press.downloads import DATE, NAME
from press.pages import ROOT

STYLE = "book-epub.css"
FLIPBOOK = re.compile(
    r'<div class="flipbook"><script.*?</script>(<svg .*?</svg>)(<p.*?</p>)</div>', flags=re.S
)
REPAIRS = [
    (r"<script.*?</script>", ""),
    (r'<a href="_static/[^"]*">(.*?)</a>', r"\1"),  # what only the site has
    (r' role="doc-(biblioentry|backlink|noteref)"', ""),
]


def last_change():
    """When the source was changed last, in seconds; without git, now."""
    asked = ["git", "-C", ROOT, "log", "-1", "--format=%ct"]
    known = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        return (
            known
            or subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
        )
    except (OSError, subprocess.CalledProcessError):
        return str(int(time.time()))


class BookEpub(Epub3Builder):
    html_tag = Epub3Builder.html_tag.replace(">", ' lang="en" xml:lang="en">')

    def init(self):
        shutil.rmtree(self.outdir)  # what the last build left would be packed as well
        os.makedirs(self.outdir)
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        self.config.version = project["version"]
        os.environ["SOURCE_DATE_EPOCH"] = last_change()
        super().init()

    def build_content(self):
        """Take out what an e-reader cannot use, list the rest, and say which pages have formulas."""
        out = Path(self.outdir)
        for path in sorted(out.rglob("*")):
            unused = "_static" in path.relative_to(out).parts and path.name != STYLE
            if path.is_file() and (unused or path.suffix in (".epub", ".js")):
                path.unlink()
            elif path.suffix == ".svg":
                path.write_text(plain_svg(path.read_text("utf-8")), "utf-8")
        draw_cover(out / "_static" / "cover.png", self.config.project, self.config.author)
        super().build_content()
        content = out / "content.opf"
        content.write_text(self.with_properties(content.read_text("utf-8")), "utf-8")

    def with_properties(self, content):
        def item(match):
            path = Path(self.outdir) / match[1]
            has_math = path.suffix == ".xhtml" and "<math" in path.read_text("utf-8")
            properties = ' properties="mathml"' if has_math else ""
            properties = ' properties="cover-image"' if path.name == "cover.png" else properties
            return f"{match[0]}{properties}"

        return re.sub(r'<item id="epub-\d+" href="([^"]*)" media-type="[^"]*"', item, content)

    def toc_metadata(self, level, navpoints):
        return super().toc_metadata(level, navpoints) | {"uid": self.config.epub_identifier}

    def build_epub(self):
        """Write the archive; the type of the file comes first, and is not compressed."""
        out = Path(self.outdir)
        with zipfile.ZipFile(out / f"{NAME}.epub", "w") as archive:
            for name in (
                "mimetype",
                "META-INF/container.xml",
                "content.opf",
                "toc.ncx",
                *self.files,
            ):
                info = zipfile.ZipInfo(name, DATE)
                info.compress_type = (
                    zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                )
                archive.writestr(info, (out / name).read_bytes())


def plain_svg(text):
    """A figure without the reference to its grammar, and no path without a line."""
    text = re.sub(r"<!DOCTYPE.*?>", "", text, flags=re.S)
    return re.sub(r"<path(?![^>]*\sd=)", '<path d="M0 0"', text)


def still(app, match):
    """A flipbook as a picture of its still frame, in a file of its own."""
    picture, sentence = match.groups()
    alt = re.search(r'aria-label="([^"]*)"', picture)[1]
    picture = picture.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    picture = picture.replace("<defs>", "<style>text { font-family: sans-serif }</style><defs>", 1)
    name = f"_images/flipbook-{uuid.uuid5(uuid.NAMESPACE_OID, picture).hex[:12]}.svg"
    path = Path(app.outdir) / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(picture, "utf-8")
    return f'<img src="{name}" alt="{alt}"/>{sentence}'


def plain_page(app, pagename, templatename, context, doctree):
    if app.builder.name != "epub":
        return
    context["css_files"], context["script_files"] = [f"_static/{STYLE}"], []
    context["metatags"] = ""
    body = FLIPBOOK.sub(lambda match: still(app, match), context.get("body", ""))
    for old, new in REPAIRS:
        body = re.sub(old, new, body, flags=re.S)
    context["body"] = body


def mathml(formula, display="inline"):
    # which knows this environment by another name
    converted = convert(formula.strip().replace("{aligned}", "{align*}"), display=display)
    if match := re.search(r"<m[a-z]+>(\\[^<]+|&)</m", converted):
        raise ExtensionError(f"the EPUB has no MathML for {match[1]} in {formula}")
    # browsers align what the style aligns, other readers what the attribute does
    return re.sub(r'columnalign="(\w+)"', r'\g<0> style="text-align: \1"', converted)


def visit_math(self, node):
    self.body.append(mathml(node.astext()))
    raise nodes.SkipNode


def visit_math_block(self, node):
    self.body.append(self.starttag(node, "div", CLASS="math"))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})</span>')
    self.body.append(mathml(node.astext(), "block") + "</div>\n")
    raise nodes.SkipNode


def describe(app, config):
    config.epub_basename = NAME
    config.epub_css_files = []
    config.epub_cover = ("_static/cover.png", "epub-cover.html")
    config.epub_tocscope, config.epub_tocdepth = "includehidden", 2
    config.epub_show_urls = "no"
    config.epub_uid = "book"
    name = app.address.site or config.project
    config.epub_identifier = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"
    config.epub_description = "A book that you run. Backpropagation, understood and written."
    config.epub_contributor = config.author
    config.epub_copyright = "Text and figures CC BY 4.0, code MIT"


def setup(app):
    app.add_builder(BookEpub, override=True)
    app.add_config_value("epub_math_renderer", "mathml", "")
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))
    app.connect("config-inited", describe)
    app.connect("html-page-context", plain_page, priority=950)
