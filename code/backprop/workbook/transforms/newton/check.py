"""`grad(f)` and `hessian(f)` are functions: call them at x.
`np.linalg.solve(H, b)` gives the v for which H @ v is b. Which b makes the
gradient g + H v zero?
"""

import numpy as np
from backprop.transforms import grad, hessian

H = np.array([[4.0, 1.0, 0.0], [1.0, 3.0, -1.0], [0.0, -1.0, 2.0]])
LOWEST = np.array([1.0, -2.0, 3.0])


def bowl(x):
    apart = x - LOWEST
    return 0.5 * (apart @ H @ apart) + 7.0


def valley(x):
    return (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2


def step(you, f, x):
    x = np.array(x)
    given = x.copy()
    got = you.newton_step(f, given)
    assert got is not ..., (
        "newton_step still returns `...`: where is g + H v zero?"
    )
    assert got is not None, "newton_step gave None: is its `return` missing?"
    assert np.array_equal(given, x), (
        "the caller's x has moved: give a new array, x - something."
    )
    assert np.shape(got) == x.shape, (
        f"from an x of the shape {x.shape} the step gave {np.shape(got)}: "
        "there is a new number for each."
    )
    return got


def check_bowl(you):
    """one step arrives at the lowest point of a bowl"""
    for start in ([0.0, 0.0, 0.0], [10.0, -20.0, 5.0]):
        got = step(you, bowl, start)
        x = np.array(start)
        g, slopes = grad(bowl)(x), hessian(bowl)(x)
        assert not np.allclose(got, x - g), (
            "that is a step of plain descent, of rate 1: the curvature is "
            "missing."
        )
        assert not np.allclose(got, x + np.linalg.solve(slopes, g)), (
            "that walks away from the lowest point, and as far: g + H v is "
            "zero where H v is -g."
        )
        assert not np.allclose(got, x - g / np.diagonal(slopes)), (
            "that divides each slope by its own curvature, as if a number "
            "never changed the slope along another. Solve for all together."
        )
        assert np.allclose(got, LOWEST, rtol=1e-9, atol=1e-9), (
            f"from {start} one step should lead to the lowest point, "
            f"{LOWEST}, but it led to {got}."
        )


def check_one_number(you):
    """a function of one number"""
    got = step(you, lambda x: ((x - 2.0) ** 2).sum(), [5.0])
    assert np.allclose(got, [2.0]), (
        f"from 5 one step should lead to 2, the lowest point of (x - 2) ** 2, "
        f"but it led to {got}."
    )


def check_valley(you):
    """six steps arrive at the lowest point of the bent valley"""
    x = np.array([-1.2, 1.0])
    for _ in range(6):
        x = step(you, valley, x)
    assert np.allclose(x, 1.0, rtol=0, atol=1e-6), (
        f"after six steps from (-1.2, 1) you should be at (1, 1), but you are "
        f"at {x}. Are the gradient and the Hessian both taken at x?"
    )
