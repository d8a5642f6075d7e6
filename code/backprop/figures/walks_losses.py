"""The walk through softmax and cross-entropy, for one row of three classes."""

import numpy as np

from backprop.figures.walks_arrays import ArrayNode, Side
from backprop.losses import cross_entropy, cross_entropy_gradient, softmax

LABEL = 1  # the right class, counted from 0


def three_classes(z):
    """Softmax and the surprise at the second class."""
    z = np.array(z, float)
    e, p, y = np.exp(z), softmax(z), np.eye(len(z))[LABEL]
    s, surprise = e.sum(), np.float64(cross_entropy([z], [LABEL]))
    dz = cross_entropy_gradient([z], [LABEL])[0]
    k, others = LABEL + 1, [n for n in range(len(z)) if n != LABEL]
    powers = Side(
        e,
        [
            (2**z, "That is a power of 2, and here it is one of e."),
            (10**z, "That is a power of 10, and here it is one of e."),
            (np.e * z, "That multiplies by e. The logit is the exponent."),
            (1 / e, "The sign of the exponent is wrong."),
            (-e, "A power of e is never negative."),
            (p, "That is divided already."),
            (z, "That is the logit itself."),
        ],
        "It is e to the power of the logit of number {row}.",
    )
    total = Side(
        s,
        [
            (z.sum(), "That is the sum of the logits. Add their powers."),
            (
                np.exp(z.sum()),
                "That is the power of the sum, which is the product of the "
                "powers. Add them.",
            ),
            (s / 3, "That is the mean of the powers. Add them."),
            *(
                (s - e[n], f"The power of class {n + 1} is missing.")
                for n in range(len(z))
            ),
            (np.log(s), "That is the logarithm of the sum."),
        ],
        "Add the three powers.",
    )
    shares = Side(
        p,
        [
            (e, "The power is not divided by the sum."),
            (
                z / z.sum(),
                "Those are shares of the logits. Take the powers first.",
            ),
            (e / z.sum(), "That divides by the sum of the logits, and not of the powers."),
            (z / s, "That is the logit, divided. Divide its power."),
            (e / 3, "That divides by the number of classes, and not by the sum."),
            (0 * p + 1 / s, "That is 1 over the sum. Multiply it by the power."),
            (e / (s - e), "That divides by the sum of the others. The power itself is in the sum."),
            (s / e, "That is upside down."),
            (-p, "A probability is never negative."),
        ],
        "Divide the power of number {row} by the sum.",
    )  # fmt: skip
    loss = Side(
        surprise,
        [
            (-surprise, "The minus is forgotten: a surprise is never negative."),
            *(
                (
                    -np.log(p[n]),
                    f"That is the surprise at class {n + 1}, and the label is {k}.",
                )
                for n in others
            ),
            (surprise / np.log(2), "That is log to the base 2. Here it is the natural one, ln."),
            (surprise / np.log(10), "That is log to the base 10. Here it is the natural one, ln."),
            (-np.log(p).mean(), "That is the mean over the classes. The label alone counts."),
            (-np.log(p).sum(), "That is the sum over the classes. The label alone counts."),
            (surprise / 3, "Divided by the classes. The mean is over rows, and there is one."),
            (-z[LABEL], "That is minus the logarithm of the power, before it is divided."),
            (np.log(s), "That is the logarithm of the sum."),
            (1 - p[LABEL], "That is what is left of 1. The surprise is −log p."),
            (p[LABEL], "That is the probability itself."),
            (1 / p[LABEL], "That is 1 over the probability. Take its logarithm."),
        ],
        f"Take the natural logarithm of number {k} of p, and change its sign.",
    )  # fmt: skip
    back = Side(
        dz,
        [
            (
                p,
                f"The − 1 is missing: {k} is the label, so y has its 1 here.",
            ),
            (-dz, "The sign is wrong: that is y − p, and the slope is p − y."),
            (
                p - 1,
                f"The 1 is subtracted at the label alone, and that is {k}.",
            ),
            (p + y, "The 1 is added. What was right is subtracted: p − y."),
            (
                dz / 3,
                "Divided by the classes. The mean is over rows, and there is "
                "one.",
            ),
            (
                p[LABEL] * (y - p),
                f"That is how fast the probability of class {k} grows. "
                "Multiply it by the slope of the surprise, −1 over that "
                "probability.",
            ),
            (
                p * (1 - p),
                "That is how fast a probability grows with its own logit. "
                f"The loss looks at that of class {k}, through a logarithm.",
            ),
            (
                0 * p - 1 / p[LABEL],
                "That is the slope along the probability. Walk on, through "
                "softmax.",
            ),
            (e - y, "The power is not divided: p − y, and not e − y."),
            (z - y, "That takes the logit for the probability."),
            (
                y * surprise + (1 - y) * -np.log(p),
                "That is the surprise itself, which is in no slope.",
            ),
            (z, "That is the logit. Asked for is how fast E grows with it."),
        ],
        "It is p − y: the probability of number {row}, and minus 1 at the label.",
    )
    return {
        "z": ArrayNode(Side(z), back),
        "e": ArrayNode(powers, None, "exp z", ("z",)),
        "s": ArrayNode(total, None, "Σ e", ("e",)),
        "p": ArrayNode(shares, None, "e / s", ("e", "s")),
        "E": ArrayNode(loss, None, f"−log p{k}", ("p",)),
    }
