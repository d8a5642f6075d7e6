"""What `diagnose` says of known wrong answers, in a table.

Of each wrong answer to an exercise about a gradient: a piece of what is said, or why it cannot be told. A
new one must be put into the table, and a new exercise into it or among those that are about no gradient.
"""

from pathlib import Path

import pytest
from answer_gradients import GRADIENTS, gradient_of, right_gradient
from backprop import diagnose, workbook
from backprop.diagnosis import AGREE, UNRELATED

FOLDER = Path(__file__).parent / "wrong_answers"
ZERO = "is it computed, and along every path?"
BATCH = "Add them up over axis 0, the rows of the batch."

NAMED = {
    "activations/bent_twice/no_bias": "right[2] is missing",
    "activations/bent_twice/no_slope": "Missing as a factor: the slope at s.",
    "activations/bent_twice/unrepaired": "In the place of the slope at s stands the slope at h.",
    "activations/swish/product_of_slopes": "Missing: x moves.",
    "chain_rule/by_hand/one_path": "Missing: directly.",
    "chain_rule/own_place/all_at_x": "stands slopes at x.",
    "chain_rule/own_place/too_late": "stands slopes at what leaves.",
    "chain_rule/paths/forgotten": "Missing: d.",
    "chain_rule/paths/own_value": "1 of 2 is wrong, at [0].",
    "chain_rule/walk_back/from_zero": f"Yours is 0 everywhere: {ZERO}",
    "chain_rule/walk_back/overwrites": "Missing: through b.",
    "derivatives/backward_difference/forward": "one place too early: yours[0] is right[1]",
    "derivatives/backward_difference/two_steps": "A 2 is missing.",
    "derivatives/backward_difference/wrong_sign": "The sign is turned.",
    "gradients/one_direction/no_unit": "Too many as a factor: the length of the direction.",
    "gradients/product/both_turned": "1 of 2 is wrong, at [1].",
    "gradients/product/held_means_gone": "Missing: x1·x2.",
    "gradients/whole_numbers/whole_step": "All are too large by the same number, 1.",
    "layers/scale/not_added_up": f"['d_factors']: {BATCH}",
    "layers/scale/passed_on": "['d_inputs']: Missing as a factor: factors.",
    "layers/square/bias_not_added_up": f"['d_bias']: {BATCH}",
    "layers/twice/doubled": "Counted twice: the way in. Missing: the way out.",
    "layers/twice/not_turned": "Yours has the shape (2, 4), and should have (4, 2).",
    "layers/twice/way_in": "Missing: the way out.",
    "layers/twice/way_out": "Missing: the way in.",
    "losses/nearly/cold_softmax": "In the place of p - y of the halved logits stands p - y of",
    "losses/nearly/no_local_derivative": "['warm']: A 2 is too many.",
    "losses/nearly/of_the_mean": "Of ['sum']: A 2 is missing.",
    "losses/nearly/times_log_two": "Of ['bits']: In the place of 1 / log 2 stands log 2.",
    "losses/smoothing/more_than_one": "2 of 8 are wrong, at [0, 1] and [1, 3].",
    "losses/smoothing/of_the_sum": "A 2 is too many.",
    "losses/smoothing/others_alone": "stands p - y, the tenth shared by the others.",
    "losses/smoothing/still_one_hot": "In the place of p - y stands p - one_hot.",
    "losses/walk_back/diagonal": "Missing: the other logits.",
    "losses/walk_back/only_delta": "Missing: the own logit and the other logits.",
    "losses/walk_back/sum_over_the_batch": "Too many: the other rows.",
    "scalar/by_hand/local_only": "Missing as a factor: f.",
    "scalar/softplus/own_value": "In the place of the slope stands the value.",
    "scalar/twice/all_add_up": "2 of 12 are wrong, at [1, 2] and [2, 2].",
    "scalar/twice/starts_anew": "Missing: what there was.",
    "tensor/einsum/matrices_alone": f"['b']: {BATCH}",
    "tensor/einsum/order": "['a']: The axes are in another order: transpose(2, 1, 0).",
    "tensor/own_operation/infinity_times_zero": "1 of 6 is nan or infinite, the first at [1][0]",
    "tensor/own_operation/kept_slope": f"[1]: Yours is 0 everywhere: {ZERO}",
    "tensor/shapes_back/one_copy": "all of [0, :]. Missing as a factor: the copies.",
    "tensor/softmax_rule/all_rows_together": "Too many: the other rows.",
    "tensor/softmax_rule/sigmoid": "Missing: the other logits.",
    "tensor/twice_in_a_row/counted": "Missing: the first use of 3. Counted twice: the last",
    "tensor/twice_in_a_row/one_by_one": "Missing: the first use of 3.",
    "tensor/twice_in_a_row/unrepaired": "Missing: the first use of 3.",
    "tensor/undo/axes_gone": "in the shape (3,) instead of (1, 3).",
    "tensor/undo/mean": "Is it the mean of 5, where f takes their sum?",
    "tensor/undo/new_axes_alone": "Add them up over axis 0, with keepdims=True.",
    "transforms/dual_tanh/mixed": f"4 of 12 are wrong, the first at [8]. Yours is 0 there: {ZERO}",
    "transforms/dual_tanh/no_tag": f"Yours is 0 everywhere: {ZERO}",
    "two_neurons/absolute_error/no_sign": "The sign is turned.",
    "two_neurons/absolute_error/of_the_square": "stands d_output of the square.",
    "two_neurons/stale_weight/unrepaired": "In the place of the old w2 stands the new w2.",
    "two_neurons/stale_weight/uphill": "The sign is turned.",
    "two_neurons/three_neurons/path_cut_short": "at [0] and [1]. Missing as a factor: w2.",
    "two_neurons/three_neurons/wrong_weight": "the weights behind stands the weights before.",
}

# What is said of these names nothing: no relation, or which array it is that is wrong.
CANNOT_BE_TOLD = {
    "activations/swish/sigmoid_alone": "one path is missing, and of the other a factor",
    "chain_rule/own_place/adds": "slopes that were added where they should be multiplied",
    "layers/square/inputs_unrepaired": "the product with another matrix of the same shape",
    "layers/square/unrepaired": "columns whose numbers were mixed up before they were added",
    "networks/between/unrepaired": "the inputs of another batch, and a relu in between",
    "scalar/by_hand/own_value": "own values in three products, and their consequences",
}

# Their gradients are right, and something else is wrong; or they give none at all.
OTHER_FAULTS = {
    "activations/swish/overflows",
    "activations/swish/too_short",
    "gradients/one_direction/one_input_at_a_time",
    "gradients/whole_numbers/only_the_slopes",
    "layers/scale/piles_up",
    "losses/walk_back/makes_the_table",
    "networks/between/after",
    "scalar/softplus/of_values",
    "scalar/softplus/overflows",
    "tensor/einsum/letter_alone",
    "tensor/own_operation/arrays_alone",
    "tensor/shapes_back/number_by_number",
    "tensor/shapes_back/shape_of_y",
    "tensor/softmax_rule/functions_of_numpy",
    "tensor/softmax_rule/table",
    "transforms/dual_tanh/not_nested",
    "transforms/product/begins_with_one",
    "transforms/product/divided",
    "transforms/product/one_by_one",
}

# They ask for values, counts, orders, functions or steps, or change what takes slopes.
NO_GRADIENT = {
    "activations": ("one_line", "steepest", "three_switches"),
    "chain_rule": ("too_long",),
    "derivatives": ("luck_in_marks", "second_derivative", "single_precision", "stuck"),
    "functions": ("predict", "product", "repeat", "trace"),
    "gradient_descent": ("minus", "standardise", "steps_needed", "sum_or_mean"),
    "gradients": ("fewer_evaluations", "hands_off"),
    "layers": ("blind_check", "products", "shapes"),
    "losses": ("first_loss", "log_sum_exp", "two_classes"),
    "networks": ("fold_the_mean", "read_the_matrix", "steps", "whole_forms"),
    "scalar": ("end_first", "overwrites"),
    "transforms": ("fewer_kept", "newton", "tall_or_wide", "where_it_breaks"),
    "two_neurons": ("conserved", "zero_start"),
}


def said_of(name):
    exercise, _, answer = name.rpartition("/")
    text = (FOLDER / exercise / f"{answer}.py").read_text("utf-8")
    named = GRADIENTS[exercise][1]
    return diagnose(gradient_of(exercise, text), right_gradient(exercise), **named)


def test_every_exercise_is_about_a_gradient_or_not():
    others = {f"{step}/{name}" for step, names in NO_GRADIENT.items() for name in names}
    assert others | GRADIENTS.keys() == set(workbook.exercises())
    assert not others & GRADIENTS.keys()


def test_every_wrong_answer_about_a_gradient_is_in_the_table():
    known = [*NAMED, *CANNOT_BE_TOLD, *OTHER_FAULTS]
    found = [
        f"{exercise}/{path.stem}"
        for exercise in GRADIENTS
        for path in (FOLDER / exercise).glob("*.py")
    ]
    assert sorted(known) == sorted(found)


@pytest.mark.parametrize("name", NAMED)
def test_a_wrong_gradient_is_named(name):
    assert NAMED[name] in said_of(name)


@pytest.mark.parametrize("name", CANNOT_BE_TOLD)
def test_of_what_cannot_be_told_nothing_is_claimed(name):
    said = said_of(name)
    assert said == UNRELATED or said.endswith("]."), said  # which one is wrong


@pytest.mark.parametrize("name", sorted(OTHER_FAULTS))
def test_where_something_else_is_wrong_nothing_is_claimed(name):
    try:
        said = said_of(name)
    except (TypeError, ValueError, AttributeError):
        return  # no gradient, as it is refused or not there
    assert said == AGREE


def test_nine_in_ten_are_named():
    assert len(NAMED) >= 9 * len(CANNOT_BE_TOLD)


# The messages of the checks themselves end with it, where they say nothing more exact.
IN_MESSAGES = {
    "layers/scale/passed_on": "Missing as a factor: the factors.",
    "layers/twice/doubled": "Counted twice: the way in. Missing: the way out.",
    "losses/walk_back/sum_over_the_batch": "Too many: the sums over the other rows.",
    "tensor/twice_in_a_row/counted": "Missing: use 1. Counted twice: use 2.",
    "two_neurons/three_neurons/path_cut_short": "Missing as a factor: w2.",
}


@pytest.mark.parametrize("name", IN_MESSAGES)
def test_the_message_of_a_check_ends_with_it(name):
    exercise = name.rpartition("/")[0]
    answer = (FOLDER / f"{name}.py").read_text("utf-8")
    message = workbook.check(exercise, answer)[-1].message
    assert message.endswith(IN_MESSAGES[name])


@pytest.mark.parametrize(
    ("yours", "beside", "said"),
    [
        ([2, 4], "", "\nA 2 is too many."),
        ([2, 4], "ratio 2\nA 2 is too many.", ""),
        ([1, 2], "", ""),
        ([1, 5, 2], "", "\nThe others are right, but yours[1] is too many."),
        ([5, 1], "", ""),
        ("2", "", ""),
        (None, "", ""),
    ],
)
def test_at_the_end_of_a_message_is_what_helps(yours, beside, said):
    assert workbook.diagnosis(yours, [1, 2], beside) == said
