"""p * d_p is the part from the delta"""


def walk_back(p, d_p):
    return p * d_p
