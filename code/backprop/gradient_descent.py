"""Downhill: fit a line to data by walking against the gradient.

`gradient_descent` knows nothing of lines. It takes a function that gives the
slopes at a point, and returns every point of the walk, not only the last, so
that figures can draw it and tests can count it. What it walks on is up to
the caller: `line` and `mean_squared_error` make the valley of the chapter.

Two witnesses stand beside it. `least_squares` finds the bottom without
walking, and `curvatures` gives the largest rate with which the walk can
arrive. A walk that runs away is an error that names the rate; without it,
there would be infinities and a warning of NumPy's.
Chapter: book/gradient_descent.md
"""

from collections.abc import Callable

import numpy as np

from backprop._checks import (
    check_count,
    check_function,
    check_number,
    check_positive,
)
from backprop._checks.arrays import check_array
from backprop._checks.shapes import check_same_shape

__all__ = [
    "line",
    "mean_squared_error",
    "gradient_descent",
    "least_squares",
    "curvatures",
    "largest_stable_rate",
]


def line(x, slope: float, intercept: float):
    """The heights of a line at `x`, a number or an array.

    Told in book/gradient_descent.md, "How wrong is a line?".

    Raises
    ------
    TypeError, ValueError
        If `x` holds something else than finite numbers, or `slope` or
        `intercept` is none.

    Examples
    --------
    >>> line([0, 1, 2], 3, 4)
    array([ 4.,  7., 10.])
    """
    slope = check_number(slope, "slope")
    intercept = check_number(intercept, "intercept")
    return slope * check_array(x, "x") + intercept


def mean_squared_error(predictions, targets) -> float:
    """How wrong predictions are: the mean of the squared differences.

    Told in book/gradient_descent.md, "How wrong is a line?".

    Raises
    ------
    TypeError
        If one of the two holds something else than numbers.
    ValueError
        If their shapes differ, or a number is not finite.

    Examples
    --------
    >>> mean_squared_error([1, 2, 6], [1, 2, 3])
    3.0
    """
    predictions = check_array(predictions, "predictions")
    targets = check_array(targets, "targets")
    check_same_shape(predictions, targets, ("predictions", "targets"))
    return float(np.mean((predictions - targets) ** 2))


def gradient_descent(
    gradient: Callable[[np.ndarray], np.ndarray],
    start,
    rate: float,
    steps: int,
) -> np.ndarray:
    """All points of a walk downhill: `start`, then one for each step.

    `gradient(point)` gives the slopes at a point, one for each number in it.
    It is called once for each step, with a new array.

    Told in book/gradient_descent.md, "Which way is down?".

    Returns
    -------
    ndarray
        The points, in the shape (steps + 1, n) for a start of n numbers.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `rate` is not above zero, `gradient` gives another number of slopes
        than the start has numbers, or the walk runs away: then the rate is
        too large.

    Examples
    --------
    >>> gradient_descent(lambda x: 2 * x, [8], rate=0.25, steps=3)
    array([[8.],
           [4.],
           [2.],
           [1.]])
    """
    check_function(gradient, "gradient")
    start = check_array(start, "start", axes=1)
    rate, steps = check_positive(rate, "rate"), check_count(steps, "steps")
    points = np.empty((steps + 1, start.size))
    points[0] = start
    for step in range(steps):
        slopes = _slopes(gradient, points[step], step, rate)
        points[step + 1] = points[step] - rate * slopes
    return points


def least_squares(x, y) -> tuple[float, float]:
    """Slope and intercept of the line with the least mean squared error.

    Told in book/gradient_descent.md, "Walk".

    Raises
    ------
    TypeError
        If `x` or `y` holds something else than numbers.
    ValueError
        If they are not two rows of equal length, or all `x` are equal.

    Examples
    --------
    >>> least_squares([0, 1, 2], [4, 7, 10])
    (3.0, 4.0)
    """
    x, y = check_array(x, "x", axes=1), check_array(y, "y", axes=1)
    check_same_shape(x, y, ("x", "y"))
    if (x == x[0]).all():
        raise ValueError(
            f"all x are {x[0]:g}: a line needs at least two different x"
        )
    from_middle = x - x.mean()
    slope = from_middle @ (y - y.mean()) / (from_middle @ from_middle)
    return float(slope), float(y.mean() - slope * x.mean())


def curvatures(x) -> tuple[float, float]:
    """Curvatures of the error of a line: the smallest and the largest.

    They are the eigenvalues of the second derivatives of the mean squared
    error along slope and intercept, and do not depend on the targets.

    Told in book/gradient_descent.md, "How fast, and how far is too far?".

    Examples
    --------
    >>> curvatures([-1, 1])
    (2.0, 2.0)
    """
    x = check_array(x, "x", axes=1)
    between = 2 * np.mean(x)
    smallest, largest = np.linalg.eigvalsh(
        [[2 * np.mean(x**2), between], [between, 2]]
    )
    return float(smallest), float(largest)


def largest_stable_rate(x) -> float:
    """The rate from which on fitting a line at `x` runs away.

    Told in book/gradient_descent.md, "How fast, and how far is too far?".

    Examples
    --------
    >>> largest_stable_rate([-1, 1])
    1.0
    """
    return 2 / curvatures(x)[1]


def _slopes(gradient, point, step, rate):
    with np.errstate(over="ignore", invalid="ignore"):
        slopes = np.array(gradient(point.copy()))
    if slopes.dtype.kind not in "iuf":
        check_array(slopes, "the gradient")
    if slopes.shape != point.shape:
        raise ValueError(
            f"gradient gave slopes of shape {slopes.shape} for a point of "
            f"shape {point.shape}: it must give one for each number"
        )
    if not (abs(slopes) < 1e100).all():
        raise ValueError(
            f"the walk ran away: after {step} steps a slope is "
            f"{abs(slopes).max():.0e}. The rate {rate:g} is too large"
        )
    return slopes
