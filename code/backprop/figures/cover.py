"""What stands for the book elsewhere: the picture beside a link to it, and the cover of the EPUB."""

import matplotlib
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from backprop.figures.style import BLUE, GREY, INK, RUST, SETTINGS

SAYS = "A book that you run"


def draw_card(path, title):
    """1200 × 630 pixels, which is what most places show beside a link."""
    with matplotlib.rc_context(SETTINGS):
        figure, axes = paper(12, 6.3)
        write(axes, 0.9, 5.1, title, size=44, weight="bold")
        write(axes, 0.9, 4.35, SAYS, size=26, color=GREY)
        row_of_neurons(axes, 0.9, 1.6, 10.2)
        save(figure, path)


def draw_cover(path, title, author):
    """1200 × 1800 pixels: a page in the form of a book's."""
    with matplotlib.rc_context(SETTINGS):
        figure, axes = paper(12, 18)
        for line, word in enumerate(title.split()):
            write(axes, 1.2, 14.9 - 1.5 * line, word, size=76, weight="bold")
        write(axes, 1.2, 10.2, SAYS, size=36, color=GREY)
        row_of_neurons(axes, 1.2, 5.4, 9.6)
        write(axes, 1.2, 1.2, author, size=24, color=GREY)
        save(figure, path)


def paper(width, height):
    """A figure in which one unit is 100 pixels."""
    figure = Figure(figsize=(width, height), facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height))
    axes.axis("off")
    return figure, axes


def write(axes, x, y, text, size, **how):
    # sizes are in points of 72 to an inch, and the picture has 100 pixels to one
    axes.text(x, y, text, **{"size": 0.72 * size, "color": INK, "va": "baseline"} | how)


def row_of_neurons(axes, left, bottom, width):
    """The figure of the book in its simplest form: forward above in blue, back below in rust."""
    size, middle = 0.15 * width, bottom + 0.9
    places = [left + (width - size) * part / 3 for part in range(4)]
    for place, name in zip(places, ("x", "h", "o", "E"), strict=True):
        box = FancyBboxPatch(
            (place, middle - size / 2), size, size, fc="white", ec=INK, lw=2.5,
            boxstyle="round,pad=0,rounding_size=0.15",
        )  # fmt: skip
        axes.add_patch(box)
        axes.text(
            place + size / 2, middle, f"${name}$", size=30, color=INK, ha="center", va="center"
        )
    for start, end in zip(places, places[1:], strict=False):
        for height, color, dashes, ends in (
            (0.22 * size, BLUE, "-", (start + size, end)),
            (-0.22 * size, RUST, (0, (4, 2.5)), (end, start + size)),
        ):
            axes.add_patch(
                FancyArrowPatch(
                    *((x, middle + height) for x in ends), color=color, linestyle=dashes,
                    lw=3, arrowstyle="-|>", mutation_scale=24, shrinkA=4, shrinkB=4,
                )
            )  # fmt: skip


def save(figure, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=100, facecolor="white", metadata={"Software": None})
