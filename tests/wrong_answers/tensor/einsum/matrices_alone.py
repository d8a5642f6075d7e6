"""there is one for each of its numbers"""

import numpy as np


def slopes(subscripts, a, b, g):
    return g @ b.swapaxes(-1, -2), a.swapaxes(-1, -2) @ g
