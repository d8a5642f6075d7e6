"""What is the matter with a gradient: what relates it to the right one.

`diagnose` takes two gradients, yours and one that is right, measured or from
another program, and says in words how yours comes out of it: by a factor, by
a sum that is missing, by a path. The checks of the exercises end with it.

A gradient has become a `Grid` at the edge, a shape and plain numbers, or
several of them by their places: so all of it is pure Python, and runs where
there is no NumPy. One question after the other is put to a pair of grids,
`relation` first to all of them and then `of_arrays` to each that is wrong.
The first that has an answer is believed; what tells more is asked first.
"""

import math
from itertools import combinations, permutations, product

from backprop._checks import Positive
from backprop._checks.edge import checked_with
from backprop._checks.grids import (
    Gradient,
    Grid,
    Named,
    RightGradient,
    places,
)

__all__ = ["diagnose"]

MIRRORED = "Each is in the place of its mirror image: transpose them."
AGREE = "They agree."
UNRELATED = "They differ, and no relation between them is found."


def is_small(tolerance):
    """A guard: with a large tolerance anything would agree."""
    if tolerance >= 0.1:
        raise ValueError(f"tolerance must be below 0.1, but it is {tolerance}")


@checked_with(is_small)
def diagnose(
    yours: Gradient,
    right: RightGradient,
    *,
    paths: Named | None = None,
    factors: Named | None = None,
    tolerance: Positive = 1e-4,
) -> str:
    """Say in words what relates a gradient to the right one.

    It knows a factor that all have in common, such as 2, 1/2, -1, n or 1/n;
    arrays that are transposed, not added up over the batch, or in another
    shape or order; lists that are shifted, or too short; zeros, nan, and a
    few numbers that are wrong among others that are right. What one number
    alone could show by chance is said with "perhaps", or not at all.

    Told in book/layers.md, "On a project of your own".

    Parameters
    ----------
    yours, right
        Two gradients, each a number, an array, or a list, tuple or dictionary
        of these. What has `shape` and `tolist` is an array, one of PyTorch
        too. Lists of numbers are read as the array that NumPy makes of them.
    paths
        Gradients, by their names, that `right` is the sum of: for each path,
        or each row of the batch. Then it is said which of them is missing,
        counted twice, or has the wrong sign.
    factors
        Numbers or arrays, by their names, which may be factors of `right`, or
        may have taken the place of one: the slope of a bend and that of
        another, a weight and its neighbour, the size of the batch.
    tolerance
        By how much two numbers may differ, relative to the right one, and
        count as the same. A hundredth of it, times the largest in the array,
        passes beside a 0. Take a larger one for what was measured roughly.

    Returns
    -------
    str
        "They agree." if they do, and a sentence also if nothing is found.

    Raises
    ------
    TypeError, ValueError
        If something else than numbers is given, or `right` is not finite.

    Examples
    --------
    >>> diagnose([6, 8, 10], [3, 4, 5])
    'A 2 is too many.'
    >>> diagnose([[1, 2], [3, 4]], [4, 6])
    'Add them up over axis 0, the rows of the batch.'
    >>> diagnose([3, 0, 5], [3, 4, 5])
    '1 of 3 is wrong, at [1]. Yours is 0 there: is it computed, and along \
every path?'
    >>> diagnose([1, 2], [4, 6], paths={"the sum": [1, 2], "x": [3, 4]})
    'Missing: x.'
    """
    if agree(yours, right, tolerance):
        return AGREE
    return relation(yours, right, paths, factors, tolerance) or UNRELATED


def near(some, others, tolerance):
    """For each two numbers whether they are the same, but for measuring."""
    least = tolerance / 100 * max(map(abs, others))
    return [  # infinity is like nothing
        abs(a - b) <= tolerance * abs(b) + least < math.inf
        for a, b in zip(some, others)
    ]


def are_alike(some, others, tolerance):
    """Whether two grids have one shape, and the same numbers."""
    return some.shape == others.shape and all(
        near(some.numbers, others.numbers, tolerance)
    )


def paired(yours, right):
    """Both by their places, in one form: a list of rows may be an array."""
    if isinstance(yours, Grid) != isinstance(right, Grid):
        if isinstance(yours, Grid):
            return yours.rows(), right
        return yours, right.rows()
    return places(yours), places(right)


def agree(yours, right, tolerance):
    """Whether all agree; what is nothing beside other arrays, counts as 0."""
    yours, right = paired(yours, right)
    return yours.keys() == right.keys() and not wrong_places(
        yours, right, tolerance
    )


def wrong_places(yours, right, tolerance):
    """The places of grids that differ."""
    largest = max(abs(n) for grid in right.values() for n in grid.numbers)
    nothing = 1e-6 * tolerance * largest
    return [
        place
        for place, grid in right.items()
        if not are_alike(yours[place], grid, tolerance)
        and not (
            yours[place].shape == grid.shape
            and all(abs(n) <= nothing for n in grid.numbers)
            and all(abs(n) <= nothing for n in yours[place].numbers)
        )
    ]


def relation(yours, right, paths, factors, tolerance):
    """What relates two gradients that differ, or None."""
    yours, right = paired(yours, right)
    if words := not_finite(yours):
        return words
    if yours.keys() != right.keys():
        return other_places(yours, right, tolerance)
    if words := moved([*yours.values()], [*right.values()], tolerance):
        return words
    wrong = wrong_places(yours, right, tolerance)
    named = {
        place: (part_of(paths, place, right), part_of(factors, place, right))
        for place in right
    }
    if len(wrong) == len(right) > 1:
        if all(yours[p].shape == right[p].shape for p in wrong):
            whole = joined([(yours[p], right[p], *named[p]) for p in wrong])
            if words := of_numbers(*whole, tolerance):
                return words
    found = {
        place: of_arrays(yours[place], right[place], *named[place], tolerance)
        for place in wrong
    }
    if len(right) == 1:
        return found[wrong[0]]
    if len(wrong) == len(right) and not any(found.values()):
        return None
    if len(wrong) == len(right) and len({*found.values()}) == 1:
        return found[wrong[0]]
    lines = [f"{count(wrong, right)} wrong, {listed(wrong)}."]
    for words in {**dict.fromkeys(found.values())}:
        if words:
            where = [place for place in wrong if found[place] == words]
            lines.append(f"Of {listed(where)}: {words}")
    return "\n".join(lines)


def part_of(named, place, right):
    """The numbers of each named gradient for one place in `right`."""
    found = {}
    for name, gradient in (named or {}).items():
        grid = gradient
        if not isinstance(gradient, Grid) or (place and gradient.shape):
            grid = paired(gradient, right)[0].get(place)
        grid = grid and grid.stretch(right[place].shape)
        if grid is None:
            raise ValueError(
                f"{name} must have the form of the right gradient{place}, "
                f"whose shape is {right[place].shape}"
            )
        found[name] = grid.numbers
    return found


def joined(parts):
    """Several pairs of arrays, with what is named, as one pair of rows."""
    yours, right, paths, factors = zip(*parts)

    def row(grids):
        numbers = [number for grid in grids for number in grid.numbers]
        return Grid((len(numbers),), numbers)

    def row_of_each(named):
        return {
            name: [number for part in named for number in part[name]]
            for name in named[0]
        }

    return row(yours), row(right), row_of_each(paths), row_of_each(factors)


def not_finite(yours):
    """What is nan or infinite in yours."""
    bad = [
        place + show(index)
        for place, grid in yours.items()
        for index, number in zip(grid.indices(), grid.numbers)
        if not math.isfinite(number)
    ]
    if bad:
        many = sum(len(grid.numbers) for grid in yours.values())
        return (
            f"Not all of yours are finite numbers: {count(bad, range(many))} "
            f"nan or infinite{bad[0] and ', the first at ' + bad[0]}."
        )


def other_places(yours, right, tolerance):
    """What to say of lists that are not as long as they should be."""
    if words := too_short([*yours.values()], [*right.values()], tolerance):
        return words
    if len(yours) != len(right):
        return (
            f"Yours has {len(yours)} gradients, and there should be "
            f"{len(right)}."
        )
    lacking = [place for place in right if place not in yours]
    return f"Yours has no gradient at {listed(lacking)}."


def too_short(yours, right, tolerance):
    """Whether some in a row are missing, or are too many."""
    whose, longer, shorter = "right", right, yours
    if len(yours) > len(right):
        whose, longer, shorter = "yours", yours, right
    gap = len(longer) - len(shorter)
    for i in range(len(shorter) + 1) if gap else ():
        rest = longer[:i] + longer[i + gap :]
        if all(are_alike(a, b, tolerance) for a, b in zip(shorter, rest)):
            places = listed([f"{whose}[{i + j}]" for j in range(gap)])
            is_, what = "is" if gap == 1 else "are", "too many"
            if whose == "right":
                what = "missing"
            return f"The others are right, but {places} {is_} {what}."


def moved(yours, right, tolerance):
    """Whether a list is in the opposite order, or shifted."""
    many = len(right)
    order = [*range(many)]
    for shift in range(1 - many, many):
        pairs = [(i, i + shift) for i in order if i + shift in order]
        if shift and fit(yours, right, pairs, tolerance):
            far = "one place" if abs(shift) == 1 else f"{abs(shift)} places"
            way = "early" if shift > 0 else "late"
            i, j = pairs[0]
            return (
                f"Each stands {far} too {way}: yours[{i}] is right[{j}]."
            )
    if fit(yours, right, [*zip(order, order[::-1])], tolerance):
        return (
            "They are in the opposite order: "
            f"yours[0] is right[{many - 1}]."
        )


def fit(yours, right, pairs, tolerance):
    """Whether each pair is alike, and too many are for chance."""
    evidence = sum(bool(n) for _, j in pairs for n in right[j].numbers)
    return evidence > 2 and all(
        are_alike(yours[i], right[j], tolerance) for i, j in pairs
    )


def of_arrays(yours, right, paths, factors, tolerance):
    """What relates two arrays that differ."""
    if words := other_axes(yours, right, tolerance):
        return words
    if yours.shape != right.shape:
        return other_shape(yours, right, tolerance)
    return (
        of_numbers(yours, right, paths, factors, tolerance)
        or moved([*yours.rows().values()], [*right.rows().values()], tolerance)
        or of_sorted(yours, right, tolerance)
        or few_wrong(yours, right, tolerance)
    )


def other_axes(yours, right, tolerance):
    """Whether the axes stand in another order."""
    axes = [*range(len(right.shape))]
    if len(axes) > 5 or sorted(yours.shape) != sorted(right.shape):
        return None
    for order in permutations(axes):
        if order == (*axes,) or [yours.shape[a] for a in order] != [
            *right.shape
        ]:
            continue
        if are_alike(yours.transpose(order), right, tolerance):
            if len(axes) == 2:
                return MIRRORED
            return f"The axes are in another order: transpose{order}."


def other_shape(yours, right, tolerance):
    """What to say of arrays whose shapes differ."""
    flat_ones = Grid((len(yours.numbers),), yours.numbers)
    if are_alike(
        flat_ones, Grid((len(right.numbers),), right.numbers), tolerance
    ):
        return (
            f"The numbers are right, but in the shape {yours.shape} instead "
            f"of {right.shape}."
        )
    for axes, kept, total in sums(yours, right.shape):
        over = over_axes(axes)
        if axes == (0,) and not kept:
            over += ", the rows of the batch"
        over += ", with keepdims=True" if kept else ""
        if all(near(total.numbers, right.numbers, tolerance)):
            return f"Add them up over {over}."
        many = len(yours.numbers) / len(right.numbers)
        mean = [number / many for number in total.numbers]
        if all(near(mean, right.numbers, tolerance)):
            return f"Take their mean over {over}."
    for axes, _, total in sums(right, yours.shape):
        if all(near(yours.numbers, total.numbers, tolerance)):
            over = over_axes(axes)
            return f"They are added up over {over}, and should not be."
    if yours.shape[1:] == right.shape[1:] and yours.shape and right.shape:
        a, b = yours.rows().values(), right.rows().values()
        if words := too_short([*a], [*b], tolerance):
            return words
    return (
        f"Yours has the shape {yours.shape}, and should have {right.shape}."
    )


def sums(grid, shape):
    """All sums over some axes that have this shape."""
    every = range(len(grid.shape))
    for many in range(1, len(grid.shape) + 1):
        for axes in combinations(every, many):
            gone = tuple(n for a, n in enumerate(grid.shape) if a not in axes)
            total = grid.sum(axes)
            if shape in (gone, total.shape):
                yield axes, shape == total.shape, total


def of_numbers(yours, right, paths, factors, tolerance):
    """What relates the numbers of two arrays of one shape, each to each."""
    if words := by_paths(yours.numbers, right.numbers, paths, tolerance):
        return words
    some, others, wrong, where = wrong_ones(yours, right, tolerance)
    named = {name: [f[i] for i in wrong] for name, f in factors.items()}
    if words := by_named(some, others, named, tolerance):
        return where + words
    if not any(others):
        return f"{where}All of these should be 0."
    if not any(some):
        there = "there" if where else "everywhere" if right.shape else ""
        return (
            f"{where}Yours is 0 {there}".rstrip()
            + ": is it computed, and along every path?"
        )
    if words := by_factor(some, others, right.shape, tolerance):
        return where + words


def wrong_ones(yours, right, tolerance):
    """The wrong numbers, beside the right ones, and where they are.

    All of them if only zeros are right: in those no factor can be seen.
    """
    fine = near(yours.numbers, right.numbers, tolerance)
    wrong, where = [i for i, is_fine in enumerate(fine) if not is_fine], ""
    if any(n for n, is_fine in zip(right.numbers, fine) if is_fine):
        indices = [*right.indices()]
        at = shortest([indices[i] for i in wrong], right)
        where = f"{count(wrong, fine)} wrong, {at}. "
    else:
        wrong = [*range(len(fine))]
    some = [yours.numbers[i] for i in wrong]
    return some, [right.numbers[i] for i in wrong], wrong, where


def shortest(wrong, right):
    """The shortest way to say where these are."""
    for axis in range(len(right.shape) if len(right.shape) > 1 else 0):
        at = {index[axis] for index in wrong}
        many = len(right.numbers) // right.shape[axis]
        if len(at) == 1 and len(wrong) == many > 1:
            index = [":"] * len(right.shape)
            index[axis] = str(*at)
            return f"all of [{', '.join(index)}]"
    if len(wrong) > 3:
        return f"the first at {show(wrong[0])}"
    return f"at {listed([show(index) for index in wrong])}"


def by_paths(yours, right, paths, tolerance):
    """Which path is missing, counted twice, or has the wrong sign."""
    total = [sum(numbers) for numbers in zip(*paths.values())]
    if not (paths and all(near(total, right, tolerance))):
        return None
    for times in several_times(len(paths)):
        total = [
            sum(t * n for t, n in zip(times, numbers))
            for numbers in zip(*paths.values())
        ]
        if not (any(total) and all(near(yours, total, tolerance))):
            continue
        said = []
        for words, factor in PATHS.items():
            names = [n for n, t in zip(paths, times) if t == factor]
            if names:
                said.append(f"{words}: {listed(names)}.")
        return perhaps(right) + " ".join(said)


PATHS = {"Missing": 0, "Counted twice": 2, "With the wrong sign": -1}


def several_times(many):
    """How often each path may count: few of them not once, at first."""
    if many < 4:
        each = product((1, 0, 2, -1), repeat=many)
        yield from sorted(
            (times for times in each if len({*times}) > 1),
            key=lambda times: sum(t != 1 for t in times),
        )
        return
    for others, one in product((1, 0), (0, 1, 2, -1)):
        for i in range(many if one != others else 0):
            yield (others,) * i + (one,) + (others,) * (many - i - 1)


def by_named(yours, right, factors, tolerance):
    """Which named factor is missing, too many, or in the place of another."""
    ones = {"": [1.0] * len(right)}
    every = [*(ones | factors).items()]
    for (a, with_a), (b, with_b) in permutations(every, 2):
        some = [n * f for n, f in zip(yours, with_a)]
        others = [n * f for n, f in zip(right, with_b)]
        if any(others) and all(near(some, others, tolerance)):
            words = f"{b} stands in the place of {a}."
            if not b:
                words = f"The factor {a} is missing."
            if not a:
                words = f"The factor {b} is too many."
            return perhaps(others) + words


def by_factor(yours, right, shape, tolerance):
    """What a factor that all have in common says."""
    largest = max(range(len(right)), key=lambda i: abs(right[i]))
    ratio = yours[largest] / right[largest]
    if not all(near(yours, [ratio * n for n in right], tolerance)):
        return None
    words = " ".join(words_of(ratio, shape, tolerance))
    maybe = perhaps(right)
    if not maybe:
        return words
    if any(near([ratio] * 3, [2, 1 / 2, -1], tolerance)):
        return maybe + words[0].lower() + words[1:]


def words_of(ratio, shape, tolerance):
    """What a ratio says, in the words of `layers.hints_of`, and of others."""
    if ratio < 0:
        yield "The sign is turned."
    times, too_large = max(abs(ratio), 1 / abs(ratio)), abs(ratio) > 1
    n = round(times)
    if near([times], [1], tolerance) == [True]:
        return
    if abs(times - n) > tolerance * n or n * tolerance > 0.1:
        yield f"All are {abs(ratio):.6g} times as large as they should be."
    elif n == 2:
        yield f"A 2 is {'too many' if too_large else 'missing'}."
    else:
        one, other = ("sum", "mean") if too_large else ("mean", "sum")
        axis = f" Axis {shape.index(n)} is as long." if n in shape else ""
        yield f"Is it the {one} of {n}, where f takes their {other}?{axis}"


def of_sorted(yours, right, tolerance):
    """Whether the same numbers, or the same sum, stand there otherwise."""
    if len(right.numbers) < 3:
        return None
    some, others = sorted(yours.numbers), sorted(right.numbers)
    if all(near(some, others, tolerance)):
        return (
            "The numbers are right, but in another order: is there a reshape "
            "where a transpose belongs?"
        )
    total, height = sum(others), sum(map(abs, others))
    apart = abs(sum(some) - total)
    if abs(total) > 1e-3 * height and apart <= tolerance * abs(total):
        return (
            "They have the right sum, but are not the right numbers: were "
            "they added up over another axis?"
        )


def few_wrong(yours, right, tolerance):
    """Where the wrong ones are, if most are right."""
    *_, wrong, where = wrong_ones(yours, right, tolerance)
    if 2 * len(wrong) <= sum(map(bool, right.numbers)):
        return where.strip()


def perhaps(right):
    """For what a single number shows, which may be chance."""
    return "Perhaps: " if sum(map(bool, right)) < 2 else ""


def count(some, of):
    """As in `1 of 6 is`, before what it is."""
    return f"{len(some)} of {len(of)} {'is' if len(some) == 1 else 'are'}"


def show(index):
    """An index as Python writes it: [0, 1]."""
    return str([*index]) if index else ""


def listed(names):
    """As in `a, b and c`; many are cut."""
    if len(names) > 6:
        names = [*names[:5], f"{len(names) - 5} more"]
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def over_axes(axes):
    """As in `axis 0`, or `axes 0 and 2`."""
    return f"ax{'i' if len(axes) == 1 else 'e'}s {listed([*map(str, axes)])}"
