"""Drawings of the chapter "Downhill: fit a line".

The data and its lines, the error after each step, and walks on the contours
of the error, still or step by step. The contours are drawn around the lowest
point, as far as the walks of the chapter go. The flipbook and the still draw
a walk by the same function, so that they show the same.
"""

import numpy as np

from backprop.figures.flipbook import Flipbook, settle
from backprop.figures.style import BLUE, GREY, INK, RUST, new_figure


def data_and_lines(x, y, lines=None):
    """Draw points, and lines of `{label: (slope, intercept)}` through them."""
    figure, axes = new_figure(height=3.1)
    axes.plot(
        x, y, linestyle="none", marker="o", markersize=3.5,
        markerfacecolor="none", markeredgecolor=GREY, label="data",
    )  # fmt: skip
    ends = np.array([np.min(x), np.max(x)])
    looks = ((BLUE, "-", 3), (INK, "--", 1.6), (INK, ":", 1.6))
    for (label, (slope, intercept)), (colour, style, width) in zip(
        (lines or {}).items(), looks, strict=False
    ):
        axes.plot(
            ends, slope * ends + intercept, color=colour, linestyle=style,
            linewidth=width, label=label,
        )  # fmt: skip
    if lines:
        axes.legend(loc="best")
    axes.set(xlabel="input $x$", ylabel="target $y$")
    return figure


def error_curve(errors, least):
    """Draw the error after each step, and how far it is above the least."""
    figure, axes = new_figure(height=3.1)
    steps, errors = np.arange(len(errors)), np.asarray(errors)
    axes.semilogy(steps, errors, color=BLUE, label="error $E$")
    axes.semilogy(
        steps, errors - least, color=INK, linestyle="--", linewidth=1.3,
        label="error above the least",
    )  # fmt: skip
    axes.axhline(
        least,
        color=GREY,
        linestyle=":",
        linewidth=1.3,
        label="the least error",
    )
    axes.set(xlabel="steps", ylabel="mean squared error")
    axes.grid(alpha=0.25, linewidth=0.6)
    axes.legend(loc="best")
    return figure


def four_paths(error, paths, lowest):
    """Draw each path of `{title: points}` on the contours of `error`.

    `error` takes an array (slope, intercept), and is least at `lowest`.
    """
    figure, panels = new_figure(
        rows=2, columns=2, height=5.2, sharex=True, sharey=True
    )
    for (title, points), axes in zip(paths.items(), panels.flat, strict=True):
        _contours(axes, error, lowest)
        _path(axes).set_data(*np.transpose(points))
        axes.set_title(title)
    for axes in panels[1]:
        axes.set_xlabel("slope $m$")
    for axes in panels[:, 0]:
        axes.set_ylabel("intercept $c$")
    return figure


def walks(error, paths, lowest):
    """Walk each path of `{title: points}` step by step, as `four_paths` draws it."""
    figure, axes = new_figure(height=3.4)
    _contours(axes, error, lowest)
    axes.set(xlabel="slope $m$", ylabel="intercept $c$")
    line = _path(axes)
    settle(figure)

    def draw(title, step):
        points = np.asarray(paths[title])[: step + 1]
        line.set_data(*points.T)
        slope, intercept = points[-1]
        sentence = (
            f"Step {step}: m = {slope:.2f}, c = {intercept:.2f}, and "
            f"the error is {error(points[-1]):.2f}; the least is "
            f"{error(np.asarray(lowest)):.2f}."
        )
        return figure, sentence

    steps = min(13, *map(len, paths.values()))
    return Flipbook(
        draw,
        {"walk": list(paths), "step": range(steps)},
        alt="Narrow oval contours of the error with a cross in their middle, "
        "and a dashed path of dots that starts at the upper left and gets "
        "longer by a dot with each step.",
        still=[1, min(8, steps - 1)],
    )


def _contours(axes, error, lowest):
    slopes = np.linspace(lowest[0] - 2.8, lowest[0] + 2.8, 61)
    intercepts = np.linspace(lowest[1] - 2.4, lowest[1] + 2.4, 61)
    heights = [[error(np.array([m, c])) for m in slopes] for c in intercepts]
    axes.contour(
        slopes, intercepts, heights, colors=BLUE, linewidths=0.9, linestyles="solid",
        levels=error(np.asarray(lowest)) + np.array([0.1, 0.5, 1.5, 4, 9]),
    )  # fmt: skip
    axes.plot(*lowest, marker="+", markersize=9, color=INK)
    axes.set(
        xlim=(slopes[0], slopes[-1]),
        ylim=(intercepts[0], intercepts[-1]),
        aspect="equal",
    )


def _path(axes):
    (line,) = axes.plot(
        [], [], color=RUST, linestyle="--", linewidth=1.1,
        marker="o", markersize=2.5, clip_on=True,
    )  # fmt: skip
    return line
