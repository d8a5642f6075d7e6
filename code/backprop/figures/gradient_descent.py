"""Drawings of the chapter "Downhill: fit a line"."""

import numpy as np

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
        axes.legend()
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
    axes.legend()
    return figure


def four_paths(error, paths, lowest):
    """Draw each path of `{title: points}` on the contours of `error`.

    `error` takes an array (slope, intercept), and is least at `lowest`.
    """
    figure, panels = new_figure(
        rows=2, columns=2, height=5.2, sharex=True, sharey=True
    )
    slopes = np.linspace(lowest[0] - 2.8, lowest[0] + 2.8, 61)
    intercepts = np.linspace(lowest[1] - 2.4, lowest[1] + 2.4, 61)
    heights = [[error(np.array([m, c])) for m in slopes] for c in intercepts]
    least = error(np.asarray(lowest))
    for (title, points), axes in zip(paths.items(), panels.flat, strict=True):
        axes.contour(
            slopes, intercepts, heights, levels=least + np.array([0.1, 0.5, 1.5, 4, 9]),
            colors=BLUE, linewidths=0.9, linestyles="solid",
        )  # fmt: skip
        axes.plot(
            *np.transpose(points), color=RUST, linestyle="--", linewidth=1.1,
            marker="o", markersize=2.5, clip_on=True,
        )  # fmt: skip
        axes.plot(*lowest, marker="+", markersize=9, color=INK)
        axes.set_title(title)
        axes.set(
            xlim=(slopes[0], slopes[-1]),
            ylim=(intercepts[0], intercepts[-1]),
            aspect="equal",
        )
    for axes in panels[1]:
        axes.set_xlabel("slope $m$")
    for axes in panels[:, 0]:
        axes.set_ylabel("intercept $c$")
    return figure
