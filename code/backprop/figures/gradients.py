"""Drawings of the chapter "Many knobs".

Heights as contours and gradients as arrows, both measured from the function
that is handed in. The axes are equally long for equal numbers: only then are
arrows at right angles to contours, which is what there is to see. An arrow's
length is scaled for all alike, so a longer one is a steeper place.
"""

import numpy as np

from backprop.figures.style import BLUE, GREY, INK, RUST, new_figure


def contours_and_arrows(f, gradient, points, levels, reach=4.0, length=0.12):
    """Draw heights of `f` as contours, and at each of `points` its gradient as an arrow.

    `f` takes an array of two numbers, and `gradient(f, point)` gives its slopes; an arrow is as long
    as the gradient times `length`.
    """
    side = np.linspace(-reach, reach, 81)
    heights = [[f(np.array([a, b])) for a in side] for b in side]
    figure, axes = new_figure(width=4.6, height=4.4)
    lines = axes.contour(
        side, side, heights, levels=levels, colors=BLUE, linewidths=1.1,
        linestyles="solid",
    )  # fmt: skip
    axes.clabel(lines, fontsize=9)
    for point in points:
        tip = point + length * gradient(f, point)
        axes.annotate(
            "", xy=tip, xytext=point, annotation_clip=False,
            arrowprops={
                "arrowstyle": "-|>,head_length=0.35,head_width=0.17", "color": RUST, "linewidth": 1.5,
                "linestyle": (0, (3.5, 1.5)), "shrinkA": 0, "shrinkB": 0,
            },
        )  # fmt: skip
        axes.plot(*point, marker="o", markersize=3.5, color=INK)
    axes.set(
        xlabel="$x_1$", ylabel="$x_2$", xlim=(-reach, reach), ylim=(-reach, reach),
        aspect="equal",
    )  # fmt: skip
    axes.tick_params(color=GREY)
    return figure
