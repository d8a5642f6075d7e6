"""Which other slopes are wanted"""


def forward(rows, inputs, neurons):
    return rows * inputs * neurons


def backward(rows, inputs, neurons, to_inputs=True):
    return rows * inputs * neurons
