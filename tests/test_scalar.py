"""Step 8: the engine of Values, against every referee that there is."""

import gc
import math
import random
import subprocess
import sys

import numpy as np
import pytest
from backprop import activations, two_neurons
from backprop.derivatives import central_difference, complex_step
from backprop.gradients import gradient
from backprop.scalar import Value, dot, sum_of
from hypothesis import given
from hypothesis import strategies as st
from processes import printed_by


def values(*numbers):
    return [Value(number) for number in numbers]


def gradients(f, *numbers):
    """The value of f and its gradient, by one walk back."""
    leaves = values(*numbers)
    result = f(*leaves)
    result.backward()
    return result.data, [leaf.grad for leaf in leaves]


# --- the walk back -----------------------------------------------------------


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
    order = c._inputs_first()
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


# --- published numbers -------------------------------------------------------


def readme(a, b):
    c = a + b
    d = a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 2.0
    return g + 10.0 / f


def sanity(x):
    z = 2 * x + 2 + x
    q = z.relu() + z * x
    h = (z * z).relu()
    return h + q + q * x


def issue_68(a, b):
    c, d = a + b, a * b
    return (c + d) + c * d


def tanh_by_exp(x):
    return (1 - (-2 * x).exp()) / (1 + (-2 * x).exp())


def matyas(x, y):
    return 0.26 * (x**2 + y**2) - 0.48 * x * y


def squire_trapp(x):
    return x.exp() / (x.sin() ** 3 + x.cos() ** 3).sqrt()


@pytest.mark.parametrize(
    ("f", "inputs", "value", "slopes"),
    [
        # karpathy/micrograd: README, tests, pull request 64, issues 53, 68
        (readme, (-4.0, 2.0), 24.704081632653061224,
         (138.83381924198250729, 645.57725947521865889)),
        (sanity, (-4.0,), -20.0, (46.0,)),
        (lambda a, b, d: (a + b) * d, (3.0, 2.0, 1.0), 5.0, (1.0, 1.0, 5.0)),
        (issue_68, (2.0, 3.0), 41.0, (25.0, 19.0)),
        # karpathy/nn-zero-to-hero
        (lambda a, b, c, f: (a * b + c) * f, (2.0, -3.0, 10.0, -2.0), -8.0,
         (6.0, -4.0, -2.0, 4.0)),
        (lambda x1, x2, w1, w2, b: (x1 * w1 + x2 * w2 + b).tanh(),
         (2.0, 0.0, -3.0, 1.0, 6.881373587019543), 0.70710678118654751178,
         (-1.5, 0.5, 1.0, 0.0, 0.5)),
        # minitorch, HIPS autograd, DeZero
        (lambda x, y: 5 * (x * y + x), (5.0, 10.0), 275.0, (55.0, 25.0)),
        (tanh_by_exp, (1.0,), 0.76159415595576488812,
         (0.41997434161402606939,)),
        (lambda x: (x**2).exp() ** 2, (0.5,), 1.6487212707001281468,
         (3.2974425414002562937,)),
        (matyas, (1.0, 1.0), 0.04, (0.04, 0.04)),
        # CS231n
        (lambda x, y, z: (x + y) * z, (-2.0, 5.0, -4.0), -12.0,
         (-4.0, -4.0, 3.0)),
        (lambda w0, x0, w1, x1, w2: (w0 * x0 + w1 * x1 + w2).sigmoid(),
         (2.0, -1.0, -3.0, -2.0, -3.0), 0.73105857863000487925,
         (-0.19661193324148185254, 0.39322386648296370507,
          -0.39322386648296370507, -0.58983579972444555761,
          0.19661193324148185254)),
        # Squire and Trapp, 1998
        (squire_trapp, (1.5,), 4.4977800539461619503,
         (4.0534278938986206577,)),
        # the chain rule of step 4, and Olah's essay
        (lambda x: (x**2) ** 3, (2.0,), 64.0, (192.0,)),
        (lambda a, b: (a + b) * (b + 1), (2.0, 1.0), 6.0, (2.0, 5.0)),
    ],
)  # fmt: skip
def test_published_values(f, inputs, value, slopes):
    got, found = gradients(f, *inputs)
    assert got == pytest.approx(value, rel=1e-14, abs=1e-16)
    assert found == pytest.approx(slopes, rel=2e-14, abs=1e-16)


# --- every operation ---------------------------------------------------------

# each with a plain function that takes complex numbers, and a range in which
# it has a derivative worth the name


def plain_sigmoid(x):
    return 1 / (1 + np.exp(-x))


one_input = pytest.mark.parametrize(
    ("operation", "plain", "lowest", "highest"),
    [
        (lambda x: -x, lambda x: -x, -9, 9),
        (lambda x: x + 2.5, lambda x: x + 2.5, -9, 9),
        (lambda x: 2.5 + x, lambda x: x + 2.5, -9, 9),
        (lambda x: x - 2.5, lambda x: x - 2.5, -9, 9),
        (lambda x: 2.5 - x, lambda x: 2.5 - x, -9, 9),
        (lambda x: x * 2.5, lambda x: x * 2.5, -9, 9),
        (lambda x: -2.5 * x, lambda x: -2.5 * x, -9, 9),
        (lambda x: x / 2.5, lambda x: x / 2.5, -9, 9),
        (lambda x: 2.5 / x, lambda x: 2.5 / x, 0.2, 9),
        (lambda x: 2.5 / x, lambda x: 2.5 / x, -9, -0.2),
        (lambda x: x**3, lambda x: x**3, 0.2, 9),
        (lambda x: x**3, lambda x: x**3, -9, -0.2),
        (lambda x: x**-2, lambda x: x**-2, 0.2, 9),
        (lambda x: x**0.5, lambda x: x**0.5, 0.2, 9),
        (lambda x: x**1, lambda x: x, -9, 9),
        (lambda x: 2.5**x, lambda x: 2.5**x, -5, 5),
        (lambda x: 0.4**x, lambda x: 0.4**x, -5, 5),
        (lambda x: x**x, lambda x: x**x, 0.5, 4),
        (Value.exp, np.exp, -9, 9),
        (Value.log, np.log, 0.2, 9),
        (Value.sqrt, np.sqrt, 0.2, 9),
        (Value.sin, np.sin, -1.4, 1.4),
        (Value.sin, np.sin, 1.7, 4.5),
        (Value.cos, np.cos, 0.2, 3),
        (Value.cos, np.cos, -3, -0.2),
        (Value.tanh, np.tanh, -3, 3),
        (Value.sigmoid, plain_sigmoid, -9, 9),
        (Value.relu, lambda x: x, 0.2, 9),
        (Value.relu, lambda x: 0 * x, -9, -0.2),
        (abs, lambda x: x, 0.2, 9),
        (abs, lambda x: -x, -9, -0.2),
    ],
)


@one_input
def test_one_input_against_complex_step_and_nudging(
    operation, plain, lowest, highest
):
    @given(st.floats(lowest, highest))
    def check(x):
        value, (slope,) = gradients(operation, x)
        assert value == pytest.approx(plain(x), rel=1e-13)
        exact = complex_step(lambda z: 1 * plain(z), x)
        assert slope == pytest.approx(exact, rel=1e-12, abs=1e-300)
        if abs(exact) > 1e-3:
            nudged = central_difference(plain, x)
            assert slope == pytest.approx(nudged, rel=1e-6)

    check()


@pytest.mark.parametrize(
    "f",
    [
        lambda a, b: a + b,
        lambda a, b: a - b,
        lambda a, b: a * b,
        lambda a, b: a / b,
        lambda a, b: a**b,
    ],
    ids="+-*/^",
)
def test_two_inputs_against_complex_step_and_nudging(f):
    @given(st.floats(0.3, 4), st.floats(0.3, 4))
    def check(x, y):
        value, (along_a, along_b) = gradients(f, x, y)
        assert value == f(x, y)
        exact_a = complex_step(lambda z: f(z, y), x)
        exact_b = complex_step(lambda z: f(x, z), y)
        assert along_a == pytest.approx(exact_a, rel=1e-12)
        assert along_b == pytest.approx(exact_b, rel=1e-12, abs=1e-15)
        nudged = gradient(lambda xy: f(xy[0], xy[1]), [x, y])
        scale = max(abs(nudged))
        assert [along_a, along_b] == pytest.approx(
            list(nudged), rel=1e-6, abs=1e-7 * scale
        )

    check()


class Dual:
    """A whole number and its exact slope, walked forward: another way."""

    def __init__(self, number, slope):
        self.number, self.slope = number, slope

    def __add__(self, other):
        return Dual(self.number + other.number, self.slope + other.slope)

    def __sub__(self, other):
        return Dual(self.number - other.number, self.slope - other.slope)

    def __mul__(self, other):
        slope = self.slope * other.number + self.number * other.slope
        return Dual(self.number * other.number, slope)


@given(
    st.lists(st.integers(-3, 3), min_size=3, max_size=3),
    st.lists(
        st.tuples(st.sampled_from("+-*"), st.integers(0), st.integers(0)),
        min_size=1,
        max_size=12,
    ),
)
def test_any_graph_exactly(numbers, steps):
    """Whole numbers below 2 ** 53 have no rounding, so `==` is right."""

    def result(things):
        things = list(things)
        for sign, first, second in steps:
            a, b = things[first % len(things)], things[second % len(things)]
            if sign == "*" and max(bound(a), bound(b)) > 1000:
                sign = "+"
            things.append({"+": a + b, "-": a - b, "*": a * b}[sign])
        return sum_of_all(things)

    def bound(thing):
        return abs(getattr(thing, "number", getattr(thing, "data", 0)))

    def sum_of_all(things):
        total = things[0]
        for thing in things[1:]:
            total = total + thing
        return total

    value, found = gradients(lambda *leaves: result(leaves), *numbers)
    for place, slope in enumerate(found):
        duals = [Dual(n, int(i == place)) for i, n in enumerate(numbers)]
        exact = result(duals)
        assert (value, slope) == (exact.number, exact.slope)


def test_reflected_operators_keep_the_sides_apart():
    x = Value(4.0)
    assert [(10 - x).data, (10 / x).data, (2**x).data] == [6.0, 2.5, 16.0]
    assert [(x - 10).data, (x / 10).data, (x**2).data] == [-6.0, 0.4, 16.0]
    assert [(10 + x).data, (10 * x).data] == [14.0, 40.0]


@pytest.mark.parametrize(
    ("operation", "x", "value", "slope"),
    [
        (Value.relu, 0.0, 0.0, 0.0),
        (Value.relu, -0.0, 0.0, 0.0),
        (abs, 0.0, 0.0, 0.0),
        (lambda x: x**0, 0.0, 1.0, 0.0),
        (lambda x: x**0, 3.0, 1.0, 0.0),
        (lambda x: x**1, 0.0, 0.0, 1.0),
        (lambda x: x**2, 0.0, 0.0, 0.0),
        (lambda x: x**1.5, 0.0, 0.0, 0.0),
        (lambda x: x**3, -2.0, -8.0, 12.0),
        (lambda x: x**-1, -2.0, -0.5, -0.25),
    ],
)
def test_kinks_and_corners(operation, x, value, slope):
    assert gradients(operation, x) == (value, [slope])


@pytest.mark.parametrize("x", [700.0, 1000.0, 1e300])
def test_far_out_nothing_overflows(x):
    for operation, left, right in ((Value.sigmoid, 0, 1), (Value.tanh, -1, 1)):
        for far, end in ((x, right), (-x, left)):
            value, (slope,) = gradients(operation, far)
            assert value == pytest.approx(end, abs=1e-300)
            assert 0 <= slope < 1e-300


@given(st.floats(-700, 700))
def test_slope_of_sigmoid_keeps_its_digits(x):
    _, (right,) = gradients(Value.sigmoid, x)
    _, (left,) = gradients(Value.sigmoid, -x)
    assert right == left  # 1 - y would lose them on one side
    assert right == pytest.approx(1 / (2 + 2 * math.cosh(x)), rel=1e-12)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu"])
def test_the_same_numbers_as_step_7(name):
    plain = getattr(activations, name, None)
    if plain is None:
        pytest.skip("step 7 is still being written")
    for x in (-30.0, -1.5, 0.0, 0.3, 4.0):
        value, _ = gradients(getattr(Value, name), x)
        assert value == pytest.approx(plain(x), rel=1e-14)


# --- sums and products of lists ----------------------------------------------


@given(st.lists(st.tuples(*[st.floats(-9, 9)] * 2), max_size=8))
def test_dot_is_the_sum_of_the_products(pairs):
    a, b = values(*(x for x, _ in pairs)), values(*(y for _, y in pairs))
    result = dot(a, b)
    assert result.data == math.fsum(x * y for x, y in pairs)
    result.backward()
    assert [x.grad for x in a] == [y.data for y in b]
    assert [y.grad for y in b] == [x.data for x in a]


def test_dot_is_one_node():
    a, b = values(1.0, 2.0, 3.0), values(4.0, 5.0, 6.0)
    assert len(dot(a, b)._inputs_first()) == 7
    assert dot(a, b).operation == "dot"


def test_dot_of_a_list_with_itself():
    a = values(3.0, -4.0)
    square = dot(a, a)
    square.backward()
    assert (square.data, [x.grad for x in a]) == (25.0, [6.0, -8.0])


def test_dot_with_numbers_on_either_side():
    for numbers in ([2, 0.5], (2, 0.5), np.array([2, 0.5]), iter([2, 0.5])):
        a = values(3.0, 4.0)
        result = dot(a, numbers)
        result.backward()
        assert (result.data, [x.grad for x in a]) == (8.0, [2.0, 0.5])
    a = values(3.0, 4.0)
    dot([2, 0.5], a).backward()
    assert [x.grad for x in a] == [2.0, 0.5]


def test_dot_takes_values_and_numbers_mixed():
    a, b, c = values(2.0, 3.0, 5.0)
    result = dot([a, b, 7], [c, 1, 1])
    result.backward()
    assert (result.data, a.grad, b.grad, c.grad) == (20.0, 5.0, 1.0, 2.0)


def test_dot_changes_no_list():
    a, numbers = values(1.0, 2.0), [3.0, 4.0]
    before = list(a)
    dot(a, numbers).backward()
    assert all(x is y for x, y in zip(a, before, strict=True))
    assert numbers == [3.0, 4.0]


def test_sum_of_is_one_node_and_rounds_once():
    a = values(*[0.1] * 10)
    total = sum_of(a)
    total.backward()
    assert (
        total.data == 1.0
    )  # one after the other they make 0.9999999999999999
    assert [x.grad for x in a] == [1.0] * 10
    assert len(total._inputs_first()) == 11
    assert total.operation == "sum"


def test_sum_of_counts_what_comes_twice():
    a = Value(2.0)
    total = sum_of([a, 5, a])
    total.backward()
    assert (total.data, a.grad) == (9.0, 2.0)
    assert sum_of([]).data == dot([], []).data == 0.0


def test_pythons_sum_works_too():
    a = values(1.0, 2.0, 3.0)
    sum(x * x for x in a).backward()
    assert [x.grad for x in a] == [2.0, 4.0, 6.0]


# --- large, and the same everywhere ------------------------------------------


def test_a_chain_of_a_hundred_thousand():
    a = Value(1.0)
    end = a
    for _ in range(100_000):
        end = end + 1
    end.backward()
    assert (end.data, a.grad) == (100_001.0, 1.0)
    end.zero_grad()
    assert a.grad == 0.0
    del end  # frees one after the other, and must not overflow the stack


def test_twenty_doublings_are_twenty_one_nodes():
    a = Value(1.0)
    end = a
    for _ in range(20):
        end = end + end
    assert len(end._inputs_first()) == 21
    end.backward()
    assert a.grad == 2.0**20


def test_a_wide_sum():
    a = values(*range(10_000))
    sum_of(a).backward()
    assert {x.grad for x in a} == {1.0}


SAME_BITS = """
import random
from backprop.scalar import Value, dot
rng = random.Random(0)
waste = [object() for _ in range(hash("x") % 1000)]  # other addresses
leaves = [Value(rng.uniform(-1, 1)) for _ in range(20)]
nodes = list(leaves)
for _ in range(400):
    a, b, c = rng.sample(nodes, 3)
    nodes.append((a * b + c).tanh() + dot([a, b], [c, a]) * 0.1)
end = sum(nodes[-50:])
end.backward()
print(end.data.hex(), *(leaf.grad.hex() for leaf in leaves))
"""


def test_thirty_processes_give_the_same_bits():
    outputs = printed_by(SAME_BITS, 30)
    assert len(outputs[0].split()) == 21
    assert len(set(outputs)) == 1


def living():
    return sum(isinstance(thing, Value) for thing in gc.get_objects())


def test_a_dropped_graph_is_freed_at_once():
    gc.collect()
    gc.disable()
    try:
        leaves = values(1.0, 2.0)
        before = living()
        end = dot(leaves, leaves).tanh() * leaves[0] + leaves[1] ** 2
        end.backward()
        end.zero_grad()
        assert living() == before + 5
        del end
        assert living() == before
    finally:
        gc.enable()


def test_no_reference_cycles():
    gc.collect()
    gc.disable()
    try:
        a = Value(1.0)
        for _ in range(100):
            a = (a * 0.5 + 1).sigmoid()
        a.backward()
        del a
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_the_engine_needs_no_numpy():
    program = "import backprop.scalar, sys; assert 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_tiny_network_learns():
    rng = random.Random(0)
    points = [(0, 0, -1), (0, 1, 1), (1, 0, 1), (1, 1, -1)]
    first = [values(*(rng.uniform(-2, 2) for _ in range(3))) for _ in range(4)]
    second = values(*(rng.uniform(-2, 2) for _ in range(5)))
    weights = [weight for row in [*first, second] for weight in row]

    def error():
        squares = []
        for x1, x2, target in points:
            hidden = [dot(row, [x1, x2, 1]).tanh() for row in first]
            squares.append((dot(second, [*hidden, 1]) - target) ** 2)
        return sum_of(squares) / 4

    for _ in range(300):
        now = error()
        now.zero_grad()
        now.backward()
        for weight in weights:
            weight.data -= 0.2 * weight.grad
    assert now.data < 0.01


# --- what a Value is, and what it refuses ------------------------------------


def test_a_value_holds_a_float():
    for number in (2, np.float64(2), np.int64(2), np.float32(2)):
        assert type(Value(number).data) is float
        assert type((number * Value(3)).data) is float
    assert repr(Value(2)) == "Value(2.0, grad=0.0)"


def test_a_computed_value_tells_where_it_came_from():
    a, b = values(2.0, 3.0)
    product = a * b
    assert all(map(lambda x, y: x is y, product.inputs, (a, b)))
    assert product.partials == (3.0, 2.0)
    assert (a.inputs, a.partials, a.operation) == ((), (), "")


def test_operations_have_a_sign():
    x, y = values(2.0, 3.0)
    results = [x + y, x - y, x * y, x / y, x**y, x**3, -x, abs(x)]
    signs = [result.operation for result in results]
    assert signs == ["+", "−", "×", "/", "**", "** 3", "−", "abs"]
    for name in "exp log sqrt sin cos tanh sigmoid relu".split():
        assert getattr(x, name)().operation == name


def test_comparison_is_by_number():
    a, b = values(1.0, 2.0)
    assert a < b and a <= b and b > a and b >= a and a < 2 and 0 < a
    assert not (a > b or a >= b or b < a or b <= a or a < 1 or a > 1)
    assert a <= 1 and a >= 1 and 1 <= a
    assert max(a, b) is b and min(a, b) is a
    assert [x.data for x in sorted([b, a])] == [1.0, 2.0]


def test_the_branch_that_is_taken_is_differentiated():
    def larger(a, b):
        return a * a if a > b else b

    assert gradients(larger, 3.0, 2.0) == (9.0, [6.0, 0.0])
    assert gradients(larger, 1.0, 2.0) == (2.0, [0.0, 1.0])


def test_equal_numbers_do_not_make_one_value():
    a, b = values(1.0, 1.0)
    assert len({a, b}) == 2
    assert {a: "a", b: "b"}[b] == "b"
    assert a in [a, b]


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: Value("3"), TypeError,
         "data of a Value must be a number, but it is '3' (a str)"),
        (lambda: Value(True), TypeError,
         "data of a Value must be a number, but it is True (a bool)"),
        (lambda: Value(None), TypeError, "must be a number, but it is None"),
        (lambda: Value(1j), TypeError, "must be a number, but it is 1j"),
        (lambda: Value([1, 2]), TypeError,
         "a Value holds one number, but this is [1, 2] (a list): make a "
         "Value of each of its numbers"),
        (lambda: Value(np.array([1.0])), TypeError,
         "a Value holds one number, but this is array([1.]) (a ndarray)"),
        (lambda: Value(math.nan), ValueError,
         "data of a Value must be a finite number, but it is nan"),
        (lambda: Value(-math.inf), ValueError, "but it is -inf"),
        (lambda: Value(Value(1)), TypeError,
         "but it is Value(1.0, grad=0.0) (a Value)"),
        (lambda: Value(1) + "2", TypeError, "but it is '2' (a str)"),
        (lambda: "2" + Value(1), TypeError, "but it is '2' (a str)"),
        (lambda: Value(1) * [2], TypeError, "a Value holds one number"),
        (lambda: [2] * Value(1), TypeError, "a Value holds one number"),
        (lambda: True - Value(1), TypeError, "but it is True (a bool)"),
        (lambda: Value(1) / math.nan, ValueError, "but it is nan"),
        (lambda: np.array([1.0, 2.0]) * Value(1), TypeError,
         "a Value holds one number, but this is array([1., 2.])"),
        (lambda: Value(1) - np.array([1.0, 2.0]), TypeError,
         "a Value holds one number"),
        (lambda: np.array([1.0]) ** Value(1), TypeError,
         "a Value holds one number"),
        (lambda: np.exp(Value(1)), TypeError, "does not support ufuncs"),
        (lambda: math.exp(Value(1)), TypeError,
         "use value.exp() instead of math.exp(value), or value.data"),
        (lambda: float(Value(1)), TypeError,
         "a plain number forgets where it came from"),
        (lambda: np.array([Value(1)], dtype=float), TypeError,
         "a plain number forgets where it came from"),
        (lambda: bool(Value(0)), TypeError,
         "a Value is neither true nor false: compare it, as in value > 0"),
        (lambda: Value(1) == 1, TypeError,
         "compare their numbers, as in a.data == b.data, or ask whether a "
         "is b"),
        (lambda: Value(1) in values(1, 2), TypeError,
         "to look for a Value among others, keep them in a set"),
        (lambda: Value(1) != Value(2), TypeError, "== is refused"),
        (lambda: 2.0 == Value(2), TypeError, "== is refused"),
        (lambda: Value(1) < "2", TypeError, "but it is '2' (a str)"),
        (lambda: Value(1) >= math.nan, ValueError, "but it is nan"),
        (lambda: Value(1) / 0, ZeroDivisionError, "1.0 / 0.0: division by"),
        (lambda: 2 / Value(0.0), ZeroDivisionError, "2.0 / 0.0: division by"),
        (lambda: Value(-8.0) ** (1 / 3), ValueError,
         "(-8.0) ** 0.3333333333333333: a negative number has whole powers"),
        (lambda: Value(0.0) ** 0.5, ValueError,
         "0.0 ** 0.5: at 0 this power has no finite slope"),
        (lambda: Value(0.0) ** -1, ValueError, "0.0 ** -1.0: at 0"),
        (lambda: Value(2.0) ** "2", TypeError,
         "an exponent must be a number, but it is '2' (a str)"),
        (lambda: Value(-2.0) ** Value(2.0), ValueError,
         "(-2.0) ** Value(2.0): with a Value as exponent, the base must be "
         "above 0; make the exponent a number"),
        (lambda: 0 ** Value(2.0), ValueError, "the base must be above 0"),
        (lambda: Value(1e200) ** 2, OverflowError,
         "pow(1e+200, 2.0) is too large for a float"),
        (lambda: 1e200 ** Value(2), OverflowError, "is too large for a float"),
        (lambda: Value(1000).exp(), OverflowError,
         "exp(1000.0) is too large for a float"),
        (lambda: Value(0.0).log(), ValueError,
         "log of 0.0: it needs a number above 0"),
        (lambda: Value(-1.0).log(), ValueError, "log of -1.0"),
        (lambda: Value(-1.0).sqrt(), ValueError,
         "sqrt of -1.0: it needs a number above 0"),
        (lambda: Value(0.0).sqrt(), ValueError, "sqrt of 0.0"),
        (lambda: (Value(1e200) * 1e200).backward(), ValueError,
         "a Value to walk back from must be a finite number, but it is inf"),
        (lambda: dot(values(1, 2, 3), [1, 2]), ValueError,
         "dot needs two lists of equal length, but they have 3 and 2 numbers"),
        (lambda: dot([1], values(1, 2)), ValueError, "have 1 and 2 numbers"),
        (lambda: dot(Value(1), [1]), TypeError,
         "first must be a list of Values or numbers, but it is Value(1.0"),
        (lambda: dot([1], 2), TypeError,
         "second must be a list of Values or numbers, but it is 2 (an int)"),
        (lambda: dot("12", [1, 2]), TypeError, "first must be a list"),
        (lambda: dot([1, "2"], [1, 2]), TypeError, "but it is '2' (a str)"),
        (lambda: dot([[1, 2]], [[1, 2]]), TypeError,
         "a Value holds one number, but this is [1, 2] (a list)"),
        (lambda: sum_of(set(values(1, 2))), TypeError,
         "values must be a list of Values or numbers"),
        (lambda: sum_of([1, math.nan]), ValueError, "but it is nan"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_in_plain_words(call, error, message):
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)
