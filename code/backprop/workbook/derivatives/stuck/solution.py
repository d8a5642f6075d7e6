"""Numbers lie twice as far apart each time x doubles.

Once the gap is more than twice the step, x + step is rounded back to x. At
16384 the gap is 3.6e-12: a step of 1e-12 does not even reach the middle.
"""


def stuck_at(step):
    """The smallest of 1, 2, 4, ... to which adding `step` does nothing."""
    x = 1.0
    while x + step != x:
        x = 2 * x
    return x


print(stuck_at(1e-8))
