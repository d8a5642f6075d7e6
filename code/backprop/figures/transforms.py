"""Drawings of the chapter "Forward, reverse, and what a gradient costs".

A tall Jacobian and a wide one, cut into the rows or columns that one run
gives, whichever are fewer; and two measurements that the chapter makes and
hands in, runs against inputs and states in memory against steps. Their axes
are logarithmic, so that "in proportion" is a straight line, and their ticks
are the numbers that were measured.
"""

from matplotlib.patches import Rectangle

from backprop.figures.style import BLUE, GREY, INK, RUST, new_figure


def tall_and_wide(tall, wide):
    """Draw two Jacobians, `(outputs, inputs)` each, cut the cheaper way."""
    figure, axes = new_figure(height=2.9)
    for left, (outputs, inputs), forward in (
        (0, tall, True),
        (tall[1] + 7, wide, False),
    ):
        colour, style = (BLUE, "-") if forward else (RUST, "--")
        pieces = inputs if forward else outputs
        for piece in range(pieces):
            corner = (left + piece, 0) if forward else (left, piece)
            sides = (1, outputs) if forward else (inputs, 1)
            axes.add_patch(
                Rectangle(
                    corner, *sides, facecolor="none", edgecolor=colour,
                    linestyle=style, linewidth=1.3,
                )
            )  # fmt: skip
        way = "forward" if forward else "back"
        axes.text(
            left + inputs / 2, outputs + 0.35, f"{pieces} walks {way}",
            color=colour, ha="center", va="top",
        )  # fmt: skip
        axes.text(
            left - 0.35, outputs / 2, "outputs", rotation=90, ha="right",
            va="center", color=INK,
        )  # fmt: skip
        axes.text(left + inputs / 2, -0.35, "inputs", ha="center", color=INK)
    width = tall[1] + 7 + wide[1]
    height = max(tall[0], wide[0])
    axes.set(
        xlim=(-2.2, width + 1), ylim=(height + 1.8, -1.3), aspect="equal"
    )
    axes.set_axis_off()
    return figure


def runs_against_inputs(counts):
    """Draw how many runs each way takes: `{way: {inputs: runs}}`."""
    figure, axes = new_figure(height=2.9)
    looks = {"nudging": (INK, ":", "s"), "forward": (BLUE, "-", "o"),
             "reverse": (RUST, "--", "^")}  # fmt: skip
    for way, points in counts.items():
        colour, line, marker = looks[way]
        axes.loglog(
            list(points), list(points.values()), color=colour,
            linestyle=line, marker=marker, markersize=4.5,
        )  # fmt: skip
        n, runs = list(points.items())[-1]
        axes.annotate(
            way, (n, runs), xytext=(8, 0), textcoords="offset points",
            color=colour, va="center",
        )  # fmt: skip
    axes.set(xlabel="inputs", ylabel="runs for a gradient")
    _plain_ticks(axes, list(points), (1, 10, 100))
    axes.grid(alpha=0.25, linewidth=0.6)
    return figure


def states_kept(peaks):
    """Draw the most states in memory: `{steps: (all kept, checkpoints)}`."""
    figure, axes = new_figure(height=2.7)
    steps = list(peaks)
    for column, name, colour, line, marker in (
        (0, "keep all", GREY, ":", "s"),
        (1, "checkpoints", BLUE, "-", "o"),
    ):
        values = [peak[column] for peak in peaks.values()]
        axes.loglog(
            steps, values, color=colour, linestyle=line, marker=marker,
            markersize=4.5,
        )  # fmt: skip
        axes.annotate(
            name, (steps[-1], values[-1]), xytext=(8, 0),
            textcoords="offset points", color=colour, va="center",
        )  # fmt: skip
    axes.set(xlabel="steps", ylabel="most states held at once")
    _plain_ticks(axes, steps, (10, 20, 50, 100, 200, 500))
    axes.grid(alpha=0.25, linewidth=0.6)
    return figure


def _plain_ticks(axes, across, up):
    axes.minorticks_off()
    axes.set_xticks(across, labels=map(str, across))
    axes.set_yticks(up, labels=map(str, up))
