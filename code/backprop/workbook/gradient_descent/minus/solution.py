"""The slope points uphill, so we subtract it.

With a plus each step multiplies the distance from 3 by 1.5 instead of 0.5:
2 becomes 3, then 4.5, and the walk runs away uphill.
"""


def step_down(slope, w, rate):
    """The next w; `slope` is a function that gives the slope at w."""
    return w - rate * slope(w)


w = 5.0
if step_down(lambda w: w - 3, w, rate=0.5) is not ...:
    for _ in range(5):
        w = step_down(lambda w: w - 3, w, rate=0.5)  # lowest at 3
        print(w)
