"""A split that does not leak: hold out whole forms."""

import random


def split(forms, at_least, seed):
    """Rows for training, and at least `at_least` rows to hold out.

    `forms[row]` is the number of the form that a row is from. Repair this:
    no form may have rows on both sides.
    """
    rows = list(range(len(forms)))
    random.Random(seed).shuffle(rows)
    return rows[at_least:], rows[:at_least]


training, held_out = split([0, 0, 1, 1, 1, 2, 2, 3], at_least=3, seed=0)
print(training, held_out)
