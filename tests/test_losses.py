"""Step 10: softmax, cross-entropy from logits, and their slopes."""

import math

import numpy as np
import pytest
from backprop._checks import NotFinite
from backprop._checks import arrays as checks
from backprop.derivatives import complex_step
from backprop.gradient_descent import mean_squared_error
from backprop.gradients import gradient
from backprop.losses import (
    cross_entropy,
    cross_entropy_and_gradient,
    cross_entropy_gradient,
    log_softmax,
    mean_squared_error_gradient,
    softmax,
)
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hn

EPSILON = np.finfo(float).eps
NAN, INF = math.nan, math.inf
SHAPES = st.tuples(st.integers(1, 5), st.integers(1, 7))


def logits_within(bound, shape=SHAPES):
    return hn.arrays(np.float64, shape, elements=st.floats(-bound, bound))


@st.composite
def batches(draw, bound=5.0):
    """Logits and a label for each row of them."""
    logits = draw(logits_within(bound))
    rows, classes = logits.shape
    labels = draw(
        hn.arrays(np.int64, rows, elements=st.integers(0, classes - 1))
    )
    return logits, labels


def probability(row, label):
    """By the definition, in plain Python: shares no code with the package."""
    return 1 / math.fsum(math.exp(z - row[label]) for z in row)


def mean_surprise(logits, labels):
    """The definition, which takes complex numbers, and no shift."""
    powers = np.exp(logits)
    p = powers[np.arange(len(labels)), labels] / powers.sum(axis=1)
    return -np.log(p).sum() / len(labels)


def slopes_by_complex_step(f, x):
    slopes = np.empty_like(x)
    for index in np.ndindex(x.shape):

        def along(value, index=index):
            moved = x.astype(complex)
            moved[index] = value
            return f(moved)

        slopes[index] = complex_step(along, x[index])
    return slopes


# softmax


def test_softmax_of_equal_logits_is_even():
    assert (softmax(np.zeros((3, 8))) == 1 / 8).all()
    assert softmax([7, 7]).tolist() == [0.5, 0.5]


def test_softmax_turns_differences_into_ratios():
    p = softmax([0.0, math.log(2), math.log(5)])
    assert p == pytest.approx([1 / 8, 2 / 8, 5 / 8], rel=4 * EPSILON)


@given(logits_within(300))
def test_softmax_is_its_definition(logits):
    expected = [
        [probability(row, i) for i in range(len(row))] for row in logits
    ]
    # the exponent is rounded, which is as much as 600 EPSILON of its power
    np.testing.assert_allclose(softmax(logits), expected, rtol=1e-12)


@given(logits_within(1e300))
def test_rows_of_softmax_add_up_to_one(logits):
    p = softmax(logits)
    assert p.shape == logits.shape and (p >= 0).all()
    np.testing.assert_allclose(p.sum(axis=-1), 1, rtol=1e-15 * p.shape[-1])


@given(logits_within(1000), st.integers(-1000, 1000))
def test_a_shift_changes_nothing(logits, shift):
    logits = np.round(logits, 0)  # so that the shift itself is exact
    assert (softmax(logits + shift) == softmax(logits)).all()
    assert (log_softmax(logits + shift) == log_softmax(logits)).all()


@given(logits_within(1000))
def test_log_softmax_is_the_logarithm_of_softmax(logits):
    log_p = log_softmax(logits)
    assert (log_p <= 0).all() and np.isfinite(log_p).all()
    np.testing.assert_allclose(np.exp(log_p), softmax(logits), rtol=1e-12)


def test_softmax_stands_a_thousand():
    """Warnings are errors here."""
    far = [[1000.0, 0.0, -1000.0], [-1000.0, -1000.0, -1000.0]]
    third = 1 / 3
    assert softmax(far).tolist() == [[1, 0, 0], [third, third, third]]
    log_p = log_softmax(far)
    assert log_p[0].tolist() == [0, -1000, -2000]
    assert log_p[1] == pytest.approx([-math.log(3)] * 3, rel=4 * EPSILON)
    assert cross_entropy(far, [2, 0]) == pytest.approx(1000 + math.log(3) / 2)
    slopes = cross_entropy_gradient(far, [2, 0])
    assert slopes[0].tolist() == [0.5, 0, -0.5]


def test_what_is_too_small_for_a_float_is_0_and_no_error():
    far = [[1000.0, 0.0]]
    with np.errstate(all="raise"):
        assert softmax(far).tolist() == [[1, 0]]
        assert log_softmax(far).tolist() == [[0, -1000]]
        assert cross_entropy(far, [1]) == 1000
        assert cross_entropy_gradient(far, [1]).tolist() == [[1, -1]]
        loss, slopes = cross_entropy_and_gradient(far, [1])
        assert (loss, slopes.tolist()) == (1000, [[1, -1]])
        with pytest.raises(FloatingPointError):  # as it was set
            np.exp(-1000.0)


def test_one_row_needs_no_batch():
    row = [1.0, -2.0, 0.5]
    assert (softmax(row) == softmax([row])[0]).all()
    assert (log_softmax(row) == log_softmax([row])[0]).all()


def test_a_logit_of_minus_infinity_rules_a_class_out():
    logits = [[0.0, -INF, 0.0]]
    assert softmax(logits).tolist() == [[0.5, 0, 0.5]]
    assert cross_entropy(logits, [0]) == pytest.approx(math.log(2))
    assert cross_entropy(logits, [1]) == INF
    assert cross_entropy_gradient(logits, [1]).tolist() == [[0.5, -1, 0.5]]


@pytest.mark.parametrize("kind", [np.uint8, np.int64, np.float16, np.float32])
def test_logits_of_any_kind_are_counted_in_double_precision(kind):
    logits = np.array([[3, 1, 250]], dtype=kind)
    p = softmax(logits)
    assert p.dtype == np.float64
    assert (p == softmax([[3.0, 1.0, 250.0]])).all()


# cross-entropy


def test_no_opinion_costs_the_logarithm_of_the_classes():
    for classes in (1, 2, 3, 10, 1000):
        ln = pytest.approx(math.log(classes), rel=4 * EPSILON)
        for logits in (np.zeros((3, classes)), np.full((3, classes), 3.7)):
            assert cross_entropy(logits, [0, classes - 1, 0]) == ln


def test_certain_and_right_costs_nothing():
    loss = cross_entropy([[1000.0, 0.0]], [0])
    assert loss == 0 and math.copysign(1, loss) == 1  # not -0.0


def test_certain_and_wrong_costs_the_lead():
    assert cross_entropy([[1000.0, 0.0], [0.0, 50.0]], [1, 0]) == 525.0


@given(batches(bound=300))
def test_cross_entropy_is_its_definition(batch):
    logits, labels = batch
    surprises = [
        -math.log(probability(row, label))
        for row, label in zip(logits, labels, strict=True)
    ]
    assert cross_entropy(logits, labels) == pytest.approx(
        math.fsum(surprises) / len(labels), rel=1e-12, abs=1e-12
    )


@given(batches())
def test_a_batch_has_the_mean_of_its_rows(batch):
    logits, labels = batch
    rows = [
        cross_entropy(logits[i : i + 1], labels[i : i + 1])
        for i in range(len(labels))
    ]
    assert cross_entropy(logits, labels) == pytest.approx(
        np.mean(rows), rel=1e-14, abs=1e-15
    )
    slopes = [
        cross_entropy_gradient(logits[i : i + 1], labels[i : i + 1])[0]
        for i in range(len(labels))
    ]
    np.testing.assert_allclose(
        cross_entropy_gradient(logits, labels) * len(labels),
        slopes,
        rtol=1e-14,
    )


def test_cross_entropy_gives_a_number_of_python():
    assert type(cross_entropy([[0.0, 1.0]], [0])) is float


def test_labels_may_be_a_list_or_any_whole_numbers():
    logits = np.eye(3)
    expected = cross_entropy(logits, np.array([0, 1, 2]))
    for labels in ([0, 1, 2], np.array([0, 1, 2], dtype=np.uint8)):
        assert cross_entropy(logits, labels) == expected


# slopes


@given(batches())
def test_gradient_is_that_of_the_complex_step(batch):
    logits, labels = batch
    slopes = cross_entropy_gradient(logits, labels)
    exact = slopes_by_complex_step(lambda z: mean_surprise(z, labels), logits)
    # 1 - p, where p is nearly 1, has lost digits in both
    np.testing.assert_allclose(slopes, exact, rtol=1e-12, atol=1e-15)


@given(batches(bound=300))
def test_both_at_once_are_both(batch):
    logits, labels = batch
    before = logits.copy()
    loss, slopes = cross_entropy_and_gradient(logits, labels)
    assert loss == cross_entropy(logits, labels)
    np.testing.assert_allclose(  # the rounding of log p, up to 600, in exp
        slopes, cross_entropy_gradient(logits, labels), rtol=2e-13, atol=1e-15
    )
    assert (logits == before).all()


@given(batches())
def test_gradient_is_that_of_nudging(batch):
    logits, labels = batch
    slopes = cross_entropy_gradient(logits, labels)
    nudged = gradient(lambda z: cross_entropy(z, labels), logits)
    np.testing.assert_allclose(slopes, nudged, rtol=1e-7, atol=1e-9)


@given(batches())
def test_the_package_itself_takes_a_complex_step(batch):
    """Its largest logit is subtracted, imaginary part and all: no harm."""
    logits, labels = batch
    exact = slopes_by_complex_step(lambda z: cross_entropy(z, labels), logits)
    slopes = cross_entropy_gradient(logits, labels)
    np.testing.assert_allclose(slopes, exact, rtol=1e-12, atol=1e-15)


@given(logits_within(5, st.tuples(st.integers(1, 7))))
def test_jacobian_of_softmax(logits):
    p = softmax(logits)
    by_formula = np.diag(p) - np.outer(p, p)
    for i in range(len(p)):
        exact = slopes_by_complex_step(lambda z, i=i: softmax(z)[i], logits)
        np.testing.assert_allclose(
            by_formula[i], exact, rtol=1e-12, atol=1e-15
        )
        log = slopes_by_complex_step(lambda z, i=i: log_softmax(z)[i], logits)
        np.testing.assert_allclose(
            np.eye(len(p))[i] - p, log, rtol=1e-12, atol=1e-15
        )


@given(batches(bound=1000))
def test_what_one_logit_wins_the_others_lose(batch):
    logits, labels = batch
    slopes = cross_entropy_gradient(logits, labels)
    assert slopes.sum(axis=1) == pytest.approx(0, abs=1e-15 * slopes.shape[1])
    is_label = np.arange(logits.shape[1]) == labels[:, None]
    assert (slopes[is_label] <= 0).all() and (slopes[~is_label] >= 0).all()


@given(
    hn.arrays(
        np.float64, st.tuples(st.integers(1, 4), st.integers(1, 4)),
        elements=st.floats(-10, 10),
    )
)  # fmt: skip
def test_slopes_of_the_squared_error(predictions):
    targets = np.cos(np.arange(predictions.size)).reshape(predictions.shape)
    slopes = mean_squared_error_gradient(predictions, targets)
    nudged = gradient(lambda p: mean_squared_error(p, targets), predictions)
    np.testing.assert_allclose(slopes, nudged, rtol=1e-7, atol=1e-8)
    exact = slopes_by_complex_step(
        lambda p: ((p - targets) ** 2).mean(), predictions
    )
    np.testing.assert_allclose(slopes, exact, rtol=1e-14, atol=1e-16)


def test_squared_error_takes_whole_numbers_and_any_shape():
    assert mean_squared_error_gradient([3], [1]).tolist() == [4]
    assert mean_squared_error_gradient(
        np.array([[1, 2]], dtype=np.uint8), np.array([[2, 2]], dtype=np.uint8)
    ).tolist() == [[-1, 0]]


def test_nothing_of_the_callers_is_changed():
    logits, labels = np.array([[1.0, 2.0], [3.0, 5.0]]), np.array([0, 1])
    kept = logits.copy(), labels.copy()
    for function in (softmax, log_softmax):
        function(logits)
    cross_entropy(logits, labels)
    slopes = cross_entropy_gradient(logits, labels)
    slopes += 1
    result = mean_squared_error_gradient(logits, logits)
    result += 1
    assert (logits == kept[0]).all() and (labels == kept[1]).all()


# what is refused

TEN = np.zeros((4, 10))
refused = pytest.mark.parametrize(
    ("logits", "labels", "error", "message"),
    [
        (
            TEN, [1, 2, 3, 10], ValueError,
            "label 10 at row 3: there are 10 classes, 0 to 9",
        ),
        (
            TEN, [1, -1, 3, 9], ValueError,
            "label -1 at row 1: there are 10 classes, 0 to 9",
        ),
        (
            TEN, [1.0, 2.0, 3.0, 4.0], TypeError,
            "labels must be whole numbers from 0 to 9, but they are "
            "[1.0, 2.0, 3.0, 4.0] (a list)",
        ),
        (
            TEN, [True, False, True, True], TypeError,
            "labels must be whole numbers from 0 to 9, but they are [True",
        ),
        (
            TEN, ["1", "2", "3", "4"], TypeError,
            "labels must be whole numbers from 0 to 9, but they are ['1'",
        ),
        (
            TEN, np.eye(10)[:4], ValueError,
            "labels must have the shape (4,), a whole number for each row of "
            "logits, but it is (4, 10): labels.argmax(axis=1) makes them "
            "from one-hot rows",
        ),
        (
            TEN, [[1], [2], [3], [4]], ValueError,
            "but it is (4, 1): labels.ravel() makes one row of them",
        ),
        (
            TEN, [1, 2, 3], ValueError,
            "labels must have the shape (4,), a whole number for each row of "
            "logits, but it is (3,)",
        ),
        (TEN, 3, ValueError, "labels must have the shape (4,)"),
        (TEN, [], ValueError, "labels must have the shape (4,)"),
        (
            TEN, [[1, 2], 3, 4, 5], ValueError,
            "labels must have rows of equal length",
        ),
        (
            TEN[0], 3, ValueError,
            "logits must have the shape (batch, classes), but it is (10,); "
            "logits[None] makes a batch of one row",
        ),
        (
            TEN[None], [0], ValueError,
            "logits must have the shape (batch, classes), but it is "
            "(1, 4, 10)",
        ),
        (
            [[0.0, 1.0], [NAN, 1.0]], [0, 0], ValueError,
            "the largest logit of row 1 is nan, but it must be a finite "
            "number. If this happens in training: is the learning rate too "
            "large?",
        ),
        (
            [[0.0, 1.0], [0.0, INF]], [0, 0], ValueError,
            "the largest logit of row 1 is inf, but it must be",
        ),
        (
            [[-INF, -INF]], [0], ValueError,
            "the largest logit of row 0 is -inf, but it must be",
        ),
        ([[1, 2], [3]], [0, 0], ValueError, "logits must have rows of equal"),
        ("logits", [0], TypeError, "logits must hold numbers, but it is 'lo"),
        ([[True, False]], [0], TypeError, "logits must hold numbers"),
        ([[None, 1.0]], [0], TypeError, "logits must hold numbers"),
        (np.zeros((0, 10)), [], ValueError, "logits must hold numbers, but it is empty"),
        (2.5, [0], ValueError, "logits must be a row of numbers, or rows of "
         "them, but they are 2.5 (a float)"),
    ],
)  # fmt: skip


@refused
@pytest.mark.parametrize(
    "function",
    [cross_entropy, cross_entropy_gradient, cross_entropy_and_gradient],
)
def test_bad_input_is_refused_in_plain_words(
    function, logits, labels, error, message
):
    with pytest.raises(error) as caught:
        function(logits, labels)
    assert message in str(caught.value)


def test_numbers_that_grew_beyond_all_bounds_have_their_own_error():
    """By which a training loop tells them from other mistakes."""
    with pytest.raises(NotFinite, match="is the learning rate too large"):
        cross_entropy_and_gradient([[0.0, INF]], [0])


@pytest.mark.parametrize(
    "function",
    [cross_entropy, cross_entropy_gradient, cross_entropy_and_gradient],
)
def test_logits_are_looked_at_once(function, monkeypatch):
    seen = []

    def as_array(value, name):
        seen.append(name)
        return np.asarray(value)

    monkeypatch.setattr(checks, "as_array", as_array)
    function([[0.0, 1.0]], [0])
    assert seen.count("logits") == 1


@pytest.mark.parametrize("function", [softmax, log_softmax])
@pytest.mark.parametrize(
    ("logits", "error", "message"),
    [
        ([1.0, NAN], ValueError, "the largest logit of row 0 is nan"),
        ([], ValueError, "logits must hold numbers, but it is empty"),
        (1.0, ValueError, "logits must be a row of numbers"),
        (["1", "2"], TypeError, "logits must hold numbers"),
    ],
)
def test_bad_logits_are_refused(function, logits, error, message):
    with pytest.raises(error) as caught:
        function(logits)
    assert message in str(caught.value)


def test_a_column_against_a_row_is_refused():
    """NumPy would combine each of three with each of three."""
    with pytest.raises(ValueError) as caught:
        mean_squared_error_gradient(np.zeros((3, 1)), np.zeros(3))
    assert (
        "predictions have shape (3, 1) and targets (3,): they must be equal"
        in str(caught.value)
    )


@pytest.mark.parametrize(
    ("predictions", "error", "message"),
    [
        ([1.0, NAN], ValueError, "predictions must hold finite numbers"),
        ([1.0, "2"], TypeError, "predictions must hold numbers"),
        ([True, False], TypeError, "predictions must hold numbers"),
    ],
)
def test_bad_predictions_are_refused(predictions, error, message):
    with pytest.raises(error) as caught:
        mean_squared_error_gradient(predictions, [1.0, 2.0])
    assert message in str(caught.value)
    with pytest.raises(error) as caught:
        mean_squared_error_gradient([1.0, 2.0], predictions)
    assert message.replace("predictions", "targets") in str(caught.value)
