"""Copy the point into something that can hold a step.

A list of floats can. In NumPy the same line is
`x = np.array(x, dtype=float)`, and it is a copy as well.
"""


class WholeNumbers(list):
    """A list like NumPy's integer arrays: what is put in, is cut."""

    def __setitem__(self, place, value):
        super().__setitem__(place, int(value))


def gradient(f, x, h=1e-4):
    """The slopes of `f` at `x`, a list of floats."""
    x = [float(number) for number in x]
    slopes = []
    for i in range(len(x)):
        moved = type(x)(x)
        moved[i] = x[i] + h
        right = f(moved)
        moved[i] = x[i] - h
        left = f(moved)
        slopes.append((right - left) / (2 * h))
    return slopes


def sum_of_squares(x):
    return sum(number * number for number in x)


print(gradient(sum_of_squares, WholeNumbers([1, 2])))
