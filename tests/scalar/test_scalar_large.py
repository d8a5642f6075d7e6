"""Large graphs, and the same bits everywhere."""

import gc
import random
import subprocess
import sys

from backprop.scalar import Value, dot, sum_of
from processes import printed_by
from scalar_tools import values


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
    assert len(end.inputs_first()) == 21
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
