"""With five numbers, the slope along the third is (x1 x2) times (x4 x5). Which
products do you meet anyway, on the way to the value?
Begin each product with its first number: 1 * x is a multiplication, too.
"""

import math

from backprop.workbook import diagnosis


class Counted:
    """A number that knows only how to multiply, and counts it."""

    def __init__(self, value, times):
        self.value, self.times = value, times

    def __mul__(self, other):
        self.times.append(1)
        other = other.value if isinstance(other, Counted) else other
        return Counted(self.value * other, self.times)

    __rmul__ = __mul__

    def refuse(self, *_):
        raise AssertionError(
            "these numbers can be multiplied, and nothing else: not divided, "
            "not raised to a power, not added, not made a float."
        )

    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = refuse
    __pow__ = __rpow__ = __add__ = __radd__ = __sub__ = __rsub__ = refuse
    __float__ = __neg__ = refuse


def both(you, numbers):
    given = list(numbers)
    try:
        got = you.product_and_slopes(given)
    except ZeroDivisionError:
        raise AssertionError(
            f"for {numbers} something is divided by 0. The slope along the 0 "
            "is the product of all the others: multiply those."
        ) from None
    assert got is not None, (
        "product_and_slopes gave None: is its `return` missing?"
    )
    value, slopes = got
    assert value is not ... and slopes is not ..., (
        "product_and_slopes still gives `...`: the product, and a list."
    )
    assert len(slopes) == len(numbers), (
        f"for {len(numbers)} numbers came {len(slopes)} slopes."
    )
    return value, list(slopes)


def check_slopes(you):
    """the product, and the slopes in the order of the numbers"""
    for numbers in (
        [2.0, 3.0],
        [2.0, 3.0, 5.0],
        [2.0, 3.0, 5.0, 7.0],
        [-1.5, 0.5, 3.0, -2.0, 4.0, 0.25],
    ):
        value, slopes = both(you, numbers)
        expected = math.prod(numbers)
        assert math.isclose(value, expected), (
            f"the product of {numbers} is {expected}, and not {value!r}."
        )
        right = [
            math.prod(numbers[:i] + numbers[i + 1 :])
            for i in range(len(numbers))
        ]
        for i, slope in enumerate(slopes):
            others = numbers[:i] + numbers[i + 1 :]
            assert math.isclose(slope, math.prod(others)), (
                f"along {numbers[i]} in {numbers}, the slope is the product "
                f"of the others, {math.prod(others)}, and not {slope!r}."
                + diagnosis(slopes, right)
            )


def check_zeros(you):
    """zeros among the numbers"""
    for numbers, expected in (
        ([2.0, 0.0, 5.0], [0, 10, 0]),
        ([0.0, 3.0, 5.0], [15, 0, 0]),
        ([0.0, 3.0, 0.0], [0, 0, 0]),
        ([0.0, 3.0], [3, 0]),
    ):
        _, slopes = both(you, numbers)
        assert slopes == expected, (
            f"the slopes of {numbers} are {expected}, and not {slopes}."
        )


def check_multiplications(you):
    """at most 3n - 5 multiplications for n numbers"""
    for n in (2, 5, 100):
        times = []
        both(you, [Counted(1 + i / n, times) for i in range(n)])
        many, enough = len(times), 3 * n - 5
        message = (
            f"{n} numbers took {many} multiplications instead of {enough}. "
        )
        assert many <= enough or many < n * (n - 2) or n < 5, message + (
            "Each slope was multiplied from the beginning: which products do "
            "two slopes have in common?"
        )
        assert many <= enough, message + (
            "Is one of them 1 * x? Is a product made that no slope needs?"
        )
