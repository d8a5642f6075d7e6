"""Only the size of the factor counts"""

import math


def steps_needed(rate, bend, shrink=1e-6):
    return (
        math.ceil(math.log(shrink) / math.log(1 - rate * bend))
        if (1 - rate * bend > 0)
        else math.inf
    )
