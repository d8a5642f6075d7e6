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

import numpy as np

from backprop._checks import (
    Count,
    Function,
    Number,
    Positive,
    check_room,
    shown,
)
from backprop._checks.arrays import Array, FlatArray, as_array, check_array
from backprop._checks.edge import checked, checked_with
from backprop._checks.shapes import are_alike, check_same_shape

__all__ = [
    "line",
    "mean_squared_error",
    "gradient_descent",
    "least_squares",
    "curvatures",
    "largest_stable_rate",
]


@checked
def line(x: Array, slope: Number, intercept: Number):
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
    return slope * x + intercept


@checked_with(are_alike)
def mean_squared_error(predictions: Array, targets: Array) -> Number:
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
    return float(np.mean((predictions - targets) ** 2))


def stays_within_bounds(gradient, start, rate, steps):
    """A guard: `gradient`, made to say when the walk runs away."""
    check_room(
        (steps + 1) * start.size,
        f"{shown(steps)} steps, all of which are kept,",
    )
    taken = iter(range(steps))

    def bounded(point):
        with np.errstate(over="ignore", invalid="ignore"):
            slopes = as_array(gradient(point.copy()), "the gradient")
        if slopes.dtype.kind not in "iuf":
            check_array(slopes, "the gradient")
        if slopes.shape != point.shape:
            raise ValueError(
                f"gradient gave slopes of shape {slopes.shape} for a point of "
                f"shape {point.shape}: it must give one for each number"
            )
        slopes, step = slopes.astype(float), next(taken)
        if not (abs(slopes) < 1e100).all():
            raise ValueError(
                f"the walk ran away: after {step} steps a slope is "
                f"{abs(slopes).max():.0e}. The rate {rate:g} is too large"
            )
        return slopes

    return bounded


@checked_with(stays_within_bounds)
def gradient_descent(
    gradient: Function, start: FlatArray, rate: Positive, steps: Count
) -> Array:
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
    points = np.empty((steps + 1, len(start)))
    points[0] = start
    for step in range(steps):
        slopes = gradient(points[step])
        points[step + 1] = points[step] - rate * slopes
    return points


def make_a_line(x, y):
    """A guard: as many targets as inputs, and not all of them at one x."""
    check_same_shape(x, y, ("x", "y"))
    if (x == x[0]).all():
        raise ValueError(
            f"all x are {x[0]:g}: a line needs at least two different x"
        )
    can_be_squared(x)
    if abs(y).max() > 1e150:
        raise ValueError(
            f"y up to {abs(y).max():g} is too large: measure it in another "
            "unit"
        )


def can_be_squared(x):
    """A guard: the squares of the distances have to be numbers, too."""
    spread = 0 if abs(x).max() > 1e150 else x.max() - x.min()
    if abs(x).max() > 1e150 or 0 < spread < 1e-150:
        raise ValueError(
            f"x from {x.min():g} to {x.max():g} cannot be squared: measure "
            "it in another unit"
        )


@checked_with(make_a_line)
def least_squares(x: FlatArray, y: FlatArray) -> tuple[float, float]:
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
    from_first = x - x[0]  # exact where all x lie close together
    from_middle = from_first - from_first.mean()
    slope = from_middle @ (y - y.mean()) / (from_middle @ from_middle)
    return float(slope), float(y.mean() - slope * x.mean())


@checked_with(can_be_squared)
def curvatures(x: FlatArray) -> tuple[float, float]:
    """Curvatures of the error of a line: the smallest and the largest.

    They are the eigenvalues of the second derivatives of the mean squared
    error along slope and intercept, and do not depend on the targets. Their
    product is four times the variance of `x`, which is measured from the first
    of them, and so loses no digits where all are far from 0.

    Told in book/gradient_descent.md, "How fast, and how far is too far?".

    Examples
    --------
    >>> curvatures([-1, 1])
    (2.0, 2.0)
    """
    between = 2 * np.mean(x)
    slopes = [[2 * np.mean(x**2), between], [between, 2]]
    largest = np.linalg.eigvalsh(slopes)[1]
    smallest = 4 * np.var(x - x[0]) / largest
    return float(smallest), float(largest)


def largest_stable_rate(x) -> float:
    """The rate above which fitting a line at `x` runs away.

    Told in book/gradient_descent.md, "How fast, and how far is too far?".

    Examples
    --------
    >>> largest_stable_rate([-1, 1])
    1.0
    """
    return 2 / curvatures(x)[1]
