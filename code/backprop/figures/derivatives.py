"""Drawings of the chapter "Slopes by nudging"."""

import numpy as np

from backprop.figures.style import BLUE, GREY, INK, RUST, new_figure


def curves_and_slopes(functions, slope):
    """Draw each function of `{title: f}` above its rate of change, which `slope(f, x)` measures."""
    x = np.linspace(-2, 2, 41)
    figure, rows = new_figure(
        rows=2, columns=len(functions), height=3.6, sharex=True, sharey="row"
    )
    for (title, f), above, below in zip(functions.items(), *rows):
        above.plot(x, [f(value) for value in x], color=BLUE)
        below.plot(
            x, [slope(f, value) for value in x], color=RUST, linestyle="--"
        )
        above.set_title(title)
        below.set_xlabel("$x$")
    rows[0, 0].set_ylabel("$y$")
    rows[1, 0].set_ylabel("rate of change")
    for axes in rows.flat:
        axes.axhline(0, color=GREY, linewidth=0.6)
        axes.axvline(0, color=GREY, linewidth=0.6)
    return figure


def error_against_step(steps, errors):
    """Draw `{method: errors}` against the steps on logarithmic axes; an error of 0 is left out."""
    figure, axes = new_figure(height=3.4)
    for (method, values), marker, line in zip(
        errors.items(), "os^", ("-", "--", ":")
    ):
        shown = np.where(np.asarray(values) > 0, values, np.nan)
        axes.loglog(
            steps, shown, color=INK, marker=marker, markersize=3.5, linestyle=line,
            linewidth=1.1, label=method,
        )  # fmt: skip
    axes.set(xlabel="step $h$", ylabel="relative error of the slope")
    axes.grid(alpha=0.25, linewidth=0.6)
    axes.legend()
    return figure
