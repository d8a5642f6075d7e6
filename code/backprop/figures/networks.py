"""Drawings of the chapter "Many layers: reading digits".

Images and what the network says of them, its shapes, its learning curves
over several runs, what it confuses, and a flipbook of a small one that
learns to part two kinds of points. Digits are drawn as squares of one path
for each grey and not as images, so that paper and site show sharp edges.
Training is handed in by the chapter; nothing is trained here but frame by
frame, with the function that the chapter gives.
"""

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Bbox

from backprop.figures.flipbook import Flipbook
from backprop.figures.graph import Edge, Node, draw_graph
from backprop.figures.style import BLUE, GREY, INK, WIDTH, new_figure

ROW = 13.5  # of digits: 8 squares, a label, and room between


def digits(images, labels, columns=10):
    """Draw images of 8 by 8 in rows, each with a label below it."""
    rows = -(-len(images) // columns)
    figure, axes = new_figure(height=WIDTH * ROW * rows / (10 * columns))
    squares = {}
    for number, image in enumerate(images):
        row, column = divmod(number, columns)
        image = np.reshape(image, (8, 8))
        for y, x in np.argwhere(image):
            left, top = 10 * column + 1 + x, ROW * row + 1 + y
            squares.setdefault(image[y, x], []).append(
                Bbox.from_bounds(left, top, 1, 1)
            )
    for shade, boxes in squares.items():  # one path for each shade of ink
        corners = [Path(box.corners()[[0, 1, 3, 2, 0]]) for box in boxes]
        axes.add_patch(
            PathPatch(
                Path.make_compound_path(*corners),
                facecolor=INK, alpha=shade, linewidth=0,
            )
        )  # fmt: skip
    axes.set(xlim=(0, 10 * columns), ylim=(ROW * rows, 0), aspect="equal")
    for number, label in enumerate(labels):
        row, column = divmod(number, columns)
        axes.text(
            10 * column + 5,
            ROW * row + 11,
            label,
            ha="center",
            va="center",
            fontsize=11,
        )
    axes.set_axis_off()
    return figure


def two_layers(rows):
    """Draw the network 64-32-10 with the shapes that pass along its arrows."""
    boxes = {"images": 0, "Linear": 1.25, "relu": 2.4, "linear": 3.55, "$E$": 4.6}
    nodes = {
        name: Node("Linear" if name == "linear" else name, (at, 0))
        for name, at in boxes.items()
    }
    names = list(boxes)
    edges = [
        Edge(start, end, above=f"{rows} × {width}")
        for start, end, width in zip(
            names, names[1:], (64, 32, 32, 10), strict=False
        )
    ]
    for name in names[1:]:
        nodes[name].gradient = ""  # so that an arrow leads back
    return draw_graph(nodes, edges, backward=True)


def learning_curves(histories):
    """Draw losses and accuracies, a line for each run, and their means."""
    figure, (left, right) = new_figure(columns=2, height=2.9)
    ticks = {left: (0.02, 0.1, 0.5, 2), right: (0.02, 0.05, 0.1, 0.2)}
    losses = [history.losses for history in histories]
    errors = 1 - np.array([history.accuracies for history in histories])
    for axes, runs, title in (
        (left, losses, "loss, training"),
        (right, errors, "read wrong, held out"),
    ):
        epochs = np.arange(1, len(runs[0]) + 1)
        for run in runs:
            axes.semilogy(epochs, run, color=GREY, linewidth=0.8)
        axes.semilogy(epochs, np.mean(runs, axis=0), color=BLUE, linewidth=2.2)
        axes.set_title(title)
        axes.set(xlabel="epoch", yticks=ticks[axes])
        axes.yaxis.set_major_formatter("{x:g}")
        axes.minorticks_off()
        axes.grid(alpha=0.25, linewidth=0.6)
    return figure


def confusion(matrix):
    """Draw a confusion matrix; mistakes stand in boxes."""
    figure, axes = new_figure(width=4.4, height=4.2)
    classes = len(matrix)
    for row, column in np.ndindex(*np.shape(matrix)):
        count = matrix[row][column]
        wrong = row != column and count > 0
        axes.text(
            column,
            row,
            count if count else "·",
            ha="center",
            va="center",
            fontsize=11 if wrong else 10,
            color=INK if wrong else GREY,
            fontweight="bold" if wrong else "normal",
            bbox={"boxstyle": "square", "fill": False} if wrong else None,
        )
    axes.set(
        xlim=(-0.6, classes - 0.4),
        ylim=(classes - 0.4, -0.6),
        xticks=range(classes),
        yticks=range(classes),
        xlabel="what the network said",
        ylabel="what it is",
        aspect="equal",
    )
    axes.tick_params(length=0)
    return figure


def learning(network, inputs, labels, train_one_epoch, epochs):
    """Watch a network with two inputs and two labels learn.

    `train_one_epoch()` trains it and gives the loss. Left the plane, parted where the network
    takes both labels to be equally likely; right the losses so far.
    """
    margin = 0.4
    (left, bottom), (right, top) = (
        inputs.min(0) - margin,
        inputs.max(0) + margin,
    )
    x, y = np.linspace(left, right, 45), np.linspace(bottom, top, 35)
    places = np.array([(a, b) for b in y for a in x])
    losses = []

    def draw(epoch):
        while len(losses) < epoch:
            losses.append(train_one_epoch())
        figure, (plane, curve) = new_figure(
            1, 2, height=2.9, width_ratios=(1.5, 1)
        )
        logits = network.forward(places)
        lead = (logits[:, 1] - logits[:, 0]).reshape(len(y), len(x))
        if lead.min() < 0 < lead.max():
            plane.contour(x, y, lead, levels=[0], colors=BLUE, linewidths=1.8)
        for label, marker, face in ((0, "^", "none"), (1, "o", INK)):
            plane.plot(
                *inputs[labels == label].T, linestyle="none", marker=marker,
                markersize=3, markerfacecolor=face,
                markeredgecolor=INK if face == INK else GREY,
            )  # fmt: skip
        plane.set(
            xlim=(left, right),
            ylim=(bottom, top),
            xlabel="$x_1$",
            ylabel="$x_2$",
        )
        curve.plot(range(1, len(losses) + 1), losses, color=BLUE)
        curve.set(
            xlim=(0, max(epochs)), ylim=(0, 0.75), xlabel="epoch", title="loss"
        )
        right_ones = int((network.predict(inputs) == labels).sum())
        loss = f", and the loss was {losses[-1]:.2f}" if losses else ""
        return figure, (
            f"After {epoch} epochs {right_ones} of {len(labels)} points are "
            f"on their side{loss}."
        )

    return Flipbook(
        draw,
        {"epoch": list(epochs)},
        alt="Left two interleaved half circles, of dots and of triangles. A "
        "blue line between them is straight at first, and with the epochs "
        "bends until it winds through the gap. Right the loss, which falls "
        "from about 0.7, fast, then slowly, then fast again.",
    )
