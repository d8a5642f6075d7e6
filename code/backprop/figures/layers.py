"""Drawings of the chapter "A batch at a time": arrays as boxes.

A product is drawn with its left factor to the left of the result, and its
right factor above it, so that edges of equal length stand side by side. A
shape that does not fit cannot be drawn so: the picture is the rule. Cells
are as many as the rows and columns that the chapter speaks of, and in the
three products of the way back each array keeps its colour, blue for what
came forward and rust for what comes back.
"""

from matplotlib.patches import Rectangle

from backprop.figures.style import BLUE, GREY, INK, RUST, new_figure

GAP = 0.6  # between the boxes, in cells


def forward_boxes(rows, inputs, outputs):
    """Draw X @ W = Z, with the row and the column that make one number."""
    figure, axes = new_figure(width=4.2, height=3.3)
    draw_product(
        axes,
        ("$X$", BLUE), ("$W$", BLUE), ("$X\\,W$", BLUE),
        {"rows": rows, "inputs": inputs, "neurons": outputs},
        meeting=(1, outputs - 1),
    )  # fmt: skip
    return figure


def backward_boxes(rows, inputs, outputs):
    """Draw the three products of the way back."""
    figure, panels = new_figure(2, 2, height=4.6)
    n, i, j = ("rows", rows), ("inputs", inputs), ("neurons", outputs)
    d_z = "$\\mathrm{d}Z$", RUST
    for axes, left, top, result, sides in (
        (panels[0, 0], ("$X^\\top$", BLUE), d_z, "$\\mathrm{d}W$", (i, n, j)),
        (panels[0, 1], d_z, ("$W^\\top$", BLUE), "$\\mathrm{d}X$", (n, j, i)),
        (panels[1, 0], ("ones", GREY), d_z, "$\\mathrm{d}b$", (("1", 1), n, j)),
    ):
        draw_product(axes, left, top, (result, RUST), dict(sides))
    for axes in panels.flat[:3]:  # cells of one size, corner by corner
        right, bottom = axes.get_xlim()[1], axes.get_ylim()[0]
        room = rows + inputs + GAP + 1.1
        axes.set(xlim=(right - room, right), ylim=(bottom, bottom - room))
    panels[1, 1].set_axis_off()
    return figure


def draw_product(axes, left, top, result, sides, meeting=None):
    """Draw boxes, each a `(name, colour)`, for a product and its factors.

    `sides` has the height of the left box, the side that both factors share,
    and the width of the right one, by their names. The row and the column
    that meet at `meeting` are shaded.
    """
    (n, height), (k, inner), (m, width) = sides.items()
    boxes = {
        left: (-GAP - inner, 0, inner, height),
        top: (0, -GAP - inner, width, inner),
        result: (0, 0, width, height),
    }
    for (name, colour), (x, y, across, down) in boxes.items():
        axes.add_patch(
            Rectangle(
                (x, y), across, down, facecolor="none", edgecolor=colour,
                linestyle="--" if colour == RUST else "-", linewidth=1.4,
            )
        )  # fmt: skip
        axes.text(
            x + across / 2, y + down / 2, name, color=colour, ha="center",
            va="center", fontsize=11,
        )  # fmt: skip
    if meeting:
        row, column = meeting
        for x, y, across, down in (
            (-GAP - inner, row, inner, 1),
            (column, -GAP - inner, 1, inner),
            (column, row, 1, 1),
        ):
            axes.add_patch(
                Rectangle(
                    (x, y), across, down, facecolor=BLUE, alpha=0.22, lw=0
                )
            )
    look = {"color": INK, "fontsize": 9}
    axes.text(
        -GAP - inner - 0.15, height / 2, f"{n} ", rotation=90, ha="right",
        va="center", **look,
    )  # fmt: skip
    axes.text(-GAP - inner / 2, -0.15, k, ha="center", va="bottom", **look)
    axes.text(
        -0.15, -GAP - inner / 2, k, rotation=90, ha="right", va="center",
        **look,
    )  # fmt: skip
    axes.text(
        width / 2, -GAP - inner - 0.15, m, ha="center", va="bottom", **look
    )
    axes.set(
        xlim=(-GAP - inner - 1, width + 0.1),
        ylim=(height + 0.1, -GAP - inner - 1),
        aspect="equal",
    )  # fmt: skip
    axes.set_axis_off()
