"""One step of gradient descent, with one knob."""


def step_down(slope, w, rate):
    """The next w; `slope` is a function that gives the slope at w."""
    return ...


w = 5.0
if step_down(lambda w: w - 3, w, rate=0.5) is not ...:
    for _ in range(5):
        w = step_down(lambda w: w - 3, w, rate=0.5)  # lowest at 3
        print(w)
