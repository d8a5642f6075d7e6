"""nine seeds hold out the same forms"""


def split(forms, at_least, seed):
    rows, cut = list(range(len(forms))), len(forms) - at_least
    while forms[cut - 1] == forms[cut]:
        cut -= 1
    return rows[:cut], rows[cut:]
