"""was cut in two"""


def split(forms, at_least, seed):
    rows = list(range(len(forms)))
    return rows[:-at_least], rows[-at_least:]
