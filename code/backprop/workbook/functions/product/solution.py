"""Of none it is 1, as the sum of none is 0.

Start from what changes nothing: adding 0 does not, multiplying by 1 does
not. Then product(2, 3) * product() is product(2, 3), as it should be.
"""


def product(*numbers):
    """All the numbers multiplied; of none, what leaves a product as it is."""
    result = 1
    for number in numbers:
        result = result * number
    return result


print(product(2, 3, 4))
