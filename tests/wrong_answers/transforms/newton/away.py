"""zero where H v is -g"""

import numpy as np
from backprop.transforms import grad, hessian


def newton_step(f, x):
    """One step from x, an array of a few numbers, to a new one.

    f takes a Tensor of that shape and gives one number.
    """
    return x + np.linalg.solve(hessian(f)(x), grad(f)(x))


def valley(x):
    return (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2


x = np.array([-1.2, 1.0])
for _ in range(3):
    if x is not ...:
        x = newton_step(valley, x)
        print(x)
