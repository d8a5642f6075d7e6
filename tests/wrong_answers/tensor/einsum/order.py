"""put the letters in the order of a"""

import numpy as np


def slopes(subscripts, a, b, g):
    inputs, of_output = subscripts.split("->")
    of_a, of_b = inputs.split(",")
    first, second = "".join(sorted(of_a)[::-1]), of_b
    return (
        np.einsum(f"{of_output},{of_b}->{first}", g, b),
        np.einsum(f"{of_output},{of_a}->{second}", g, a),
    )
