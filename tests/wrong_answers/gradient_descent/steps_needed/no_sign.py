"""Only the size of the factor counts"""

import math


def steps_needed(rate, curvature, shrink=1e-6):
    return (
        math.ceil(math.log(shrink) / math.log(1 - rate * curvature))
        if (1 - rate * curvature > 0)
        else math.inf
    )
