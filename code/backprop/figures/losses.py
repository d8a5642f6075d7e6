"""Drawings of the chapter "Softmax and cross-entropy".

Bars for logits, and below them, class by class, the probabilities or the
slopes that belong to them: what is above and what is below stand on two
axes of the same classes. Probabilities and slopes are drawn to one scale,
because the point of p - y is that they are equally large but for one of
them. The table of slopes writes each number and colours it, so that nobody
needs the colour to read it.
"""

import numpy as np
from matplotlib.patches import Rectangle

from backprop.figures.style import (
    BLUE,
    GREY,
    INK,
    RUST,
    new_figure,
    with_minus,
)
from backprop.losses import softmax


def logits_and_probabilities(logits):
    """Draw a row of logits as bars, and below them what softmax makes."""
    figure, (above, below) = new_figure(2, sharex=True, height=3.6)
    p = softmax(logits)
    above.bar(range(len(logits)), logits, color=BLUE)
    above.set(ylabel="logit $z$")
    below.bar(range(len(p)), p, color=BLUE)
    for place, height in enumerate(p):
        below.text(
            place, height + 0.015, f"{height:.2f}",
            ha="center", color=BLUE,
        )  # fmt: skip
    below.set(xlabel="class", ylabel="softmax $p$", ylim=(0, max(p) + 0.1))
    _classes(above, below, count=len(p))
    return figure


def p_minus_y(logits, label):
    """Draw probabilities as bars, and below them, as large, the slopes."""
    p = softmax(logits)
    slopes = p - (np.arange(len(p)) == label)
    heights = (0, 0.65), (-1, 0.65)
    figure, (above, below) = new_figure(
        2, sharex=True, height=4.0,
        height_ratios=[top - bottom for bottom, top in heights],
    )  # fmt: skip
    above.bar(range(len(p)), p, color=BLUE)
    above.set(ylabel="$p$", ylim=heights[0])
    for filling, edge in ((0.15, "none"), (None, RUST)):
        below.bar(
            range(len(p)), slopes, alpha=filling, linestyle="--",
            facecolor=RUST if filling else "none", edgecolor=edge,
        )  # fmt: skip
    below.set(xlabel="class", ylabel="slope $p - y$", ylim=heights[1])
    below.text(
        label, slopes[label] - 0.04, f"label {label}",
        ha="center", va="top", color=RUST,
    )  # fmt: skip
    _classes(above, below, count=len(p))
    return figure


def jacobian_table(jacobian):
    """Draw slopes as a table: the larger one is, the stronger its colour."""
    size = len(jacobian)
    figure, axes = new_figure(width=4.2, height=3.1)
    shades = abs(jacobian) / abs(jacobian).max()
    for i, j in np.ndindex(size, size):
        axes.add_patch(
            Rectangle(
                (j - 0.48, i - 0.48), 0.96, 0.96, edgecolor="none",
                facecolor=RUST, alpha=0.04 + 0.3 * shades[i, j],
            )
        )  # fmt: skip
        number = with_minus(f"{jacobian[i, j]:+.2f}")
        axes.text(j, i, number, ha="center", va="center", color=INK)
    numbers = range(1, size + 1)
    axes.set(
        xlim=(-0.5, size - 0.5), ylim=(size - 0.5, -0.5),
        xticks=range(size), xticklabels=[f"along $z_{n}$" for n in numbers],
        yticks=range(size), yticklabels=[f"slope of $p_{n}$" for n in numbers],
    )  # fmt: skip
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    return figure


def slopes_against_lead(leads, curves):
    """Draw slopes along the wrong logit against its lead over the right one.

    `curves` has them by the name of their loss.
    """
    figure, axes = new_figure()
    for (name, slopes), style in zip(curves.items(), ("--", ":"), strict=True):
        axes.plot(leads, slopes, style, color=RUST, label=name)
    axes.axvline(0, color=GREY, linewidth=0.8)
    for side, which in ((-0.4, "right"), (0.4, "wrong")):
        axes.text(
            side, 1.1, f"the {which} class leads", color=GREY,
            ha="left" if side > 0 else "right",
        )  # fmt: skip
    axes.set(
        xlabel="lead of the wrong logit over the right one",
        ylabel="slope along the wrong logit",
        xticks=range(-10, 11, 5), ylim=(-0.03, 1.2),
    )  # fmt: skip
    axes.legend(loc="center left")
    return figure


def _classes(above, below, count):
    """Two rows of bars, one for each class, that stand on a line."""
    for axes in (above, below):
        axes.axhline(0, color=GREY, linewidth=0.8)
        axes.spines["bottom"].set_visible(False)
        axes.tick_params(axis="x", length=0)
    below.set_xticks(range(count))
