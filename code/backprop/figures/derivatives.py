"""Drawings of the chapter "Slopes by nudging".

Functions above their measured rates of change, on one x, so that a peak
stands over its zero; and a flipbook in which a step shrinks, with the error
that it makes on logarithmic axes beside it. There zero has no place, so an
error of exactly 0 is left out (`_above_zero`) and not moved.
"""

import numpy as np

from backprop.figures.flipbook import Flipbook, settle
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


def error_against_step(f, x, steps, errors):
    """Each step from a point of `f`, and the errors `{method: errors}` on logarithmic axes.

    Above the line of the forward difference, below all errors; an error of 0 is left out.
    """
    figure, (curve, axes) = new_figure(
        2, 1, height=5.2, height_ratios=(1, 1.7)
    )
    around = np.linspace(x - 1.2, x + 1.2, 49)
    curve.plot(around, f(around), color=BLUE)
    (secant,) = curve.plot([], [], color=RUST, linestyle="--")
    (ends,) = curve.plot(
        [], [], color=RUST, marker="o", markersize=4, linestyle="none"
    )
    curve.set(xlim=(x - 1.2, x + 1.2), ylim=(f(x) - 4, f(x) + 7), xlabel="$x$")
    marks = []
    for (method, values), marker, line in zip(
        errors.items(), "os^", ("-", "--", ":")
    ):
        axes.loglog(
            steps, _above_zero(values), color=INK, marker=marker, markersize=3.5,
            linestyle=line, linewidth=1.1, label=method.replace("_", " "),
        )  # fmt: skip
        marks += axes.plot(
            [],
            [],
            marker="o",
            markersize=8,
            color=RUST,
            markerfacecolor="none",
        )
    axes.set(xlabel="step $h$", ylabel="relative error of the slope")
    axes.grid(alpha=0.25, linewidth=0.6)
    axes.legend(loc="best")
    settle(figure)

    def draw(h):
        place = list(steps).index(h)
        slope = (f(x + h) - f(x)) / h
        secant.set_data(around, f(x) + slope * (around - x))
        ends.set_data([x, x + h], [f(x), f(x + h)])
        told = []
        for mark, (method, values) in zip(marks, errors.items(), strict=True):
            mark.set_data([h], [_above_zero(values)[place]])
            error = f"{values[place]:.0e}" if values[place] else "0"
            told.append(f"{method.replace('_', ' ')} {error}")
        return figure, f"h = {h:.2g}. Relative errors: {', '.join(told)}."

    return Flipbook(
        draw,
        {"step size h": list(steps)},
        alt="Above a curve, and a dashed line through two of its points, which "
        "turns into the tangent as the step gets smaller. Below the relative "
        "error of three methods against the step size on logarithmic axes: "
        "forward and central difference fall and rise again, the complex step "
        "falls and stays. A ring marks the step.",
        still=[4],
    )


def _above_zero(values):
    return np.where(np.asarray(values) > 0, values, np.nan)
