"""A gradient by forward differences, in n + 1 evaluations."""


def forward_gradient(f, x, h=2**-26):
    """The slopes of `f` at the list `x`, which is not changed."""
    return ...


def sum_of_squares(x):
    return sum(number * number for number in x)


print(forward_gradient(sum_of_squares, [1.0, 2.0]))
