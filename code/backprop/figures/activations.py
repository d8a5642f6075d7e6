"""Drawings of the chapter "One bend makes a network".

And many trainings at once, for the figure that counts them: the step trains
one network of plain numbers at a time, which would take minutes, so
`train_together` does the same sums on arrays, and a test holds the two to
the same weights. The other drawings ask a `BentNetwork` for its numbers:
the bends and their slopes, a bump as a sum of two, and a plane that folds
while a network learns, as a flipbook.
"""

import numpy as np

from backprop.activations import DERIVATIVES, BentNetwork, relu, tanh
from backprop.figures.flipbook import Flipbook
from backprop.figures.graph import Edge, Node, draw_graph
from backprop.figures.style import BLUE, GREY, INK, RUST, new_figure

WITH_ARRAYS = {
    tanh: (np.tanh, lambda sums: 1 - np.tanh(sums) ** 2),
    relu: (lambda sums: np.maximum(sums, 0), lambda sums: sums > 0),
}


def train_together(networks, inputs, targets, rate, epochs):
    """Return each of many networks after its training, all computed at once.

    They share a bend that is 0 at 0, and may differ in width: to the widest
    they are filled up with neurons whose weights are all 0, which therefore
    never move. Gives what `BentNetwork.train` gives, but for rounding.
    """
    (bend,) = {network.bend for network in networks}
    bent, slope = WITH_ARRAYS[bend]
    inputs = np.column_stack([inputs, np.ones(len(inputs))])
    targets = np.reshape(targets, (-1, 1))
    widths = [len(network.hidden) for network in networks]
    hidden = np.zeros((len(networks), inputs.shape[1], max(widths)))
    output = np.zeros((len(networks), max(widths) + 1, 1))
    for number, (network, width) in enumerate(zip(networks, widths)):
        hidden[number, :, :width] = np.transpose(network.hidden)
        output[number, :width, 0] = network.output[:-1]
        output[number, -1, 0] = network.output[-1]
    numbers = np.ones((len(networks), len(inputs), max(widths) + 1))
    for _ in range(epochs):
        sums = inputs @ hidden
        numbers[:, :, :-1] = bent(sums)
        d_output = 2 * (numbers @ output - targets) / len(inputs)
        d_sums = d_output * output[:, :-1].swapaxes(1, 2) * slope(sums)
        output -= rate * numbers.swapaxes(1, 2) @ d_output
        hidden -= rate * inputs.T @ d_sums
    return [
        BentNetwork(rows[:, :width].T, [*last[:width, 0], last[-1, 0]], bend)
        for rows, last, width in zip(hidden, output, widths)
    ]


def bent_neuron(weights, x, bend, upstream):
    """Draw one neuron, `(w, b)`, with its bend, walked forward and back.

    `upstream` is how fast the error grows with what the neuron gives.
    """
    w, b = weights
    s = w * x + b
    slope = DERIVATIVES[bend](s)
    d_s = upstream * slope
    nodes = {
        "x": Node("$x$", (0, 0.5), x),
        "w": Node("$w$", (0, 1.5), w, d_s * x),
        "b": Node("$b$", (0, -0.5), b, d_s),
        "s": Node("$s$", (1.5, 0.5), s, d_s),
        "h": Node("$h = f(s)$", (3.1, 0.5), bend(s), upstream),
    }
    edges = [
        Edge("x", "s"),
        Edge("w", "s"),
        Edge("b", "s"),
        Edge("s", "h", below=f"× {slope:.4f}"),
    ]
    return draw_graph(nodes, edges, backward=True)


def bends(derivatives=DERIVATIVES):
    """Draw each function of `{function: its derivative}`, and its slope."""
    x = np.linspace(-4, 4, 161)
    figure, panels = new_figure(
        2, 4, height=3.5, sharex=True, sharey=True, squeeze=False
    )
    for (bend, slope), axes in zip(derivatives.items(), panels.flat):
        axes.axhline(0, color=GREY, linewidth=0.6)
        axes.axvline(0, color=GREY, linewidth=0.6)
        values = axes.plot(x, [bend(number) for number in x], color=BLUE)
        slopes = np.array([slope(number) for number in x])
        slopes[1:][abs(np.diff(slopes)) > 0.5] = np.nan  # a jump is no line
        slopes = axes.plot(x, slopes, color=RUST, linestyle="--")
        axes.set_title(bend.__name__)
        axes.set(ylim=(-1.4, 2.4), xticks=(-3, 0, 3))
    panels[-1, -1].set_axis_off()
    panels[-1, -1].legend([*values, *slopes], ["value", "slope"], loc="center")
    return figure


def bump(network, low, high):
    """Draw the output of a network of one input, and the parts it adds."""
    x = np.linspace(low, high, 241)
    figure, axes = new_figure()
    bent = np.array([network.forward([number])[1] for number in x])
    looks = ("--", ":", "-.")
    *weights, bias = network.output
    for number, (weight, look) in enumerate(zip(weights, looks)):
        factor = f"{weight:g}".replace("1", "") if abs(weight) == 1 else weight
        axes.plot(
            x, weight * bent[:, number], color=INK, linestyle=look,
            linewidth=1.2, label=f"${factor} h_{number + 1}$",
        )  # fmt: skip
    axes.plot(x, bent @ weights + bias, color=BLUE, label="output $o$")
    axes.set(xlabel="$x$")
    axes.legend(loc="best")
    return figure


def folding(network, inputs, targets, rate, epochs, level=0.5):
    """Train a network with two inputs and two hidden numbers, and watch both planes.

    Thin lines are the same grid in both; the blue line is where the output is `level`.
    """
    trained = {0: network}

    def draw(epoch):
        while max(trained) < epoch:
            last = max(trained)
            trained[last + 1], _ = trained[last].train(
                inputs, targets, rate, epochs=1
            )
        now = trained[epoch]
        outputs = [f"{now.forward(point)[-1]:.2f}" for point in inputs]
        return _before_and_after(now, inputs, targets, level), (
            f"After {epoch} epochs the error is {now.error(inputs, targets):.2f}; "
            f"the outputs are {', '.join(outputs)}."
        )

    return Flipbook(
        draw,
        {"epoch": list(epochs)},
        alt="Two panels, the unit square before the bend and after it, with a "
        "thin grid and four points, open at 0,0 and 1,1 and filled at 0,1 and "
        "1,0. In the course of training the grid on the right is squeezed "
        "into a narrow curved band; in the end the filled points lie on one "
        "another in its bend, the open ones near its ends, and a straight "
        "blue line cuts the bend off. On the left, two blue lines part the "
        "filled points from the open ones.",
    )


def _before_and_after(network, inputs, targets, level):
    figure, (before, after) = new_figure(1, 2, height=3.1)

    def bent(points):
        return np.array([network.forward(point)[1] for point in points])

    ticks, along = np.linspace(-0.2, 1.2, 8), np.linspace(-0.2, 1.2, 11)
    gap = np.full((1, 2), np.nan)
    lines = [
        line
        for t in ticks
        for line in ([(t, a) for a in along], [(a, t) for a in along])
    ]
    for axes, shown in (
        (before, map(np.array, lines)),
        (after, map(bent, lines)),
    ):
        points = np.concatenate(
            [part for line in shown for part in (line, gap)]
        )
        axes.plot(*points.T, color=GREY, linewidth=0.5, alpha=0.6)
    before.set(
        xlim=(-0.3, 1.3), ylim=(-0.3, 1.3), xlabel="$x_1$", ylabel="$x_2$"
    )
    after.set(
        xlim=(-1.3, 1.3), ylim=(-1.3, 1.3), xlabel="$h_1$", ylabel="$h_2$"
    )
    before.set_title("before the bend")
    after.set_title("after the bend")
    for axes, points in ((before, np.array(inputs)), (after, bent(inputs))):
        names = {}
        for point, name, target in zip(points, inputs, targets, strict=True):
            axes.plot(
                *point, marker="o", markersize=8, markeredgecolor=INK,
                markerfacecolor=INK if target else "none", linestyle="none",
            )  # fmt: skip
            place = *point.round(1), target
            names.setdefault(place, []).append("{:g},{:g}".format(*name))
        middle = np.mean(axes.get_xlim())
        for (x, y, target), here in names.items():
            left = x > middle
            axes.annotate(
                " and ".join(here), (x, y), textcoords="offset points",
                xytext=(-7 if left else 7, 7 if target else -13), ha="right" if left else "left",
                bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 0.5},
            )  # fmt: skip
    grid = np.linspace(-0.2, 1.2, 31)
    heights = [[network.forward([x1, x2])[-1] for x1 in grid] for x2 in grid]
    if np.min(heights) < level < np.max(heights):
        before.contour(
            grid, grid, heights, levels=[level], colors=BLUE, linewidths=1.8
        )
    v1, v2, c = network.output
    ends = np.array([-1.3, 1.3])
    after.plot(ends, (level - c - v1 * ends) / v2, color=BLUE)
    return figure


def success(widths, solved, starts):
    """Draw how many of so many `starts` solved it: `{label: counts}`."""
    figure, axes = new_figure(height=2.7)
    for (label, counts), marker, look in zip(
        solved.items(), "os^", ("-", "--", ":")
    ):
        axes.plot(
            widths, counts, color=INK, marker=marker, linestyle=look,
            linewidth=1.3, markersize=5, label=label,
        )  # fmt: skip
    axes.set(
        xlabel="hidden neurons", ylabel=f"solved, of {starts}",
        xticks=widths, ylim=(-0.04 * starts, 1.06 * starts),
    )  # fmt: skip
    axes.legend(loc="best")
    return figure
