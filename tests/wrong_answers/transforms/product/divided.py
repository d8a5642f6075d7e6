"""multiply those"""

import math


def product_and_slopes(numbers):
    """The product of two numbers or more, and a list of its slopes."""
    value = math.prod(numbers)
    return value, [value / x for x in numbers]


print(product_and_slopes([2.0, 3.0, 5.0]))
