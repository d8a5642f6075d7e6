"""one of them is an array, too"""

import numpy as np


def backward(table, words, g):
    d_table = np.zeros_like(table)
    for word, slopes in zip(words, g):
        d_table[word] += slopes
    return d_table
