"""The value at the point itself is the same for all inputs.

Measured once, before the loop, it makes n + 1 evaluations out of 2n. The price
is digits: a forward difference has eight of them, a central one eleven.
"""


def forward_gradient(f, x, h=2**-26):
    """The slopes of `f` at the list `x`, which is not changed."""
    before = f(x)
    slopes = []
    for i in range(len(x)):
        moved = list(x)
        moved[i] += h
        slopes.append((f(moved) - before) / h)
    return slopes


def sum_of_squares(x):
    return sum(number * number for number in x)


print(forward_gradient(sum_of_squares, [1.0, 2.0]))
