"""The walk through a layer: shapes first, and then the sums.

`Linear` computes what is right; each mistake is written as what NumPy would
make of it.
"""

import numpy as np

from backprop.figures.walks_arrays import ArrayNode, Side
from backprop.layers import Linear

FIRST = (
    "That is the first row alone. The {} is used in each row: add over the "
    "batch."
)
LAST = (
    "That is the last row alone. The {} is used in each row: add to what came "
    "before."
)
ONE = (
    "That is one row alone. The {} is used in each row: add over the batch."
)
MEAN = "That is the mean over the rows. Add, and do not divide."
ALL = "All of dZ is added up. Each neuron has a bias of its own."
SUMMED = "That is summed over the batch. Each row has inputs of its own."
NEURON = (
    "That is the {} neuron alone. Every neuron uses the input: add over them."
)
SIGN = "Only the sign is wrong."
VALUE = (
    "That is the value of {}. Asked for is how fast the error grows with it."
)
SAME = "A gradient has the shape of what it belongs to, here of {}."


def layer(X, W, b, dZ):
    """Linear, there and back, with all its sums."""
    X, W, b, dZ = (np.array(each, float) for each in (X, W, b, dZ))
    made = Linear(*W.shape, np.random.default_rng(0))
    made.weights, made.bias = W, b
    Z = made.forward(X)
    dX = made.backward(dZ)
    dW, db = made.gradients()
    (rows, inputs), neurons = X.shape, len(b)
    first, last = slice(0, 1), slice(-1, None)
    outputs = Side(
        Z,
        [
            (Z.T, "That is transposed. A row of X gives a row of Z."),
            (
                X.shape,
                "That is the shape of X. Z has a column for each neuron.",
            ),
            (W.shape, "That is the shape of W. Z has a row for each example."),
            (
                (inputs, inputs),
                f"The {inputs} along which both are walked are added up, and "
                "gone. What stays is the rows of X and the columns of W.",
            ),
            (b.shape, "That is one row. X has more of them, and so has Z."),
            (X @ W, "The bias is missing."),
            (0 * Z + b, "That is the bias alone."),
            (
                X @ W + inputs * b,
                "The bias is added once, and not for each product.",
            ),
            (X[:, first] @ W[first] + b, "That is the first input alone."),
            (X[:, last] @ W[last] + b, "That is the last input alone."),
            (
                X.sum(1, keepdims=True) * W.sum(0) + b,
                "The sums are multiplied. Multiply number by number, and "
                "then add.",
            ),
            (
                X.sum(1, keepdims=True) + W.sum(0) + b,
                "All is added. A weight multiplies what flows in.",
            ),
            (-Z, SIGN),
        ],
        "Take row {row} of X and column {column} of W, multiply number by "
        "number, add up, and add number {column} of b.",
        "Z has a row for each row of X, and a column for each column of W.",
    )
    along_weights = Side(
        dW,
        [
            (
                dW.T,
                "That is transposed. "
                "Row and column are those of W: an input, and a neuron.",
            ),
            (
                dZ.shape,
                "That is the shape of dZ. The rows of the batch are added up, "
                "and gone.",
            ),
            (X.shape, "That is the shape of X. Each weight has a gradient."),
            (
                X.T.shape,
                "That is the shape of Xᵀ, with which dZ is multiplied.",
            ),
            (db.shape, "That is the shape of b. Each weight has a gradient."),
            (X[first].T @ dZ[first], FIRST.format("weight")),
            (X[last].T @ dZ[last], LAST.format("weight")),
            *(
                (np.outer(x, dz), ONE.format("weight"))
                for x, dz in zip(X[1:-1], dZ[1:-1])
            ),
            (dW / rows, MEAN),
            (
                X.sum(0)[:, None] * db,
                "The sums are multiplied. Multiply in each row, and then add.",
            ),
            (
                W * db,
                "Inputs and weights are exchanged. Along a weight the local "
                "derivative is its input.",
            ),
            (
                0 * W + db,
                "The inputs are left out. Multiply each number of dZ by the "
                "input that the weight met in its row.",
            ),
            (
                0 * W + X.sum(0)[:, None],
                "Those are the local derivatives alone. Multiply each by the "
                "number of dZ in its row.",
            ),
            (-dW, SIGN),
            (W, VALUE.format("W")),
        ],
        "Take column {row} of X and column {column} of dZ, multiply number by "
        "number, and add up.",
        SAME.format("W"),
    )
    along_bias = Side(
        db,
        [
            (
                dZ,
                "That is dZ, not yet summed over the batch. The bias has one "
                "number for each neuron.",
            ),
            (
                dZ.sum(1),
                "That is summed over the wrong axis. The rows are added up, "
                "and one number for each neuron stays.",
            ),
            (db[None], "That is a table of one row, and b is a list."),
            (db[:, None], "That is a table of one column, and b is a list."),
            (dZ.T.shape, "That is dZ, transposed, and not summed."),
            ((), ALL),
            (0 * b + dZ.sum(), ALL),
            (dZ[0], FIRST.format("bias")),
            (dZ[-1], LAST.format("bias")),
            *((row, ONE.format("bias")) for row in dZ[1:-1]),
            (db / rows, MEAN),
            (b * db, "That multiplies by the bias. Along it the slope is 1."),
            *(
                (each, "That multiplies by an input. Along a bias the local "
                 "derivative is 1.")
                for each in dW
            ),
            (0 * b + rows, "Those are the local derivatives alone."),
            (-db, SIGN),
            (b, VALUE.format("b")),
        ],
        "Add up column {column} of dZ.",
        SAME.format("b"),
    )  # fmt: skip
    along_inputs = Side(
        dX,
        [
            (
                dX.T,
                "That is transposed. Row and column are those of X: an "
                "example, and an input.",
            ),
            (
                dZ.shape,
                "That is the shape of dZ. The neurons are added up, and gone.",
            ),
            (W.shape, "That is the shape of W. Each input has a gradient."),
            (
                W.T.shape,
                "That is the shape of Wᵀ, with which dZ is multiplied.",
            ),
            (dX.sum(0), SUMMED),
            (0 * X + dX.sum(0), SUMMED),
            (dZ[:, first] @ W[:, first].T, NEURON.format("first")),
            (dZ[:, last] @ W[:, last].T, NEURON.format("last")),
            (
                dX / neurons,
                "That is the mean over the neurons. Add, and do not divide.",
            ),
            (
                dX / rows,
                "That is divided by the number of rows. Each row has inputs "
                "of its own, so nothing is averaged.",
            ),
            (
                X * dZ.sum(1, keepdims=True),
                "Inputs and weights are exchanged. Along an input the local "
                "derivative is the weight.",
            ),
            (
                W.sum(1) * dZ.sum(1, keepdims=True),
                "The sums are multiplied. Multiply for each neuron, and then "
                "add.",
            ),
            (
                0 * X + dZ.sum(1, keepdims=True),
                "The weights are left out. Multiply each number of dZ by the "
                "weight that leads there.",
            ),
            (
                0 * X + W.sum(1),
                "Those are the weights alone. Multiply each by its number of "
                "dZ.",
            ),
            (-dX, SIGN),
            (X, VALUE.format("X")),
        ],
        "Take row {row} of dZ and row {column} of W, multiply number by "
        "number, and add up.",
        SAME.format("X"),
    )
    return {
        "X": ArrayNode(Side(X), along_inputs),
        "W": ArrayNode(Side(W), along_weights),
        "b": ArrayNode(Side(b), along_bias),
        "Z": ArrayNode(outputs, Side(dZ), "XW + b", ("X", "W", "b")),
    }
