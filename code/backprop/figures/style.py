"""Colours and settings that all figures share.

`SETTINGS` are given to matplotlib for the figures of the book alone (`new_figure`), or for the rest
of a session (`use_book_style`), as a chapter does in its first cell. Backgrounds are transparent,
because the page has its own, light or dark. A PDF keeps its letters, so that readers can search
them, and ids have a fixed salt, so that the same figure is the same file. `WIDTH` is that of the text on
paper, and can still be read on a phone; a drawing says only how high it is.
"""

import matplotlib.pyplot as plt

BLUE = "#0b5cad"  # forward
RUST = "#a8440c"  # backward
INK = "#1f2328"
GREY = "#5c636b"

WIDTH = (
    5.4  # inches: as wide as the text on paper, and still legible on a phone
)

SETTINGS = {
    "figure.figsize": (WIDTH, 2.9),
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.titlesize": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "text.color": INK,
    "font.size": 10,
    "mathtext.fontset": "dejavusans",
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "svg.hashsalt": "backprop",  # the same ids, and so the same bytes, on every build
    "pdf.fonttype": 42,  # TrueType outlines: readers cannot search a Type 3 font
}


def use_book_style():
    """Draw as the book does, for the rest of the session; in a notebook, as SVG and PDF."""
    plt.rcParams.update(SETTINGS)
    try:
        from IPython import get_ipython
        from matplotlib_inline.backend_inline import set_matplotlib_formats
    except ImportError:
        return
    if get_ipython() is None:
        return
    set_matplotlib_formats("svg", "pdf", metadata={"Date": None})
    get_ipython().InteractiveTB.set_mode(
        "Minimal"
    )  # an error in one line, without local paths


def new_figure(rows=1, columns=1, width=WIDTH, height=2.9, **options):
    """Return a figure, sized in inches, and its axes: an array of several."""
    options |= {"figsize": (width, height), "layout": "constrained"}
    with plt.rc_context(SETTINGS):
        return plt.subplots(rows, columns, **options)


def with_minus(text):
    """Return a text with the sign for minus in the place of hyphens."""
    return text.replace("-", "\N{MINUS SIGN}")


def scientific(number, digits=2):
    """Return a number as mathematics for the prose, with a power of ten."""
    from IPython.display import Markdown

    mantissa, exponent = f"{number:.{digits - 1}e}".split("e")
    return Markdown(rf"${mantissa} \cdot 10^{{{int(exponent)}}}$")
