"""the slope of the bend is missing"""


def d_hidden(weights, v, inputs, d_output):
    return [d_output * v * x for x in (*inputs, 1.0)]
