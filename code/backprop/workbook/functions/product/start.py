"""As many factors as you like."""


def product(*numbers):
    """All the numbers multiplied; of none, what leaves a product as it is."""
    return ...


print(product(2, 3, 4))
