"""Shuffle the forms, and take whole ones until there is enough.

The same holds wherever rows belong together: all images of a patient, all
days of a machine, all sentences of a book. Ask who or what will be new when
the network is used, and keep that apart.
"""

import random


def split(forms, at_least, seed):
    """Rows for training, and at least `at_least` rows to hold out."""
    order = sorted(set(forms))
    random.Random(seed).shuffle(order)
    held_out = []
    while len(held_out) < at_least:
        form = order.pop()
        held_out += [row for row, of in enumerate(forms) if of == form]
    training = [row for row, of in enumerate(forms) if of in order]
    return training, held_out


training, held_out = split([0, 0, 1, 1, 1, 2, 2, 3], at_least=3, seed=0)
print(training, held_out)
