"""What an answer made is told in dictionaries, whatever its objects are."""

import json
import math

import pytest
from backprop import workbook
from backprop.workbook.drawn import MOST, POINTS, ROOM

OURS = """
from backprop.scalar import Value
a, b = Value(2.0), Value(-3.0)
c = a * b + 1
c.backward()
"""
THEIRS = """
class Number:
    def __init__(self, data, _children=(), _op=""):
        self.data, self.grad = data, GRAD
        self._prev, self._op = set(_children), _op
    def __add__(self, other):
        return Number(self.data + other.data, (self, other), "+")

a, b = Number(2), Number(3)
c = a + b
d = c + c
"""


def graph(answer):
    told = workbook.report(answer)
    assert told["problem"] is None, told
    json.loads(json.dumps(told, allow_nan=False))
    return (told["drawn"] or {}).get("graph")


def curve(answer):
    told = workbook.report(answer)["drawn"]
    return told and told["curve"]


def labels(answer):
    return [node["label"] for node in graph(answer)["nodes"]]


def test_a_graph_of_values():
    made = graph(OURS)
    assert made["backward"]
    nodes = {node["label"]: node for node in made["nodes"]}
    assert [*nodes] == ["1", "b", "a", "×", "c: +"]
    assert nodes["a"] | {"at": 0} == {
        "label": "a", "value": "2", "gradient": "−3", "inputs": [], "at": 0
    }  # fmt: skip
    assert nodes["1"]["value"] == ""  # it is its own name
    assert nodes["c: +"]["inputs"] == [0, 3]
    columns = [nodes[name]["at"][0] for name in ("a", "b", "×", "1", "c: +")]
    assert columns == [0, 0, 1, 1, 2]
    assert not graph(OURS.replace("c.backward()", ""))["backward"]


@pytest.mark.parametrize("grad", ["0", "None", "float('nan')"])
@pytest.mark.parametrize("inputs", ["_prev", "_children", "prev", "inputs"])
def test_a_graph_of_a_class_of_ones_own(inputs, grad):
    made = graph(THEIRS.replace("GRAD", grad).replace("_prev", inputs))
    end, below = made["nodes"][-1], made["nodes"][-2]
    assert (end["label"], end["value"], end["inputs"]) == ("d: +", "10", [2])
    assert below["label"] == "c: +" and below["inputs"] == [0, 1]
    assert end["gradient"] == {"0": "0", "None": ""}.get(grad, "nan")


def test_an_answer_that_is_checked_is_drawn_too():
    told = workbook.report(
        f"{OURS}\ndef end_first(end): return None", "scalar/end_first"
    )
    assert not told["passed"]
    assert told["drawn"]["graph"]["nodes"][-1]["label"] == "c: +"
    broken = workbook.report(f"{OURS}\n1 / 0")
    assert broken["problem"] and broken["drawn"] is None


def test_the_largest_graph_that_flows_into_no_other():
    assert labels(OURS + "d = c * 2\nc = d")[-1] == "c: ×"
    assert labels(OURS + "small = Value(1.0).tanh()")[-1] == "c: +"
    assert labels(OURS + "e = a * b + 2")[-1] == "e: +"  # of two, the last
    assert graph("from backprop.scalar import Value\na = Value(1.0)") is None


def test_names_are_those_of_the_answer():
    more = "weights = [a, b, Value(7.0)]\nd = c + weights[2]\nagain = d"
    assert {"a", "b", "weights[2]", "d: +"} <= {*labels(OURS + more)}
    long = labels(OURS + "x" * 99 + " = c * 2")[-1]
    assert long == "x" * 16 + "…"


def test_a_graph_that_is_too_large_is_counted():
    more = "for _ in range({}): c = c * 2\n"
    nodes = graph(OURS + more.format((ROOM - 5) // 2))["nodes"]
    assert len(nodes) == ROOM - 1
    assert graph(OURS + more.format(ROOM)) == {"many": "125"}
    assert graph(OURS + more.format(MOST)) == {"many": "more than 20,000"}


HOSTILE = {
    "raises": "class A:\n  data = property(lambda self: 1 / 0)",
    "ends Python": "import sys\nclass A:\n  data = property(lambda self: sys.exit())",
    "has everything": "class A:\n  def __getattr__(self, name): return A()",
    "gives without end": """
import itertools
class A:
  data = grad = 1.0
  inputs = property(lambda self: (A() for _ in itertools.count()))""",
    "is of a wrong kind": "class A:\n  data = grad = '1'\n  inputs = ()",
    "is nobody's gradient": "class A:\n  data = 1\n  grad = 'x'\n  inputs = ()",
    "is true": "class A:\n  data = True\n  grad = 0\n  inputs = ()",
    "is too large": "class A:\n  data = 10 ** 400\n  grad = 0\n  inputs = ()",
    "a class": """
class Leaf:
  data = grad = 1.0
  inputs = ()
class B(Leaf): inputs = [Leaf()]
A = lambda: B""",
    "is a child of itself": """
class A:
  data = grad = 1.0
  inputs = property(lambda self: [self])""",
    "a circle": """
class A:
  data = grad = 1.0
  def __init__(self):
    other = A.__new__(A)
    self.inputs, other.inputs = [other], [self]""",
    "leads to a circle": """
class A:
  data = grad = 1.0
  def __init__(self, inputs=None):
    self.inputs = [A([])] if inputs is None else inputs
    for one in self.inputs: one.inputs.append(one)""",
    "has inputs that are none": """
class A:
  data = grad = 1.0
  inputs = (1, 'x')""",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_cannot_be_read_is_not_drawn_and_hurts_nothing(kind):
    assert graph(HOSTILE[kind] + "\na, b = A(), A()\n") is None
    with_ours = HOSTILE[kind] + f"\nx, y = A(), A()\n{OURS}"
    assert labels(with_ours)[-1] == "c: +"


def test_a_graph_without_end_ends():
    endless = """
class A:
  data = grad = 1.0
  inputs = property(lambda self: (A(),))
a = A()"""
    assert graph(endless) == {"many": "more than 20,000"}
    grows = """
class A:
  data = grad = 1.0
  def __init__(self, inputs): self._inputs = inputs
  @property
  def inputs(self):
    everything.append(A([]))
    return self._inputs
everything = []
a = A(everything)
everything.append(a)"""
    assert graph(grows) is None  # a circle


def test_what_compares_and_hashes_badly_is_drawn():
    answer = THEIRS.replace("GRAD", "0").replace("set(", "list(") + """
Number.__eq__ = lambda self, other: 1 / 0
Number.__hash__ = None
Number.__bool__ = lambda self: 1 / 0
"""
    assert labels(answer)[-1] == "d: +"


def test_an_answer_that_breaks_what_is_built_in_is_drawn():
    answer = OURS + "import builtins, math\nbuiltins.max = math.isfinite = None\n"
    assert labels(answer + "globals()[5] = 6")[-1] == "c: +"


def test_nan_and_long_texts_are_shown():
    ours = OURS + "c.data = float('nan')\nc.operation = 'o' * 10 ** 6\n"
    end = graph(ours)["nodes"][-1]
    assert end["value"] == "nan" and len(end["label"]) < 20


def test_a_curve():
    made = curve("losses = [3, 1.5, -1e-5, 2]\nother = [1, 2]")
    assert made == {
        "name": "losses", "count": "4", "first": "3", "last": "2",
        "least": "−1e−05", "largest": "3",
        "points": [[0, 1], [0.3333, 0.5], [0.6667, 0], [1, 0.6667]],
    }  # fmt: skip
    assert curve("a = [1, 2, 3]\nb = (4, 5, 6)")["name"] == "b"
    assert curve("a = [2.0] * 3")["points"] == [[0, 0], [0.5, 0], [1, 0]]
    assert curve("a = [1e308, -1e308, 0]")["points"][2] == [1, 0.5]


NO_CURVE = (
    "[1, 2]", "[1, 2, float('nan')]", "[1, 2, 10 ** 400]", "[True] * 3",
    "'123'", "[[1, 2, 3]] * 3", "[1, 2, '3']", "{1, 2, 3}", "range(9)",
    f"[1] * {MOST + 1}", "[1j] * 3",
)  # fmt: skip


@pytest.mark.parametrize("numbers", NO_CURVE)
def test_what_is_no_curve(numbers):
    assert curve(f"a = {numbers}") is None


def test_arrays_are_curves():
    answer = "from array import array\nimport numpy as np\na = "
    for numbers in (
        "array('d', [3, 1, 2])", "np.array([3, 1, 2])", "np.float32([3, 1, 2])"
    ):  # fmt: skip
        assert curve(answer + numbers)["points"][1] == [0.5, 0]
    for other in ("np.ones((3, 3))", "np.ones(2)", "np.bool_([1, 0, 1])",
                  f"np.ones({MOST + 1})", "np.float64(3)"):  # fmt: skip
        assert curve(answer + other) is None


def test_a_long_curve_keeps_its_peaks():
    made = curve("import math\na = [0.0] * 5000\na[1234] = 2.0\na[4321] = -1.0")
    points = [tuple(point) for point in made["points"]]
    assert len(points) <= POINTS + 2 and points == sorted(points)
    assert {y for _, y in points} == {0, 1, 0.3333}
    assert math.isclose(dict(map(reversed, points))[1], 1234 / 4999, abs_tol=1e-4)
    assert points[0][0] == 0 and points[-1][0] == 1
