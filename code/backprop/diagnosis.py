"""What is the matter with a gradient: what relates it to the right one.

`diagnose` takes two gradients, yours and one that is right, measured or from
another program, and says in words how yours comes out of it: by a factor, by
a sum that is missing, by a path. The checks of gradients end with it.

A gradient has become a `Grid` at the edge, a shape and plain numbers, or
several of them by their places: so all of it is pure Python, and runs where
there is no NumPy. One question after the other is put to a pair of grids,
`relation` first to all of them and then `of_arrays` to each that is wrong.
The first that has an answer is believed; what tells more is asked first.
"""

import math
from itertools import combinations, permutations, product
from typing import NamedTuple

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
MOST = 10_000  # rows or ways that are tried: beyond, nobody waits for it


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
        counted twice, or has the wrong sign. One that has no part in `right`
        may be among them, and is found in yours.
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
    parts = {
        place: Part(
            yours[place],
            right[place],
            part_of(paths, place, right),
            part_of(factors, place, right),
        )
        for place in right
    }
    wrong = wrong_places(yours, right, tolerance)
    if len(parts) == 1:
        return of_arrays(*parts.values(), tolerance)
    together = all(p.yours.shape == p.right.shape for p in parts.values())
    if together and (words := by_paths(joined(parts, parts), tolerance)):
        return words
    if together and (words := by_each(joined(parts, wrong), tolerance, True)):
        found = dict.fromkeys(wrong, words)
    elif words := moved(yours, right, tolerance):
        return words
    else:
        found = {place: of_arrays(parts[place], tolerance) for place in wrong}
    are_wrong = f"{count(wrong, parts)} wrong, {listed(wrong)}"
    said = {*found.values()}
    if len(said) == 1:
        [words] = said
        if len(wrong) == len(parts):
            return words
        return f"{are_wrong}: {words}" if words else f"{are_wrong}."
    lines = [f"{are_wrong}."]
    for words in dict.fromkeys(filter(None, found.values())):
        where = [place for place in wrong if found[place] == words]
        lines.append(f"Of {listed(where)}: {words}")
    return "\n".join(lines)


class Part(NamedTuple):
    """An array of each gradient, and what is known of the right one."""

    yours: Grid
    right: Grid
    paths: dict  # by their names, in the same shape
    factors: dict


def part_of(named, place, right):
    """The numbers of each named gradient for one place in `right`."""
    found = {}
    for name, gradient in (named or {}).items():
        grid = gradient
        if place and not (
            isinstance(gradient, Grid)
            and (gradient.is_array or not gradient.shape)
        ):
            grid = paired(gradient, right)[0].get(place)
        if isinstance(grid, Grid):
            grid = grid.stretch(right[place].shape)
        else:
            grid = None
        if grid is None:
            raise ValueError(
                f"{name} must have the form of the right gradient{place}, "
                f"whose shape is {right[place].shape}"
            )
        found[name] = grid.numbers
    return found


def joined(parts, chosen):
    """Several parts, each of equal shapes, as one."""

    def row(grids):
        numbers = [number for grid in grids for number in grid.numbers]
        return Grid((len(numbers),), numbers)

    yours, right, *named = zip(*(parts[place] for place in chosen))
    rows = [
        {name: [n for each in found for n in each[name]] for name in found[0]}
        for found in named
    ]
    return Part(row(yours), row(right), *rows)


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
    if words := too_short(yours, right, tolerance):
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
    longer, shorter, words = right, yours, ("right", "missing")
    if len(yours) > len(right):
        longer, shorter, words = yours, right, ("yours", "too many")
    places, grids, fewer = [*longer], [*longer.values()], [*shorter.values()]
    gap, alike = len(grids) - len(fewer), 0
    while alike < len(fewer) and are_alike(
        fewer[alike], grids[alike], tolerance
    ):
        alike += 1
    rest = zip(fewer[alike:], grids[alike + gap :])
    if gap and all(are_alike(a, b, tolerance) for a, b in rest):
        whose, what = words
        gone = [f"{whose}{place}" for place in places[alike : alike + gap]]
        is_ = "is" if gap == 1 else "are"
        return f"The others are right, but {listed(gone)} {is_} {what}."


def moved(yours, right, tolerance):
    """Whether a list is in the opposite order, or shifted by a few places."""
    if len(right) > MOST:
        return None
    order, names = range(len(right)), [*right]
    a, b = [*yours.values()], [*right.values()]

    def found(pairs, words):
        (i, j), *_ = pairs
        if fit(a, b, pairs, tolerance):
            return f"{words}: yours{names[i]} is right{names[j]}."

    for far in range(1, min(3, len(right) // 2) + 1):
        places = "one place" if far == 1 else f"{far} places"
        words = f"Each stands {places} too "
        early, late = zip(order, order[far:]), zip(order[far:], order)
        said = found([*early], words + "early")
        if said := said or found([*late], words + "late"):
            return said
    return found([*zip(order, order[::-1])], "They are in the opposite order")


def fit(yours, right, pairs, tolerance):
    """Whether each is like another, and wrong as it is; and not by chance."""
    if not all(
        are_alike(yours[i], right[j], tolerance)
        and (i == j or not are_alike(yours[i], right[i], tolerance))
        for i, j in pairs
    ):
        return False
    return sum(bool(n) for _, j in pairs for n in right[j].numbers) > 2


def of_arrays(part, tolerance):
    """What relates two arrays that differ."""
    yours, right, *_ = part
    if words := other_axes(yours, right, tolerance):
        return words
    if yours.shape != right.shape:
        return other_shape(yours, right, tolerance)
    return (
        by_paths(part, tolerance)
        or by_each(part, tolerance)
        or moved(yours.rows(), right.rows(), tolerance)
        or as_a_whole(yours.numbers, right.numbers, tolerance)
        or few_wrong(yours, right, tolerance)
    )


def other_axes(yours, right, tolerance):
    """Whether the axes stand in another order."""
    axes = [*range(len(right.shape))]
    tried = math.factorial(min(len(axes), 9)) * len(right.numbers)
    if tried > 200 * MOST or sorted(yours.shape) != sorted(right.shape):
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
    if len(yours.numbers) == len(right.numbers) and all(
        near(yours.numbers, right.numbers, tolerance)
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
        if words := too_short(yours.rows(), right.rows(), tolerance):
            return words
    return f"Yours has the shape {yours.shape}, and should have {right.shape}."


def sums(grid, shape):
    """All sums over some axes that have this shape."""
    every = range(len(grid.shape))
    for many in range(1, len(grid.shape) + 1 if len(grid.shape) < 8 else 1):
        for axes in combinations(every, many):
            gone = tuple(n for a, n in enumerate(grid.shape) if a not in axes)
            kept = tuple(
                1 if a in axes else n for a, n in enumerate(grid.shape)
            )
            if shape in (gone, kept):
                yield axes, shape == kept, grid.sum(axes)


def by_each(part, tolerance, is_joined=False):
    """What relates each wrong number to the right one."""
    yours, right, _, factors = part
    wrong, where = wrong_ones(yours, right, tolerance)
    if where and is_joined:
        return None  # where, is said of each array
    some = [yours.numbers[i] for i in wrong]
    others = [right.numbers[i] for i in wrong]
    named = {name: [f[i] for i in wrong] for name, f in factors.items()}
    if not any(others):
        words = "All of these should be 0: does f use them?"
    elif not any(some):
        there = " there" if where else " everywhere" if right.shape else ""
        words = f"Yours is 0{there}: is it computed, and along every path?"
    else:
        words = by_named(some, others, named, tolerance) or by_factor(
            some, others, () if is_joined else right.shape, tolerance
        )
    return words and where + words


def wrong_ones(yours, right, tolerance):
    """Which numbers are wrong, and a sentence that says where they are.

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
    return wrong, where


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


def by_paths(part, tolerance):
    """Which path is missing, too many, counted twice, or has another sign."""
    yours, right, paths, _ = part
    if not paths or sum(map(bool, right.numbers)) < 2:
        return None
    if len(paths) ** 2 * len(right.numbers) > 100 * MOST:
        return None

    def found(several, wanted):
        """Of several ways to count each path, the one that gives this."""
        for times in several:
            total = [
                sum(t * n for t, n in zip(times, numbers))
                for numbers in zip(*paths.values())
            ]
            if any(total) and all(near(wanted, total, tolerance)):
                return times

    it_is = found(ways_to_count(len(paths), (1, 0)), right.numbers)
    times = it_is and found(
        ways_to_count(len(paths), (1, 0, 2, -1)), yours.numbers
    )
    both = [*zip(it_is, times)] if times else []
    if len({*both} - {(0, 0)}) < 2 or not PATHS.keys() >= {*both}:
        return None  # a factor of all of them tells more
    said = {}
    for name, words in zip(paths, map(PATHS.get, both)):
        said.setdefault(words, []).append(name)
    return " ".join(
        f"{words}: {listed(names)}." for words, names in said.items() if words
    )


# how often a path counts in the right gradient, and in yours
PATHS = {
    (1, 1): "",
    (0, 0): "",
    (1, 0): "Missing",
    (0, 1): "Too many",
    (1, 2): "Counted twice",
    (1, -1): "With the wrong sign",
}


def ways_to_count(many, times):
    """How often each path may count; of many, all but one alike."""
    if many < 5:
        every = product(times, repeat=many)
        yield from sorted(every, key=lambda some: sum(t != 1 for t in some))
        return
    yield (1,) * many
    for others, one in product((1, 0), times):
        for i in range(many if one != others else 0):
            yield (others,) * i + (one,) + (others,) * (many - i - 1)


def by_named(yours, right, factors, tolerance):
    """Which named factor is missing, too many, or in the place of another."""
    if all(near(yours, [-n for n in right], tolerance)):
        return None  # the sign is what tells more
    every = [("", [1.0] * len(right)), *factors.items()]
    for (a, with_a), (b, with_b) in permutations(every, 2):
        some = [n * f for n, f in zip(yours, with_a)]
        others = [n * f for n, f in zip(right, with_b)]
        if sum(map(bool, others)) > 1 and all(near(some, others, tolerance)):
            words = f"In the place of {a} stands {b}."
            if not b:
                words = f"Missing as a factor: {a}."
            if not a:
                words = f"Too many as a factor: {b}."
            return words


def by_factor(yours, right, shape, tolerance):
    """What a factor that all have in common says."""
    largest = max(range(len(right)), key=lambda i: abs(right[i]))
    ratio = yours[largest] / right[largest]
    if not all(near(yours, [ratio * n for n in right], tolerance)):
        return None
    words = " ".join(words_of(ratio, shape, tolerance))
    some, *others = filter(None, right)
    if others and not all(near(others, [some] * len(others), tolerance)):
        return words  # the same number many times is one witness
    if any(near([ratio] * 3, [2, 1 / 2, -1], tolerance)):
        return f"Perhaps {words[0].lower()}{words[1:]}"


def words_of(ratio, shape, tolerance):
    """What a ratio says that all have in common."""
    if ratio < 0:
        yield "The sign is turned."
    times, too_large = max(abs(ratio), 1 / abs(ratio)), abs(ratio) > 1
    n = round(min(times, 1e9))
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


def as_a_whole(yours, right, tolerance):
    """Whether the same numbers stand there otherwise, or all are moved."""
    if len(right) < 3 or all(near(right, right[:1] * len(right), tolerance)):
        return None
    if all(near(sorted(yours), sorted(right), tolerance)):
        return (
            "The numbers are right, but in another order: is there a reshape "
            "where a transpose belongs?"
        )
    apart = sorted(a - b for a, b in zip(yours, right))
    gap = apart[len(apart) // 2]
    if not any(near(yours, right, tolerance)) and all(
        near(yours, [n + gap for n in right], tolerance)
    ):
        way = "large" if gap > 0 else "small"
        return f"All are too {way} by the same number, {abs(gap):.6g}."


def few_wrong(yours, right, tolerance):
    """Where the wrong ones are, if most are right."""
    wrong, where = wrong_ones(yours, right, tolerance)
    if 2 * len(wrong) <= sum(map(bool, right.numbers)):
        return where.strip()


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
