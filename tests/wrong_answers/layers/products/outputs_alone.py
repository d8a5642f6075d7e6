"""15 is how many outputs there are"""


def forward(rows, inputs, neurons):
    return rows * neurons
