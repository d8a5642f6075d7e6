"""shuffle the forms, not the rows"""

import random


def split(forms, at_least, seed):
    rows = list(range(len(forms)))
    random.Random(seed).shuffle(rows)
    return rows[at_least:], rows[:at_least]
