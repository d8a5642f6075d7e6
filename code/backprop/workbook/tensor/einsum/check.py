"""Write the loss as one sum over all letters of a * b * g. Hold b and g: what
does one number of a meet, and which letters are added up?
If a letter stands in a alone, does the slope depend on it?
"""

import numpy as np
from backprop.workbook import diagnosis

SIZES = dict(zip("bijkl", (2, 3, 4, 5, 6)))


def truth(subscripts, a, b, g):
    """Linear in each operand: a step of 1 measures the slope exactly."""

    def loss(a, b):
        return (np.einsum(subscripts, a, b) * g).sum()

    def units(x):
        for index in np.ndindex(*x.shape):
            unit = np.zeros_like(x)
            unit[index] = 1
            yield unit

    return (
        np.reshape([loss(unit, b) for unit in units(a)], a.shape),
        np.reshape([loss(a, unit) for unit in units(b)], b.shape),
    )


def compare(you, subscripts):
    rng = np.random.default_rng(0)
    a, b, g = (
        rng.normal(size=[SIZES[letter] for letter in letters])
        for letters in subscripts.replace("->", ",").split(",")
    )
    a, b, g = np.array(a), np.array(b), np.array(g)
    expected = truth(subscripts, a, b, g)
    of_a, of_b = subscripts.split("->")[0].split(",")
    of_output = subscripts.split("->")[1]
    alone = set(of_a) ^ set(of_b)
    alone -= set(of_output)
    try:
        got = you.slopes(subscripts, a.copy(), b.copy(), g.copy())
    except ValueError as error:
        hint = ""
        if alone:
            hint = (
                f" The letter {min(alone)} stands in one operand and nowhere "
                "else: leave it out of einsum, and stretch the result along "
                "it."
            )
        raise AssertionError(f"{subscripts}: {error}.{hint}") from None
    assert isinstance(got, tuple | list) and len(got) == 2, (
        "slopes must give two arrays: the slopes along a, and along b."
    )
    for name, own, slopes, right in zip("ab", (of_a, of_b), got, expected):
        assert slopes is not ..., (
            f"the slopes along {name} still are `...`: which two of the three "
            "arrays give those along the third?"
        )
        if np.shape(slopes) != right.shape:
            assert sorted(np.shape(slopes)) != sorted(right.shape), (
                f"{subscripts}: the slopes along {name} have the shape "
                f"{np.shape(slopes)}, and {name} has {right.shape}: put the "
                f"letters in the order of {name}, which is {own}."
            )
            raise AssertionError(
                f"{subscripts}: the slopes along {name} have the shape "
                f"{np.shape(slopes)}, but {name} has {right.shape}: there is "
                "one for each of its numbers."
            )
        assert np.allclose(slopes, right), (
            f"{subscripts}: the slopes along {name} have the right shape, but "
            f"their sum is {np.sum(slopes):.4g} and not {right.sum():.4g}. "
            f"Multiply g with the other operand, and add up over the letters "
            f"that {name} does not have." + diagnosis(slopes, right)
        )


def check_matrices(you):
    """products of two matrices, and of stacks of them"""
    for subscripts in ("ik,kj->ij", "bik,bkj->bij", "bik,kj->bij"):
        compare(you, subscripts)


def check_other_letters(you):
    """other products: of numbers, of all with all, turned round"""
    for subscripts in ("i,i->i", "i,i->", "i,j->ij", "ij,ij->", "ij,j->ji"):
        compare(you, subscripts)
    compare(you, "bil,jl->jbi")


def check_letters_alone(you):
    """letters that stand in one operand alone"""
    for subscripts in ("ij,j->j", "j,ij->j", "ij,jk->k", "i,j->", "ijk,j->k"):
        compare(you, subscripts)
    compare(you, "bi,kjl->jb")
