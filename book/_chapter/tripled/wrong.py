"""that is three doublings"""


def tripled(x):
    return 2 * 2 * 2 * x
