"""the others were written over"""

import numpy as np


def backward(table, words, g):
    d_table = np.zeros_like(table)
    d_table[words] += g
    return d_table
