"""Is one of them 1 * x?"""


def product_and_slopes(numbers):
    """The product of two numbers or more, and a list of its slopes."""
    before = [1.0]
    for x in numbers:
        before.append(before[-1] * x)
    slopes, after = [], 1.0
    for x, product in zip(numbers[::-1], before[-2::-1]):
        slopes.append(product * after)
        after = after * x
    return before[-1], slopes[::-1]


print(product_and_slopes([2.0, 3.0, 5.0]))
