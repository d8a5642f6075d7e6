"""if the first layer had someone before it"""


def forward(rows, inputs, neurons):
    return rows * inputs * neurons


def backward(rows, inputs, neurons, to_inputs=True):
    return (1 + to_inputs) * rows * inputs * neurons


SIZES = (64, 128, 128, 10)


def ratio(rows):
    return 2
