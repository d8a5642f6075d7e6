"""A row that is used twice has two paths, and their slopes add up.

`d_table[words] += g` takes all rows out, adds, and writes all rows back. A
word that comes twice is written twice, and what is written last stays.
`np.add.at` takes one use after the other. It is right for words in any shape,
for it goes by the places that `table[words]` took.
"""

import numpy as np


def look_up(table, words):
    """For each word its row of the table."""
    return table[words]


def backward(table, words, g):
    """The slopes along the table, from those along the rows."""
    d_table = np.zeros_like(table)
    np.add.at(d_table, words, g)  # once for each use
    return d_table


table = np.zeros((5, 2))
words = np.array([3, 1, 3])  # the second 3 is the same word again
print(backward(table, words, np.ones(look_up(table, words).shape)))
