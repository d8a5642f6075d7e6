"""In which of the two does one walk give all slopes of one output, and in
which all slopes along one input?
A Hessian is the Jacobian of the gradient: how many inputs and outputs has
that? And how many numbers is the gradient times a direction?
"""

import numpy as np
from backprop import transforms


def counted(transform):
    """How often it walks back, for 2, 3 and 5 inputs."""

    def walks(*arguments):
        nonlocal many
        many += 1
        return walk_back(*arguments)

    walk_back, found = transforms.walk_back, {}
    transforms.walk_back = walks
    try:
        for n in (2, 3, 5):
            many = 0
            transform(np.linspace(0.1, 1, n))
            found[n] = many
    finally:
        transforms.walk_back = walk_back
    return found


def height(x):
    return (x.sin() * x).sum()


def check_jacobians(you):
    """the way and the number of walks for each Jacobian"""
    said = you.JACOBIANS
    assert set(said) == {(1, 1000), (2410, 1), (64, 10), (10, 64)}, (
        "JACOBIANS must have the four keys that it had."
    )
    for (inputs, outputs), (way, walks) in said.items():
        case = f"{inputs, outputs}"
        assert way is not ... and walks is not ..., (
            f"{case}: still `...`: which way, and how many walks?"
        )
        assert way in ("forward", "back"), (
            f'{case}: write "forward" or "back", not {way!r}.'
        )
        right = "forward" if inputs < outputs else "back"
        assert way == right, (
            f"{case}: {way} takes {max(inputs, outputs)} walks. The other way "
            f"takes {min(inputs, outputs)}."
        )
        assert walks == min(inputs, outputs), (
            f"{case}: {walks} is not the number of walks {way}. One of them "
            + (
                "gives the slopes of all outputs along one input."
                if way == "forward"
                else "gives the slopes of one output along all inputs."
            )
        )


def check_hessian(you):
    """`hessian_walks`, as counted in the package"""
    walks = counted(transforms.hessian(height))
    for n, expected in walks.items():
        got = you.hessian_walks(n)
        assert got is not ..., (
            "hessian_walks still gives `...`: first the gradient, then what?"
        )
        assert got != n, (
            f"{n} walks give all slopes of the gradient, but first the "
            "gradient itself had to be made, and that was a walk, too."
        )
        assert got != n * n, (
            f"a Hessian of {n} inputs has {n * n} numbers, but one walk gives "
            "a whole row of them."
        )
        assert got == expected, (
            f"for {n} inputs, hessian walks {expected} times, and not {got}."
        )


def check_direction(you):
    """`hvp_walks`, as counted in the package"""
    walks = counted(lambda x: transforms.hvp(height, x, np.ones_like(x)))
    for n, expected in walks.items():
        got = you.hvp_walks(n)
        assert got is not ..., (
            "hvp_walks still gives `...`: what is walked back from?"
        )
        assert got != n + 1, (
            f"{got} walks make the whole Hessian. The gradient times a "
            "direction is one number: walk back from that."
        )
        assert got == expected, (
            f"for {n} inputs, hvp walks {expected} times, and not {got}."
        )
