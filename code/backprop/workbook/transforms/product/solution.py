"""The slope along a number is all before it, times all after it.

The products of the first ones are made on the way to the value, n - 1
multiplications. On the way back, each of the n - 2 numbers in the middle takes
two: one for its slope, one to make what comes after the next. The first number
and the last need none of their own, which makes n - 1 + 2(n - 2) = 3n - 5.

This is the walk back: `before` is what the way forward kept, and `after` is
the gradient that is handed on.
"""


def product_and_slopes(numbers):
    """The product of two numbers or more, and a list of its slopes."""
    before = numbers[:1]  # the product of the first 1, 2, 3, ...
    for x in numbers[1:]:
        before.append(before[-1] * x)
    after = numbers[-1]  # the product of the last 1, 2, 3, ...
    slopes = [before[-2]]
    for i in range(len(numbers) - 2, 0, -1):
        slopes.append(before[i - 1] * after)
        after = after * numbers[i]
    slopes.append(after)
    return before[-1], slopes[::-1]


print(product_and_slopes([2.0, 3.0, 5.0]))
