"""6 is uphill"""


def step_down(slope, w, rate):
    return w + rate * slope(w)
