"""Add up the products of all layers first"""


def forward(rows, inputs, neurons):
    return rows * inputs * neurons


def backward(rows, inputs, neurons, to_inputs=True):
    return (1 + to_inputs) * rows * inputs * neurons


SIZES = (64, 128, 128, 10)


def ratio(rows):
    return (1 + 2 + 2) / 3
