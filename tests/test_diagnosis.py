"""Each relation of two gradients is found, and nothing is found by chance."""

import math
import subprocess
import sys
from itertools import permutations
from types import SimpleNamespace

import backprop
import numpy as np
import pytest
from backprop import diagnose
from backprop.diagnosis import AGREE, MIRRORED, UNRELATED, Grid
from hypothesis import given
from hypothesis import strategies as st

ZERO = ": is it computed, and along every path?"
shapes = st.lists(st.integers(1, 5), min_size=1, max_size=3).filter(
    lambda shape: math.prod(shape) > 2
)


@st.composite
def gradients(draw, shapes=shapes):
    return normal(*draw(shapes), seed=draw(st.integers(0, 10**6)))


def normal(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape)


# factors


@given(gradients(), st.floats(-10, 10).filter(lambda r: abs(r) > 1e-2))
def test_any_common_factor_is_found(right, ratio):
    said = diagnose(ratio * right, right)
    times = max(abs(ratio), 1 / abs(ratio))
    if math.isclose(ratio, 1, rel_tol=1e-4):
        assert said == AGREE
    elif ("sign is turned" in said) != (ratio < 0):
        pytest.fail(said)
    elif times > 1.01 and abs(times - round(times)) > 0.01:
        assert f"All are {abs(ratio):.6g} times" in said


@given(gradients())
def test_two_a_half_and_the_sign_have_their_words(right):
    assert diagnose(2 * right, right) == "A 2 is too many."
    assert diagnose(right / 2, right) == "A 2 is missing."
    assert diagnose(-right, right) == "The sign is turned."


@given(gradients(), st.integers(3, 100))
def test_a_whole_factor_asks_for_sum_and_mean(right, n):
    for said, one, other in (
        (diagnose(n * right, right), "sum", "mean"),
        (diagnose(right / n, right), "mean", "sum"),
    ):
        asked = f"Is it the {one} of {n}, where f takes their {other}?"
        assert said.startswith(asked)
        assert (" is as long." in said) == (n in right.shape)


def test_a_large_whole_number_is_whole_by_chance():
    assert "1234.05 times" in diagnose(1234.05 * normal(5), normal(5))
    assert "1234 times" in diagnose(1234 * normal(5), normal(5))
    assert "sum of 999" in diagnose(999 * normal(5), normal(5))


def test_a_factor_whose_inverse_is_no_number_is_said():
    assert "All are 1e-310 times" in diagnose([1e-300, 2e-300], [1e10, 2e10])
    assert diagnose([1e-300, 2e-300], [1e300, 2e300]) == UNRELATED


@pytest.mark.parametrize(
    ("yours", "said"),
    [
        (6, "Perhaps a 2 is too many."),
        (1.5, "Perhaps a 2 is missing."),
        (-3, "Perhaps the sign is turned."),
        (0, "Yours is 0" + ZERO),
        (9, UNRELATED),
        (1, UNRELATED),
        (-6, UNRELATED),
        (3, AGREE),
        (3.0002, AGREE),
        (3.0004, UNRELATED),
    ],
)
def test_one_number_alone_shows_little(yours, said):
    assert diagnose(yours, 3) == said
    assert diagnose(np.float32(yours), np.array(3)) == said
    if said.startswith("Perhaps") or said == UNRELATED:
        assert diagnose([[0, yours]], [[0, 3]]) == said  # nor beside zeros
    named = {"factors": {"w": yours / 3 or 5}, "paths": {"a": yours, "b": 3 - yours}}
    assert diagnose(yours, 3, **named) == said


# axes and shapes


@given(gradients(), st.data())
def test_axes_in_another_order_are_found(right, data):
    order = data.draw(st.sampled_from([*permutations(range(right.ndim))]))
    yours = right.transpose(order)
    said = diagnose(yours, right)
    if yours.shape == right.shape and np.allclose(yours, right):
        assert said == AGREE
    elif right.ndim == 2:
        assert said == MIRRORED
    else:
        assert "The axes are in another order: transpose(" in said
        back = eval(said.partition("transpose")[2].rstrip("."))
        assert np.array_equal(yours.transpose(back), right)


several = shapes.map(lambda shape: [n + 1 for n in shape])


@given(gradients(several), st.data())
def test_what_is_not_added_up_is_found(yours, data):
    axes = data.draw(st.sets(st.sampled_from(range(yours.ndim)), min_size=1))
    axes = tuple(sorted(axes))
    for keepdims in (False, True):
        right = yours.sum(axis=axes, keepdims=keepdims)
        said = diagnose(yours, right)
        assert said.startswith("Add them up over ax")
        assert ("keepdims=True" in said) == keepdims
        assert ("rows of the batch" in said) == (axes == (0,) and not keepdims)
        assert all(str(axis) in said for axis in axes)
        mean = yours.mean(axis=axes, keepdims=keepdims)
        assert diagnose(yours, mean).startswith("Take their mean over ax")
        assert "and should not be" in diagnose(right, yours)


@given(gradients(shapes.filter(lambda shape: len(shape) > 1)))
def test_another_shape_and_another_order_are_found(right):
    said = diagnose(right.ravel(), right)
    assert said == (
        f"The numbers are right, but in the shape ({right.size},) instead of {right.shape}."
    )
    size = max(right.shape)
    square = normal(size, size, 2)
    said = diagnose(square.transpose(1, 2, 0).reshape(square.shape), square)
    assert "in another order" in said


@given(gradients(st.tuples(st.integers(3, 6), st.integers(1, 3))), st.data())
def test_rows_that_are_missing_shifted_or_turned_round_are_found(right, data):
    i = data.draw(st.integers(0, len(right) - 1))
    said = diagnose(np.delete(right, i, axis=0), right)
    assert said == f"The others are right, but right[{i}] is missing."
    said = diagnose(right, np.delete(right, i, axis=0))
    assert said == f"The others are right, but yours[{i}] is too many."
    said = diagnose([*right], [*right[::-1]])
    assert said == f"They are in the opposite order: yours[0] is right[{len(right) - 1}]."


def test_lists_that_are_shifted_are_found_whatever_their_shapes():
    a, b, c = normal(3, 4), normal(4, 4, seed=1), normal(4, 2, seed=2)
    early = "Each stands one place too early: yours[0] is right[1]."
    late = "Each stands one place too late: yours[1] is right[0]."
    assert diagnose([b, c, a], [a, b, c]) == early
    assert diagnose([c, a, b], [a, b, c]) == late
    right = [a, a[0], b, b[0], c, c[0]]
    assert "2 places too early" in diagnose([*right[2:], a, a[0]], right)
    assert diagnose([a, c], [a, b, c]) == "The others are right, but right[1] is missing."
    assert diagnose([a, c + 1], [a, b, c]) == "Yours has 2 gradients, and there should be 3."
    assert diagnose([c, 1], [1, c]) != AGREE
    assert "opposite order" in diagnose([c, b, a], [a, b, c])
    assert "opposite" not in diagnose([2 * c, b, a], [a, b, c])


def test_shapes_that_have_nothing_in_common_are_said():
    said = diagnose(normal(4, 2), normal(2, 3, 5))
    assert said == "Yours has the shape (4, 2), and should have (2, 3, 5)."
    assert diagnose([1, 2], 5) == "Yours has the shape (2,), and should have ()."


# numbers among others


def test_where_the_wrong_ones_are():
    right = normal(6, 5)

    def said(*at, to):
        yours = right.copy()
        yours[at] = to
        return diagnose(yours, right)

    assert said(0, 1, to=9) == "1 of 30 is wrong, at [0, 1]."
    assert said([0, 3], [1, 2], to=9) == "2 of 30 are wrong, at [0, 1] and [3, 2]."
    assert said(2, to=9) == "5 of 30 are wrong, all of [2, :]."
    assert said(slice(None), 3, to=9) == "6 of 30 are wrong, all of [:, 3]."
    assert said([1, 1, 2, 2], [0, 1, 1, 2], to=9).endswith("the first at [1, 0].")
    assert said(slice(5), to=9) == UNRELATED  # most of them are wrong
    twice = said(2, to=2 * right[2])
    assert twice == "5 of 30 are wrong, all of [2, :]. A 2 is too many."
    assert said(0, 1, to=-right[0, 1]).endswith("Perhaps the sign is turned.")
    assert said(2, to=0) == "5 of 30 are wrong, all of [2, :]. Yours is 0 there" + ZERO


def test_a_silent_unit_is_no_evidence():
    """Zeros agree whatever the factor is, and are not counted as right."""
    right = normal(4, 3) * [1, 0, 1]
    assert diagnose(2 * right, right) == "A 2 is too many."
    assert diagnose(right + 1 - 0, right) == "All are too large by the same number, 1."
    assert diagnose(normal(4, 3, seed=5) * [1, 0, 1], right) == UNRELATED


def test_nan_and_infinity_are_named_first():
    right = normal(2, 2)
    yours = 2 * right
    yours[1, 0] = math.inf
    said = "Not all of yours are finite numbers: 1 of 4 is nan or infinite, the first at [1, 0]."
    assert diagnose(yours, right) == said
    said = "1 of 1 is nan or infinite."
    assert diagnose(math.nan, 3).endswith(said)
    assert "the first at ['b'][0]" in diagnose({"a": 1, "b": [math.nan]}, {"a": 1, "b": [1]})


def test_zeros():
    assert diagnose([0, 0], [1, 2]) == "Yours is 0 everywhere" + ZERO
    assert diagnose([1, 2], [0, 0]) == "All of these should be 0: does f use them?"
    assert diagnose([0, 0], [0, 0]) == AGREE


# what a caller knows


@given(gradients(), st.integers(2, 7), st.data())
def test_a_path_that_is_missing_or_counted_twice_is_found(first, many, data):
    paths = {f"path {i}": normal(*first.shape, seed=i) for i in range(many)}
    name = data.draw(st.sampled_from([*paths]))
    right = sum(paths.values())
    for yours, words in (
        (right - paths[name], "Missing"),
        (right + paths[name], "Counted twice"),
        (right - 2 * paths[name], "With the wrong sign"),
    ):
        assert diagnose(yours, right, paths=paths) == f"{words}: {name}."
    if many > 2:
        alone = diagnose(paths[name], right, paths=paths)
        assert alone.startswith("Missing: ") and name not in alone
    rest = right - paths[name]
    assert diagnose(right, rest, paths=paths) == f"Too many: {name}."
    assert diagnose(2 * right, right, paths=paths) == "A 2 is too many."


def test_paths_that_do_not_add_up_to_the_right_one_are_not_believed():
    a, b, c = normal(3, 4)
    assert diagnose(a, a + b + c, paths={"a": a, "b": b}) == UNRELATED


def test_one_row_of_the_batch():
    rows = normal(8, 3)
    said = diagnose(rows[7], rows.sum(axis=0), paths=[*rows])
    assert said == (
        "Missing: paths[0], paths[1], paths[2], paths[3], paths[4] and 2 more."
    )


@given(gradients(), st.floats(0.3, 0.9), st.floats(1.1, 1.9))
def test_a_named_factor_is_found(base, w, v):
    slope = np.abs(normal(*base.shape, seed=9)) + 0.1
    factors = {"w": w, "v": v, "the slope": slope}
    assert diagnose(base, base * w, factors=factors) == "Missing as a factor: w."
    assert diagnose(base * v, base, factors=factors) == "Too many as a factor: v."
    said = diagnose(base * w, base * slope, factors=factors)
    assert said.endswith("In the place of the slope stands w.")
    assert diagnose(-base, base, factors={"w": -1}) == "The sign is turned."


def test_named_ones_of_several_arrays():
    weights, bias = normal(3, 2), normal(2, seed=1)
    right = [weights, bias]
    said = diagnose([3 * weights, 3 * bias], right, factors={"n": 3})
    assert said == "Too many as a factor: n."
    paths = {"one": [weights / 3, bias / 5], "two": [2 * weights / 3, 4 * bias / 5]}
    assert diagnose(paths["one"], right, paths=paths) == "Missing: two."
    with pytest.raises(ValueError, match="one must have the form of the right"):
        diagnose(normal(2, 2), weights[:2] + 1, paths={"one": normal(3)})


# lists of arrays


def test_each_array_of_a_list_has_its_own_words():
    a, b, c = normal(3, 4), normal(4, seed=1), normal(2, 2, seed=2)
    right = [a, b, c]
    assert diagnose([2 * a, 2 * b, 2 * c], right) == "A 2 is too many."
    assert diagnose([a, -b, c], right) == "1 of 3 is wrong, [1]: The sign is turned."
    assert diagnose([a, b[::-1] ** 2, c], right) == "1 of 3 is wrong, [1]."
    assert diagnose([a, -b, c.T], right) == (
        "2 of 3 are wrong, [1] and [2].\n"
        f"Of [1]: The sign is turned.\nOf [2]: {MIRRORED}"
    )
    assert diagnose([x**2 for x in right], right) == UNRELATED
    named = dict(zip("abc", right))
    said = diagnose(named | {"b": 3 * b / 2}, named)
    assert said == "1 of 3 is wrong, ['b']: All are 1.5 times as large as they should be."
    assert diagnose({"a": a, "x": b, "c": c}, named) == "Yours has no gradient at ['b']."
    layers = [(a, b), (c, b)]
    assert diagnose([(a, b), (c, -b)], layers).startswith("1 of 4 is wrong, [1][1]:")


def test_what_is_nothing_beside_the_others_is_0():
    """Central differences measure a slope of 0 as some 1e-11."""
    a = normal(3)
    assert diagnose([a, np.zeros(2)], [a, [1e-11, -3e-12]]) == AGREE
    assert diagnose([a, np.zeros(2)], [a, [1e-8, -3e-9]]) != AGREE


# forms


def as_lists(array):
    return array.tolist()


def as_tuples(array):
    return tuple(map(as_tuples, array)) if array.ndim else float(array)


@given(gradients(), st.sampled_from(["2 * x", "x.T", "x + 1", "x[::-1]", "x ** 2", "x.sum(0)"]))
def test_the_words_are_the_same_for_lists_tuples_and_arrays(right, change):
    yours = np.array(eval(change, {"x": right}))
    said = diagnose(yours, right)
    for a in (as_lists, as_tuples, np.asarray):
        for b in (as_lists, as_tuples, np.asarray):
            assert diagnose(a(yours), b(right)) == said
    if yours.shape == right.shape and right.ndim > 1:
        assert diagnose([*yours], right) == diagnose([*yours], [*right])


def test_nothing_given_is_changed():
    yours, right = normal(3), normal(3, seed=1)
    before = yours.copy(), right.copy()
    diagnose(yours, right, paths={"a": yours}, factors={"b": right})
    assert np.array_equal(yours, before[0]) and np.array_equal(right, before[1])


@pytest.mark.parametrize(
    ("yours", "right", "words"),
    [
        ("1", 1, "yours must be a number, an array, or a list of these"),
        ([1, None], [1, 2], "yours must be a number, an array"),
        ([], [1], "yours must hold numbers, but it is empty"),
        (np.zeros((0, 2)), 1, "yours must hold numbers, but it is empty"),
        (1, math.nan, "right must hold finite numbers"),
        ([1, 2], [1, math.inf], "right must hold finite numbers"),
        (1j, 1, "yours must be a number"),
        (np.array(["a"]), 1, "yours must hold numbers"),
        (True, 1, "yours must be a number"),
        (np.array([True]), [1], "yours must hold numbers"),
        (10**400, 1, "yours is too large for a float"),
        (np.ma.masked_equal([1.0, 2.0], 2.0), [1, 2], "yours must hold numbers"),
        ({1.0}, 1, "yours must be a number"),
        (np.ndarray, 1, "yours must be a number"),
    ],
)
def test_what_is_no_gradient_is_refused(yours, right, words):
    with pytest.raises((TypeError, ValueError), match=words):
        diagnose(yours, right)


def test_other_inputs_that_are_refused():
    nested = []
    nested.append(nested)
    for wrong in (
        {"paths": 3},
        {"paths": {"a": "b"}},
        {"factors": {"a": math.nan}},
        {"tolerance": 0},
        {"tolerance": 0.1},
    ):
        with pytest.raises((TypeError, ValueError)):
            diagnose([1, 2], [1, 3], **wrong)
    with pytest.raises(TypeError, match="yours must be a number"):
        diagnose(nested, 1)


# chance


@given(shapes, st.integers(0, 10**6))
def test_unrelated_arrays_have_no_relation(shape, seed):
    yours, right, other = normal(3, *shape, seed=seed)
    named = {"paths": {"a": right - other, "b": other}, "factors": {"c": other, "d": 3.0}}
    assert diagnose(yours, right) == UNRELATED
    assert diagnose(yours, right, **named) == UNRELATED


@given(gradients(shapes.filter(lambda s: len(s) > 1 and len({*s}) < len(s) and max(s) > 2)))
def test_combinations_are_not_claimed(right):
    """Transposed and doubled, say: neither alone would be true."""
    alike = [i for i, n in enumerate(right.shape) if right.shape.count(n) > 1]
    a, b, *_ = alike
    turned = right.swapaxes(a, b)
    if not np.allclose(turned, right):
        for yours in (2.5 * turned, turned + 1):
            said = diagnose(yours, right)
            assert "order" not in said and said != MIRRORED and "times" not in said


@pytest.mark.parametrize("size", [1e-300, 1e-150, 1, 1e150, 1e300])
def test_any_size_of_number_is_compared(size):
    right = size * np.array([1.0, 2.0, -3.0])
    assert diagnose(2 * right, right) == "A 2 is too many."
    assert diagnose(right, right) == AGREE
    assert diagnose(right + [0, size, 0], right).startswith("1 of 3 is wrong")
    assert diagnose([1e300, 1e-300, 2], [1e-300, 1e300, 2]) != AGREE
    assert diagnose([1e308, 1e308], [1e-308, 1e-308]) == UNRELATED


@given(gradients(), st.integers(0, 10**6))
def test_measured_numbers_have_a_tolerance(right, seed):
    noise = np.random.default_rng(seed).uniform(-1, 1, right.shape)
    measured = right * (1 + 5e-5 * noise)
    assert diagnose(measured, right) == AGREE
    assert diagnose(2 * measured, right) == "A 2 is too many."
    rough = right * (1 + 5e-3 * noise)
    assert diagnose(-rough, right, tolerance=1e-2) == "The sign is turned."


# where it is found


def test_it_is_found_where_a_reader_looks():
    assert "diagnose" in backprop.__all__
    assert backprop.diagnose is diagnose
    with pytest.raises(AttributeError, match="has no attribute 'diagnosed'"):
        backprop.diagnosed  # noqa: B018


def test_it_needs_no_numpy():
    code = (
        "import sys; sys.modules['numpy'] = None\n"
        "import backprop\n"
        "assert 'backprop.diagnosis' not in sys.modules\n"
        "print(backprop.diagnose([[2, 4]], [[1, 2]]))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.stdout == "A 2 is too many.\n", run.stderr


def test_a_grid_does_what_an_array_does():
    array = normal(2, 3, 4)
    grid = Grid(array.shape, [*array.flat])
    turned = grid.transpose((2, 0, 1))
    assert turned.numbers == [*array.transpose(2, 0, 1).flat]
    assert turned.shape == (4, 2, 3)
    total = grid.sum((0, 2))
    assert np.allclose(total.numbers, array.sum((0, 2)).ravel())
    row = Grid((3, 1), [1.0, 2.0, 3.0])
    stretched = np.broadcast_to([[1.0], [2.0], [3.0]], (2, 3, 4))
    assert row.stretch((2, 3, 4)).numbers == [*stretched.flat]
    assert row.stretch((2, 3)) is None and row.stretch((3,)) is None


def test_many_numbers_take_no_longer_than_they_must():
    """Nothing is compared with everything: not the rows, and not the shifts."""
    right = normal(20_000)
    for yours in (right + 1, right[1:], right[::-1], normal(20_000, seed=1)):
        assert diagnose(yours, right)
    assert diagnose(right[1:], right).endswith("right[0] is missing.")


def test_the_length_of_a_joined_row_is_no_axis():
    right = [normal(2), normal(3, seed=1)]
    asked = "Is it the sum of 5, where f takes their mean?"
    assert diagnose([5 * a for a in right], right) == asked


def test_names_and_nested_places_are_those_of_the_caller():
    a, b, c = normal(3, 3)
    right = {"W": a, "V": b, "U": c}
    said = diagnose({"W": b, "V": c, "U": a}, right)
    assert said == "Each stands one place too early: yours['W'] is right['V']."
    assert diagnose({"W": a, "U": c}, right).endswith("right['V'] is missing.")
    nested = [(a, b[0]), (b, c[0]), (c, a[0])]
    said = diagnose(nested[1:] + nested[:1], nested)
    assert said == "Each stands 2 places too early: yours[0][0] is right[1][0]."


def test_what_is_nothing_beside_the_largest_counts_as_0():
    assert diagnose([1, 0], [1, 9e-7]) == AGREE
    assert diagnose([1, 0], [1, 2e-6]).startswith("1 of 2 is wrong")


def test_a_shift_is_claimed_only_of_what_is_wrong_and_enough():
    a, b, c = normal(3, 3)
    assert diagnose([a, a, b, c], [a, a, a, b]) == "2 of 4 are wrong, [2] and [3]."
    assert diagnose([3, 5], [0, 3]) == UNRELATED


def test_where_is_said_of_each_array():
    a, b = normal(3, 4), normal(4, seed=1)
    yours = [a.copy(), b.copy()]
    yours[0][1] *= 2
    yours[1][2] *= 2
    assert diagnose(yours, [a, b]) == (
        "2 of 2 are wrong, [0] and [1].\n"
        "Of [0]: 4 of 12 are wrong, all of [1, :]. A 2 is too many.\n"
        "Of [1]: 1 of 4 is wrong, at [2]. Perhaps a 2 is too many."
    )
    yours = a.copy()
    yours[0, [1, 3]] = 9
    assert diagnose(yours, a) == "2 of 12 are wrong, at [0, 1] and [0, 3]."
    c = normal(3, 4, seed=2)
    assert diagnose([a, -c], [a, c]) == "1 of 2 is wrong, [1]: The sign is turned."


def test_a_named_factor_is_looked_for_where_it_is_wrong():
    right, slope = normal(4), np.array([0.2, 0.3, 0.5, 0.7])
    yours = right / np.where([0, 0, 1, 1], slope, 1)
    said = diagnose(yours, right, factors={"the slope": slope})
    assert said == "2 of 4 are wrong, at [2] and [3]. Missing as a factor: the slope."


def test_the_largest_number_may_be_negative():
    assert diagnose([0, -2, -4], [0, -1, -2]) == "A 2 is too many."


def test_beside_a_large_number_a_small_gap_cannot_be_seen():
    right = np.array([1e4, 1, 2, 3])
    assert diagnose(right + 0.5, right) == UNRELATED


def test_a_ratio_beyond_a_float_is_none():
    assert diagnose([1e300, 2e300], [1e-300, 3e-300]) == UNRELATED


def test_the_same_number_many_times_is_one_witness():
    assert diagnose([16, 16, 16], [8, 8, 8]) == "Perhaps a 2 is too many."
    assert diagnose([3, 3, 3], [1, 1, 1]) == UNRELATED
    assert diagnose([3, 5], [1, 3]) == UNRELATED  # and two are too few
    assert diagnose([0, 16], [0, 8]) == "Perhaps a 2 is too many."
    assert diagnose([0, 16, 14], [0, 8, 7]) == "A 2 is too many."


def test_a_factor_tells_more_than_a_shift():
    right = {"a": 1, "b": 2, "c": 4, "d": 8}
    yours = {name: 2 * number for name, number in right.items()}
    assert diagnose(yours, right) == "A 2 is too many."


def test_an_array_holds_as_many_numbers_as_its_shape_says():
    strange = SimpleNamespace(shape=(2,), tolist=lambda: [[1, 2], [3, 4]])
    with pytest.raises(TypeError, match=r"are 4 in the shape \(2,\)"):
        diagnose(strange, [1, 2])


def test_many_axes_have_an_end():
    yours = SimpleNamespace(shape=(1,) * 40 + (3,), tolist=lambda: [1, 2, 3])
    assert "should have (3,)" in diagnose(yours, [4, 5, 6])
