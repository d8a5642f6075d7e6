"""The product of n numbers and its n slopes, and nothing but multiplications.

One of the numbers may be 0, so dividing the product by each is no way.
"""


def product_and_slopes(numbers):
    """The product of two numbers or more, and a list of its slopes."""
    return ..., ...


print(product_and_slopes([2.0, 3.0, 5.0]))
