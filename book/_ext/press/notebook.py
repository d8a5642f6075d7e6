"""A chapter as a notebook that needs nothing of the book but its package.

It is written from the chapter as the site shows it: what is a role or a directive in the source is
here plain Markdown, with the same numbers. An exercise is a cell that `%%check` checks.

So it cannot be the notebook that MyST-NB keeps of a page, whose text is the source. At
`html-page-context` the document is resolved and its numbers are known; a visitor goes through it
and writes Markdown. Only the code comes from MyST-NB's notebook, cell by cell. That is late (800),
when the theme has made its menus, to which the file and, with an address, Binder and Colab are
added.
"""

import importlib.metadata
import json
import re
from pathlib import Path

import nbformat
from backprop import workbook
from docutils import nodes
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from sphinx_design.dropdown import dropdown_title

from press.pages import PACKAGE
from press.predict import prediction
from press.wheel import NAME, WHEEL

# The package lies above the folder of the notebooks, as in the unpacked site, or in it, where a reader
# took both files alone. What another project calls `backprop` is not run to find that out.
INSTALL = """\
# Install the package of the book where it is missing.
from importlib.util import find_spec
from pathlib import Path

file = "{wheel}"
if (found := find_spec("backprop")) is None:
    folder = next((f for f in ("..", ".") if Path(f, file).exists()), None)
    if folder is not None:
        %pip install --quiet "{{folder}}/{{file}}[figures]"
    else:
        {elsewhere}
elif not (Path(found.origin or "").parent / "workbook").is_dir():
    raise ImportError(
        "What is installed here as backprop is another project of that name. "
        "Remove it with `%pip uninstall --yes backprop`, or start Jupyter in "
        "an environment without it; then restart the kernel."
    )"""
MISSING = """\
raise FileNotFoundError(
            f"The package of the book is missing: take {file} from the "
            "book's page of downloads, put it into the folder of this "
            "notebook, and run this cell again."
        )"""
FROM_SITE = '%pip install --quiet "{name}[figures] @ {address}"'
START = """\
from backprop.figures import use_book_style

%load_ext backprop.workbook
use_book_style()"""
CHECK = "Write your answer into the next cell and run it: its first line has it checked."
WALK = """\
Write the missing numbers down: values above the boxes, gradients below them.
The page of this chapter says of each whether it is right, and has the answers."""
BINDER = ("numpy", "matplotlib")  # in the versions of the book


class Writer(nodes.NodeVisitor):
    """Collect the cells of a notebook from the doctree of a page, as it is shown.

    What stands in a node is written into `self.text`; a node that needs its own text whole, such as
    an item of a list, begins a new one and takes it back when it ends.
    """

    def __init__(self, document, env, sources):
        super().__init__(document)
        self.env, self.sources = env, sources
        self.cells, self.texts, self.level = [], [""], 0

    def unknown_visit(self, node):
        """Go on to what stands in it."""

    unknown_departure = unknown_visit

    # what is written, and where

    def write(self, text):
        self.texts[-1] += text

    def block(self, text):
        """A paragraph, or what stands like one."""
        self.write(text.strip("\n") + "\n\n")

    def begin(self):
        self.texts.append("")

    def end(self):
        return self.texts.pop().strip("\n")

    def inner(self, node):
        """The Markdown of what stands in a node."""
        self.begin()
        for child in node.children:
            child.walkabout(self)
        return self.end()

    def flush(self):
        text = re.sub(r"\n{3,}", "\n\n", self.texts[0]).strip()
        if text:
            self.cells.append(new_markdown_cell(text))
        self.texts[0] = ""

    def code(self, source, **metadata):
        self.flush()
        self.cells.append(new_code_cell(source, metadata=metadata))

    def number(self, kind, node):
        """The name and number that a figure, table or listing has on the site."""
        numbers = self.env.toc_fignumbers.get(self.env.docname_of_notebook, {}).get(kind, {})
        found = next((numbers[name] for name in node["ids"] if name in numbers), None)
        return self.env.config.numfig_format[kind] % ".".join(map(str, found)) if found else ""

    # words

    def visit_Text(self, node):
        # a dollar or a star of the prose is no markup
        self.write(re.sub(r"([\\*_$<`])", r"\\\1", node.astext()))

    def visit_literal(self, node):
        fence = "``" if "`" in node.astext() else "`"
        self.write(f"{fence}{node.astext()}{fence}")
        raise nodes.SkipNode

    def visit_math(self, node):
        self.write(f"${node.astext()}$")
        raise nodes.SkipNode

    def visit_strong(self, node):
        self.write("**")

    depart_strong = visit_strong

    def visit_emphasis(self, node):
        self.write("*")

    depart_emphasis = visit_emphasis

    def visit_reference(self, node):
        if "refuri" in node and not node.get("internal"):
            self.write(f"[{self.inner(node)}]({node['refuri']})")
            raise nodes.SkipNode

    def visit_inline(self, node):
        if "mentions" in node["classes"]:  # links that lead back on the site
            raise nodes.SkipNode
        if "doc" in node["classes"]:  # the title of another chapter
            self.write("*")

    depart_inline = visit_inline

    def visit_raw(self, node):
        raise nodes.SkipNode

    visit_comment = visit_target = visit_raw

    # blocks

    def visit_section(self, node):
        self.level += 1

    def depart_section(self, node):
        self.level -= 1

    def visit_title(self, node):
        """Of a section; that of an exercise or another box stands one level below."""
        deeper = not isinstance(node.parent, nodes.section)
        self.block(f"{'#' * (self.level + deeper)} {self.inner(node)}")
        raise nodes.SkipNode

    def visit_paragraph(self, node):
        if "mentions" in node["classes"]:
            raise nodes.SkipNode
        self.begin()

    def depart_paragraph(self, node):
        self.block(self.end())

    def visit_math_block(self, node):
        number = ""
        if node["number"]:
            chapter = self.env.toc_secnumbers.get(self.env.docname_of_notebook, {}).get("", ())
            number = rf" \tag{{{'.'.join(map(str, (*chapter, node['number'])))}}}"
        self.block(f"$$\n{node.astext().strip()}{number}\n$$")
        raise nodes.SkipNode

    def visit_footnote(self, node):
        """Below the paragraph that it belongs to, in small type as on the site."""
        number, *text = node.children
        self.block(f"<small>[{number.astext()}] {' '.join(map(self.inner, text))}</small>")
        raise nodes.SkipNode

    def visit_footnote_reference(self, node):
        self.write(f"<sup>[{node.astext()}]</sup>")
        raise nodes.SkipNode

    def visit_literal_block(self, node):
        language = {"ipython3": "python", "none": "", "default": ""}
        name = node.get("language", "")
        self.block(f"```{language.get(name, name)}\n{node.astext()}\n```")
        raise nodes.SkipNode

    def visit_block_quote(self, node):
        self.begin()

    def depart_block_quote(self, node):
        self.block(re.sub(r"^", "> ", self.end(), flags=re.M))

    def visit_list_item(self, node):
        self.begin()

    def depart_list_item(self, node):
        ordered = isinstance(node.parent, nodes.enumerated_list)
        mark = f"{node.parent.index(node) + 1}." if ordered else "*"
        lines = re.sub(r"\n(?!\n)", "\n" + " " * (len(mark) + 1), self.end())
        self.write(f"{mark} {lines}\n")

    def depart_bullet_list(self, node):
        self.write("\n")

    depart_enumerated_list = depart_bullet_list

    def visit_table(self, node):
        rows = [
            [self.inner(entry).replace("\n", " ").replace("|", "\\|") for entry in row.children]
            for row in node.findall(nodes.row)
        ]
        rows.insert(1, ["---"] * len(rows[0]))
        for title in node.findall(nodes.title):
            self.block(f"*{self.number('table', node)}.* {self.inner(title)}")
        self.block("\n".join(f"| {' | '.join(row)} |" for row in rows))
        raise nodes.SkipNode

    def visit_caption(self, node):
        """Of a listing, which names its file: a figure writes its own."""
        number = self.number("code-block", node.parent)
        self.block(f"{number}: `{node[0].astext()}`")
        raise nodes.SkipNode

    def visit_figure(self, node):
        caption = next(node.findall(nodes.caption))
        self.block(f"*{self.number('figure', node)}.* {self.inner(caption)}")
        raise nodes.SkipNode

    def visit_container(self, node):
        if node.get("nb_element") == "cell_code":
            tags = node["cell_metadata"].get("tags", [])
            kept = [tag for tag in tags if tag in ("raises-exception", "refuses")]
            keep = {"tags": kept} if kept else {}
            for question in node.findall(prediction):
                question.walkabout(self)
            self.code(self.sources[node["cell_index"]], **keep)
            for figure in node.findall(nodes.figure):
                figure.walkabout(self)
            raise nodes.SkipNode

    def visit_exercise_live(self, node):
        name = node["exercise"]
        self.block(CHECK)
        self.code(f"%%check {name}\n{workbook.read(name, 'start.py')}".rstrip())
        raise nodes.SkipNode

    def visit_walk_live(self, node):
        self.block(WALK)
        self.code(f'from backprop.figures.walks import blank\n\nblank("{node["walk"]}");')
        raise nodes.SkipNode

    def visit_dropdown_main(self, node):
        if "exercise-solution" in str(node):  # which the site has
            raise nodes.SkipNode
        title = self.inner(next(node.findall(dropdown_title)))
        self.begin()
        self.write(f"<details>\n<summary>{title}</summary>\n\n")

    def depart_dropdown_main(self, node):
        self.block(self.end() + "\n\n</details>")

    def visit_dropdown_title(self, node):
        raise nodes.SkipNode


def has_notebook(page):
    return (PACKAGE / f"{page}.py").exists()


def executed(app, page):
    return Path(app.outdir).parent / "jupyter_execute" / f"{page}.ipynb"


def install_cell(site):
    """The first cell: the package from the file beside the notebook, or else from the site."""
    address = f"{site}{WHEEL}"
    elsewhere = FROM_SITE.format(name=NAME, address=address) if site else MISSING
    return INSTALL.format(wheel=WHEEL, elsewhere=elsewhere)


def notebook_of(app, page, doctree):
    """The notebook of a chapter, without outputs."""
    cells = json.loads(executed(app, page).read_text("utf-8"))["cells"]
    sources = [cell["source"] for cell in cells]
    app.env.docname_of_notebook = page
    writer = Writer(doctree, app.env, sources)
    doctree.walkabout(writer)
    writer.flush()
    install = new_code_cell(install_cell(app.address.site))
    title, text = writer.cells.pop(0).source.split("\n\n", 1)
    writer.cells[:0] = [
        new_markdown_cell(title), install, new_code_cell(START), new_markdown_cell(text)
    ]  # fmt: skip
    for number, cell in enumerate(writer.cells):
        cell.id = f"{page.replace('_', '-')}-{number}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return new_notebook(cells=writer.cells, metadata=metadata)


def offer_notebook(app, pagename, templatename, context, doctree):
    """Write the notebook of a chapter, and add it to the page's menus."""
    if app.builder.name != "html" or doctree is None or not has_notebook(pagename):
        return
    if not executed(app, pagename).exists():
        return  # a page without cells
    name = f"notebooks/{pagename}.ipynb"
    target = Path(app.outdir) / name
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook_of(app, pagename, doctree), target)
    context["notebook"] = name
    if buttons := [
        {
            "type": "link",
            "text": service,
            "tooltip": f"Run this chapter on {service}",
            "icon": f"_static/images/logo_{service.lower()}.{kind}",
            "url": app.address.launch(name)[service],
        }
        for service, kind in (("Binder", "svg"), ("Colab", "png"))
        if service in app.address.launch(name)
    ]:
        context["header_buttons"].append(
            {
                "type": "group",
                "tooltip": "Run this chapter",
                "icon": "fas fa-rocket",
                "buttons": buttons,
                "label": "launch-buttons",
            }
        )


def write_binder(app, exception):
    """What Binder installs before it opens a notebook of the published site."""
    if exception is not None or app.builder.name != "html" or not app.address.source:
        return
    pins = [f"{name}=={importlib.metadata.version(name)}" for name in BINDER]
    lines = [f"{NAME}[figures] @ git+{app.address.source}", *pins, "jupyterlab"]
    target = Path(app.outdir) / "binder" / "requirements.txt"
    target.parent.mkdir(exist_ok=True)
    target.write_text("\n".join(lines) + "\n", "utf-8")


def setup(app):
    app.connect("html-page-context", offer_notebook, priority=800)
    app.connect("build-finished", write_binder)
