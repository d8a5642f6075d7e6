"""Hold x2 at 4, and f is 4·x1 + x1, a line of slope 5.

Hold x1 at 3, and f is 3·x2 + 3, a line of slope 3. A number that is held
stays in the formula as a number: as a factor it still counts, and as
something added it has no slope.
"""


def f(x1, x2):
    return x1 * x2 + x1


def predicted_slopes():
    """Your prediction at (3, 4): the slope along x1, then along x2."""
    return 5, 3


print(predicted_slopes())
