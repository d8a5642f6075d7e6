"""First all slopes, then all steps.

Through the changed w2 the slope of w1 was -13.2 instead of -6. Such a step
still goes downhill here, only not in the steepest direction, so a network
with this mistake often trains, worse than it could. A check finds it.
"""


def step(w1, b1, w2, b2, x, target, rate):
    """The four numbers after one step downhill on one point."""
    h = w1 * x + b1
    o = w2 * h + b2
    d_output = 2 * (o - target)
    d_hidden = d_output * w2
    return (
        w1 - rate * d_hidden * x,
        b1 - rate * d_hidden,
        w2 - rate * d_output * h,
        b2 - rate * d_output,
    )


print(step(0.5, 0.5, 0.5, 0.5, x=1.0, target=7.0, rate=0.05))
