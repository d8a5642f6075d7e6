"""Each slope was multiplied from the beginning"""

from functools import reduce
from operator import mul


def product_and_slopes(numbers):
    """The product of two numbers or more, and a list of its slopes."""
    others = [numbers[:i] + numbers[i + 1 :] for i in range(len(numbers))]
    return reduce(mul, numbers), [reduce(mul, part) for part in others]


print(product_and_slopes([2.0, 3.0, 5.0]))
