"""Where g + H v is zero, v solves H v = -g.

No rate to choose: the curvature says how far. A quadratic function takes one
step. To come within a millionth of the lowest point of the valley, plain
descent with a rate of 0.001 takes 34,000 steps, and Newton six.

There are two catches. The step goes where the slope is zero, and that can be
a top or a saddle: for x ** 4 / 4 - x ** 2 / 2 it runs from 0.3 up to 0. And
n weights have a Hessian of n * n numbers, so no large network is trained with
it; `hvp` is what remains of it there.
"""

import numpy as np
from backprop.transforms import grad, hessian


def newton_step(f, x):
    """One step from x, an array of a few numbers, to a new one.

    f takes a Tensor of that shape and gives one number.
    """
    return x - np.linalg.solve(hessian(f)(x), grad(f)(x))


def valley(x):
    return (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2


x = np.array([-1.2, 1.0])
for _ in range(3):
    if x is not ...:
        x = newton_step(valley, x)
        print(x)
