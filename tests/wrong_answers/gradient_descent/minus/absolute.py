"""the sign of the slope itself"""


def step_down(slope, w, rate):
    return w - rate * abs(slope(w))
