"""the sum taken along each row"""


def walk_back(p, d_p):
    return p * (d_p - (p * d_p).sum())
