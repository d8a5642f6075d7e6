"""stands in one operand and nowhere else"""

import numpy as np


def slopes(subscripts, a, b, g):
    inputs, of_output = subscripts.split("->")
    of_a, of_b = inputs.split(",")
    return (
        np.einsum(f"{of_output},{of_b}->{of_a}", g, b),
        np.einsum(f"{of_output},{of_a}->{of_b}", g, a),
    )
