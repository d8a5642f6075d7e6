"""Stuck: find where a step stops moving x."""


def stuck_at(step):
    """The smallest of 1, 2, 4, ... to which adding `step` does nothing."""
    return ...


print(stuck_at(1e-8))
