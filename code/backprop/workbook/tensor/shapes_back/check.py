"""For y, write the two shapes below each other, the last axes in one column.
For a gradient, ask how many slopes a leaf has, and how many numbers of y each
number of the leaf has a part in.
"""

from operator import add, matmul, mul, sub

import numpy as np
from backprop.tensor import Tensor

EXPRESSIONS = {
    1: (add, (4, 3), (3,)),
    2: (mul, (3, 1), (4,)),
    3: (mul, (), (2, 5)),
    4: (sub, (5,), (5, 1)),
    5: (matmul, (6, 2, 3), (3, 4)),
}


def truth(number):
    operation, of_a, of_b = EXPRESSIONS[number]
    a = Tensor(np.full(of_a, 2.0), requires_grad=True)
    b = Tensor(np.full(of_b, 10.0), requires_grad=True)
    y = operation(a, b)
    y.sum().backward()
    return y, a.grad, b.grad


def check_filled(you):
    """a prediction for each shape and number"""
    for name, said, keys, many in (
        ("SHAPES", you.SHAPES, EXPRESSIONS, 3),
        ("NUMBERS", you.NUMBERS, (2, 4, 5), 2),
    ):
        assert set(said) == set(keys), (
            f"{name} must have the keys {', '.join(map(str, keys))}."
        )
        for number, guess in said.items():
            assert len(guess) == many and not any(x is ... for x in guess), (
                f"{name}[{number}] needs {many} predictions, and some are "
                "still missing."
            )
    for number, shapes in you.SHAPES.items():
        assert all(isinstance(shape, tuple | list) for shape in shapes), (
            f"expression {number}: write a shape with parentheses, as in "
            "(2, 3). One axis alone needs a comma, as in (3,), and one number "
            "has the shape ()."
        )


def check_shapes_of_y(you):
    """the shape of each y"""
    for number, (shape, _, _) in you.SHAPES.items():
        y, _, _ = truth(number)
        assert tuple(shape) == y.shape, (
            f"expression {number}: y has not the shape {tuple(shape)}. "
            + (
                "The last two axes are multiplied as matrices, and the first "
                "counts them."
                if number == 5
                else "Begin at the last axis: equal lengths stay, and a "
                "length of 1, or none at all, is stretched to the other one."
            )
        )


def check_shapes_of_gradients(you):
    """the shapes of `a.grad` and `b.grad`"""
    for number, (_, *shapes) in you.SHAPES.items():
        y, *grads = truth(number)
        for name, shape, grad in zip("ab", shapes, grads):
            shape = tuple(shape)
            assert shape == grad.shape or shape != y.shape, (
                f"expression {number}: {shape} is the shape of y, and with it "
                f"{name}.grad would have a slope for each copy that NumPy "
                f"made of a number in {name}. How many numbers are there?"
            )
            assert shape == grad.shape, (
                f"expression {number}: {name}.grad has not the shape {shape}. "
                f"There is one slope for each number in {name}."
            )


def check_numbers(you):
    """the numbers in three pairs of gradients"""
    for number, said in you.NUMBERS.items():
        y, *grads = truth(number)
        for name, guess, grad in zip("ab", said, grads):
            is_so = grad.flat[0]
            copies = y.size // grad.size
            assert guess == is_so or guess != -is_so, (
                f"expression {number}: {name}.grad is not {guess}, but look "
                "at its sign again."
            )
            assert guess == is_so or number == 5 or guess * copies != is_so, (
                f"expression {number}: {guess} is the slope along one copy, "
                f"and of each number in {name} there are {copies}."
            )
            assert guess == is_so, (
                f"expression {number}: {name}.grad is not {guess}. How many "
                f"numbers of y has one number of {name} a part in, and what "
                "is it multiplied by in each?"
            )
