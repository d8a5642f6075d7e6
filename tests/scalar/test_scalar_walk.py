"""The walk back from one number."""

import pytest
from backprop import two_neurons
from backprop.scalar import Value
from hypothesis import given
from hypothesis import strategies as st
from scalar_tools import gradients, values


def test_a_product_and_a_sum():
    assert gradients(lambda a, b: a * b + a, 2.0, 5.0) == (12.0, [6.0, 2.0])


def test_paths_that_meet_add():
    def doubled_twice(a):
        b = a + a
        return b + b

    assert gradients(doubled_twice, 1.0) == (4.0, [4.0])
    assert gradients(lambda a: a * a * a, 2.0) == (8.0, [12.0])


def test_a_node_waits_for_all_who_use_it():
    def detour(a):
        b = a.relu()
        return b + b.relu()

    def detour_first(a):
        b = a.relu()
        return b.relu() + b

    assert gradients(detour, 1.0) == gradients(detour_first, 1.0)
    assert gradients(detour, 1.0) == (2.0, [2.0])


def test_the_two_neurons_of_step_6():
    def error(w1, b1, w2, b2):
        return (w2 * (w1 * 1.0 + b1) + b2 - 7.0) ** 2

    assert gradients(error, 0.5, 0.5, 0.5, 0.5) == (
        36.0,
        [-6.0, -6.0, -12.0, -12.0],
    )


@given(st.lists(st.floats(-3, 3), min_size=6, max_size=6))
def test_the_two_neurons_with_any_weights(numbers):
    *weights, x, target = numbers
    by_hand = two_neurons.backward(two_neurons.Weights(*weights), x, target)
    _, found = gradients(
        lambda w1, b1, w2, b2: (w2 * (w1 * x + b1) + b2 - target) ** 2,
        *weights,
    )
    assert found == pytest.approx(list(vars(by_hand).values()), rel=1e-12)


def test_leaves_add_up_and_the_rest_is_set_anew():
    a, b = values(3.0, 2.0)
    product = a * b
    result = product + a
    for passes in (1, 2, 3):
        result.backward()
        assert (a.grad, b.grad) == (3.0 * passes, 3.0 * passes)
        assert (product.grad, result.grad) == (1.0, 1.0)


def test_a_part_of_two_results_gives_each_its_own():
    a = Value(2.0)
    shared = 3 * a
    (5 * shared).backward()
    assert (a.grad, shared.grad) == (15.0, 5.0)
    (7 * shared).backward()
    assert (a.grad, shared.grad) == (15.0 + 21.0, 7.0)


def test_zero_grad_forgets_all_that_led_here_and_nothing_else():
    a, b = values(2.0, 3.0)
    product, other = a * b, b * b
    product.backward()
    other.backward()
    assert (a.grad, b.grad) == (3.0, 2.0 + 6.0)
    product.zero_grad()
    assert (a.grad, b.grad, product.grad) == (0.0, 0.0, 0.0)
    assert other.grad == 1.0
    product.backward()
    assert (a.grad, b.grad) == (3.0, 2.0)


def test_a_leaf_is_its_own_result():
    a = Value(2.0)
    a.backward()
    assert a.grad == 1.0
    a.backward()
    assert a.grad == 2.0


def test_what_does_not_lead_here_is_left_alone():
    a, b = values(2.0, 3.0)
    aside = a * b
    (a + 1).backward()
    assert (a.grad, b.grad, aside.grad) == (1.0, 0.0, 0.0)


def test_each_in_order_once_and_after_its_inputs():
    a = Value(1.0)
    b = a + a
    c = b * a + b
    order = c.inputs_first()
    place = {node: number for number, node in enumerate(order)}
    assert len(order) == len(place) == 4
    for node in order:
        assert all(place[source] < place[node] for source in node.inputs)


def test_slopes_belong_to_the_numbers_that_were_used():
    """The stale weight of step 6 cannot happen: partials are kept."""
    a, b = values(2.0, 3.0)
    product = a * b
    a.data = b.data = 100.0
    product.backward()
    assert (a.grad, b.grad) == (3.0, 2.0)


def test_in_place_operators_make_new_values():
    a = Value(2.0)
    total = a
    total += a
    total *= 3
    total.backward()
    assert (a.data, a.grad, total.data) == (2.0, 6.0, 12.0)


def test_an_operation_of_ones_own():
    def cube(x):
        return Value(x.data**3, (x,), (3 * x.data**2,), "cube")

    assert gradients(lambda x: 2 * cube(x), 2.0) == (16.0, [24.0])


def test_an_operation_with_too_few_partials_is_noticed():
    a, b = values(2.0, 3.0)
    with pytest.raises(ValueError, match="shorter"):
        Value(6.0, (a, b), (3.0,)).backward()
