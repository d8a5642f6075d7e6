"""Wire the first two neurons as the chapter does, and give the third the
output weight 0.
For how many switches is the lamp wrong then, and by how much?
"""

import math
from itertools import product

from backprop.activations import BentNetwork, relu


def check_lamp(you):
    """the lamp is right for all eight settings, and off for 0, 0, 0"""
    numbers = [number for row in you.HIDDEN for number in row]
    assert ... not in [*numbers, *you.OUTPUT], (
        "there are still `...` among the weights."
    )
    assert len(you.HIDDEN) == 3, (
        f"wire it with three hidden neurons, not with {len(you.HIDDEN)}."
    )
    network = BentNetwork(you.HIDDEN, you.OUTPUT, relu)
    for switches in sorted(product((0, 1), repeat=3), key=sum):
        got, up = network.forward(switches)[-1], sum(switches)
        assert math.isclose(got, up % 2, abs_tol=1e-9), (
            f"with the switches at {switches} the lamp should be {up % 2}, "
            f"but your network gives {got:g}. Draw the lamp against the "
            f"number of switches that are up: what must "
            f"its slope do at {up - 1}?"
            if up
            else f"with all switches down it gives {got:g}, and should give 0."
        )
