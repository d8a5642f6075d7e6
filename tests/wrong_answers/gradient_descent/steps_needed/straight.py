"""After n steps the distance is factor**n"""

import math


def steps_needed(rate, curvature, shrink=1e-6):
    return math.ceil((1 - shrink) / (rate * curvature))
