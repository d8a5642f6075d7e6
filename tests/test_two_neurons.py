"""Step 6: the forward pass, gradients by nudging and by walking back."""

import math
from dataclasses import astuple, replace

import numpy as np
import pytest
from backprop import two_neurons
from backprop.derivatives import complex_step
from backprop.two_neurons import (
    Weights,
    backward,
    forward,
    numeric_gradients,
    squared_error,
    train,
)
from hypothesis import given
from hypothesis import strategies as st

HALVES = Weights(0.5, 0.5, 0.5, 0.5)
NAMES = ("w1", "b1", "w2", "b2")
number = st.floats(-3, 3)
weights_of_any_size = st.builds(Weights, number, number, number, number)


def error_by_formula(w1, b1, w2, b2, x, target):
    """Written out, so that it takes complex numbers and shares no code."""
    return (w2 * (w1 * x + b1) + b2 - target) ** 2


def test_worked_network():
    assert forward(HALVES, 1.0) == (1.0, 1.0)
    assert squared_error(1.0, 7.0) == 36.0
    assert backward(HALVES, 1.0, 7.0) == Weights(-6.0, -6.0, -12.0, -12.0)
    stepped, errors = train(HALVES, [1.0], [7.0], rate=0.05, epochs=1)
    assert astuple(stepped) == pytest.approx((0.8, 0.8, 1.1, 1.1), abs=1e-15)
    assert errors == [36.0]
    output = forward(stepped, 1.0)[1]
    assert squared_error(output, 7.0) == pytest.approx(17.1396, abs=1e-12)


@given(weights_of_any_size, number, number)
def test_backward_agrees_with_nudging(weights, x, target):
    by_hand = np.array(astuple(backward(weights, x, target)))
    nudged = np.array(astuple(numeric_gradients(weights, x, target)))
    scale = max(1.0, error_by_formula(*astuple(weights), x, target))
    assert by_hand == pytest.approx(nudged, rel=1e-8, abs=1e-8 * scale)


@given(weights_of_any_size, number, number)
def test_backward_agrees_with_the_complex_step(weights, x, target):
    for name, slope in vars(backward(weights, x, target)).items():

        def error(value, name=name):
            return error_by_formula(
                **(vars(weights) | {name: value}), x=x, target=target
            )

        if not isinstance(error(1j), complex):  # x == 0 and the like
            continue
        exact = complex_step(error, getattr(weights, name))
        assert slope == pytest.approx(exact, rel=1e-14, abs=1e-13)


def count_calls(monkeypatch, function):
    calls = []
    original = getattr(two_neurons, function)

    def counting(*arguments):
        calls.append(arguments)
        return original(*arguments)

    monkeypatch.setattr(two_neurons, function, counting)
    return calls


def test_nudging_runs_the_network_twice_for_each_weight(monkeypatch):
    calls = count_calls(monkeypatch, "forward")
    numeric_gradients(HALVES, 1.0, 7.0)
    assert len(calls) == 2 * len(NAMES)


def test_backward_runs_the_network_once(monkeypatch):
    calls = count_calls(monkeypatch, "forward")
    backward(HALVES, 1.0, 7.0)
    assert len(calls) == 1


def data():
    rng = np.random.default_rng(0)
    inputs = 2 * rng.random(100)
    return inputs, 4 + 3 * inputs + 0.3 * rng.standard_normal(100)


def test_both_ways_train_alike():
    by_hand, errors = train(HALVES, *data(), 0.02, 50)
    nudged, nudged_errors = train(HALVES, *data(), 0.02, 50, numeric_gradients)
    assert astuple(by_hand) == pytest.approx(astuple(nudged), abs=1e-9)
    assert errors == pytest.approx(nudged_errors, rel=1e-9)


@pytest.mark.parametrize("w", [0.5, 1.0, 1.5])
def test_every_start_ends_at_the_line_of_least_squares(w):
    inputs, targets = data()
    end, errors = train(Weights(w, 0.0, 1.0, 0.0), inputs, targets, 0.02, 1000)
    slope, intercept = np.polyfit(inputs, targets, 1)
    assert end.w2 * end.w1 == pytest.approx(slope, abs=1e-5)
    assert end.w2 * end.b1 + end.b2 == pytest.approx(intercept, abs=1e-5)
    assert np.diff(errors).max() < 1e-12  # never uphill, but for rounding


def test_from_zero_only_the_last_bias_moves():
    end, _ = train(Weights(0, 0, 0, 0), *data(), 0.02, 500)
    assert (end.w1, end.b1, end.w2) == (0.0, 0.0, 0.0)
    assert end.b2 == pytest.approx(data()[1].mean(), abs=1e-6)


def test_train_changes_nothing_of_the_callers():
    inputs, targets = [1.0, 2.0], [3.0, 4.0]
    train(HALVES, inputs, targets, 0.01, 3)
    assert (inputs, targets) == ([1.0, 2.0], [3.0, 4.0])
    assert HALVES == Weights(0.5, 0.5, 0.5, 0.5)


def test_train_takes_generators_and_no_epochs():
    weights, errors = train(HALVES, (x for x in [1.0]), iter([7.0]), 0.1, 0)
    assert (weights, errors) == (HALVES, [])


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: Weights("a", 0, 0, 0),
            TypeError,
            "w1 must be a number, but it is 'a' (a str)",
        ),
        (
            lambda: Weights(0, 0, np.array([0.5]), 0),
            TypeError,
            "w2 must be a number, but it is array([0.5]) (a ndarray)",
        ),
        (
            lambda: replace(HALVES, b2=math.nan),
            ValueError,
            "b2 must be a finite number",
        ),
        (
            lambda: forward(HALVES, [1.0]),
            TypeError,
            "x must be a number, but it is [1.0]",
        ),
        (
            lambda: backward(HALVES, 1.0, None),
            TypeError,
            "target must be a number, but it is None",
        ),
        (
            lambda: squared_error("1", 2.0),
            TypeError,
            "output must be a number",
        ),
        (
            lambda: numeric_gradients(HALVES, 1.0, math.inf),
            ValueError,
            "target must be a finite number, but it is inf",
        ),
        (
            lambda: train(HALVES, [1.0], [], 0.1, 1),
            ValueError,
            "came with 1 inputs and 0 targets",
        ),
        (
            lambda: train(HALVES, [], [], 0.1, 1),
            ValueError,
            "at least one of them",
        ),
        (
            lambda: train(HALVES, [1], [1], 0, 1),
            ValueError,
            "rate must be above zero",
        ),
        (
            lambda: train(HALVES, [1], [1], 0.1, 1.5),
            TypeError,
            "epochs must be a whole number, but it is 1.5 (a float)",
        ),
        (
            lambda: train(HALVES, [1], [1], 0.1, -1),
            ValueError,
            "epochs must be zero or more",
        ),
        (
            lambda: train(HALVES, [1], [1], 0.1, 1, "up"),
            TypeError,
            "gradients must be a function",
        ),
        (
            lambda: train((1, 2, 3, 4), [1], [1], 0.1, 1),
            TypeError,
            "weights must be Weights, but they are (1, 2, 3, 4) (a tuple)",
        ),
        (
            lambda: train(HALVES, data()[0], data()[1], 1.0, 50),
            ValueError,
            "numbers grew beyond all bounds: try a smaller rate than 1.0",
        ),
    ],
)
def test_bad_input_is_refused_in_plain_words(call, error, message):
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)


def test_numbers_that_are_too_large_are_told_in_our_words():
    with pytest.raises(ValueError, match="square is too large for a float"):
        squared_error(1e200, 0)
    with pytest.raises(ValueError, match="w1 is too large for a float"):
        Weights(10**400, 0, 0, 0)


def test_how_far_the_training_came_is_told():
    with pytest.raises(ValueError, match="after [1-9][0-9]* epochs the num"):
        train(HALVES, *data(), rate=1.0, epochs=50)


@pytest.mark.parametrize("rate, epochs", [(1e308, 1), (1e308, 2), (1e160, 9)])
def test_the_last_step_is_looked_at_too(rate, epochs):
    with pytest.raises(ValueError, match="after [0-9] epochs the numbers grew"):
        train(HALVES, *data(), rate=rate, epochs=epochs)


def test_two_infinities_are_no_fault_of_a_sum():
    far = Weights(1e150, 0, 1e-150, 0)
    with pytest.raises(ValueError, match="numbers grew beyond all bounds"):
        train(far, [1e100, 1e100], [0, 3e100], rate=1, epochs=3)


def test_what_no_rate_can_help_is_not_blamed_on_the_rate():
    with pytest.raises(ValueError, match="so far from target 0.0"):
        train(Weights(1, 0, 1, 0), [1e200], [0], rate=1e-300, epochs=1)
    assert squared_error(1.3e154, 0) == 1.3e154**2


def test_what_is_too_large_on_the_way_is_told():
    with pytest.raises(ValueError, match="what forward gives must be a fin"):
        forward(Weights(1e308, 0, 1e308, 0), 10)


def test_the_gradients_of_a_reader_are_checked_as_ever():
    def mine(weights, x, target):
        return backward(weights, "1", target)

    with pytest.raises(TypeError, match="x must be a number, but it is '1'"):
        train(HALVES, [1.0], [7.0], 0.1, 1, mine)


def test_what_the_gradients_of_a_reader_say_is_left_alone():
    def mine(weights, x, target):
        raise ValueError("mine")

    with pytest.raises(ValueError, match="^mine$"):
        train(HALVES, [1.0], [7.0], 0.1, 1, mine)
    for wrong in (None, (1.0, 2.0, 3.0, 4.0)):
        with pytest.raises(TypeError, match="gradients must give Weights"):
            train(HALVES, [1.0], [7.0], 0.1, 1, lambda *_, w=wrong: w)


@pytest.mark.parametrize("rows", [None, 3, {1, 2}, {1: 2}, b"12", "12"])
def test_points_have_an_order(rows):
    for inputs, targets in ((rows, [1, 2]), ([1, 2], rows)):
        with pytest.raises(TypeError, match="must be a list of numbers"):
            train(HALVES, inputs, targets, 0.1, 1)
