"""The edge of the package: whatever comes in, a right result or plain words.

Every public function with checks at its edge is found, and each of its inputs
is attacked in turn, while the others are as its annotations ask for. So a new
function is attacked without being named.
"""

import inspect
import linecache
import random
from copy import deepcopy
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from threading import Thread

import numpy as np
import pytest
from backprop import STEPS, activations
from backprop._checks.arrays import check_array
from backprop._checks.edge import check_of, checked, checked_with, trusted
from backprop._checks.growth import trusting
from backprop._checks.numbers import (
    Number,
    Positive,
    check_complex_function,
    check_count,
    check_function,
    check_number,
    check_positive,
    check_real_function,
    check_row,
    check_size,
    describe,
)
from backprop.activations import relu
from backprop.layers import Linear

ATTACKS = {
    "None": None,
    "text": "2",
    "nothing in a list": [],
    "a list": [1.0, 2.0],
    "a nested list": [[1.0, 2.0], [3.0, 4.0]],
    "a ragged list": [[1.0], [2.0, 3.0]],
    "a list of texts": ["a", None],
    "a set": {1.0, 2.0},
    "a dict": {1.0: 2.0},
    "bytes": b"12",
    "true": True,
    "complex": 1j,
    "nan": float("nan"),
    "inf": float("inf"),
    "minus inf": -float("inf"),
    "a long number": 10**400,
    "a number too long to print": 10**5000,
    "and below zero": -(10**5000),
    "a masked array": np.ma.masked_equal([1.0, 2.0], 2.0),
    "no axes": np.array(2.0),
    "an empty array": np.zeros((0, 2)),
    "objects": np.array([None, "a"], dtype=object),
    "a large array": np.array([1e308, -1e308]),
    "a function": lambda *inputs: None,
    "a function of texts": lambda *inputs: "a",
    "an iterator": iter([1.0, 2.0]),
    "a range": range(3),
}
if find_spec("pandas"):
    from pandas import DataFrame, Series

    ATTACKS |= {
        "a column": Series([1.0, 2.0]),
        "a column of texts": Series(["a", None]),
        "a table": DataFrame({"a": [1.0, 2.0], "b": [None, 3.0]}),
    }
GOOD = {
    check_number: 2.0,
    check_positive: 0.5,
    check_count: 1,
    check_size: 1,
    check_function: lambda x: x,
    check_real_function: lambda *x: float(np.sum(x)),
    check_complex_function: lambda x: x * x,
    check_row: [lambda x: x],
    check_array: np.array([1.0, 2.0]),
    "check_row_of_numbers": np.array([1.0, 2.0]),
    "check_paths": ([2.0], [3.0]),
    "check_walkable": [1.0, 2.0],
    "check_numbers": [1.0, 2.0],
    "check_one": 2.0,
    "check_random": random.Random(0),
    "check_rows": [[1.0, 2.0], [2.0, 1.0]],
    "check_logits": [[1.0, 2.0], [3.0, 4.0]],
    "check_readable": [0, 1],
    "check_generator": np.random.default_rng(0),
    "check_function_of_array": lambda x: x[1],
    "check_batch": [[1.0], [2.0]],
    "check_bend": relu,
    "check_whole_numbers": [0, 1],
    "check_examples": [0, 1],
    "check_matrix": [[1.0], [2.0]],
    "check_layer": Linear(1, 2, np.random.default_rng(0)),
    "check_layers": (Linear(1, 2, np.random.default_rng(0)),),
    "check_gradient": [1.0, 2.0],
    "check_right_gradient": [2.0, 3.0],
    "check_named": {"a": [1.0, 2.0], "b": [1.0, 1.0]},
    "check_exponent": 2.0,
    "check_values": [1.0, 2.0],
    None: (1.0, 2.0),
}


GOOD_NAMES = {  # where one input has to fit another
    ("hidden", "check_rows"): [[1.0, 2.0, 3.0]],
    ("bend", "check_function"): activations.relu,
    ("weights", "check_numbers"): [1.0, 2.0, 3.0],
    ("slopes", "check_numbers"): [1.0, 2.0, 3.0],
    ("classes", "check_count"): 2,
    ("tolerance", "check_positive"): 1e-4,
}


def edges():
    """Each public function or class that has an edge."""
    for step in (*STEPS, "diagnosis"):
        module = import_module(f"backprop.{step}")
        for name in module.__all__:
            found = getattr(module, name)
            if not isinstance(found, type):
                if has_edge(found):
                    yield pytest.param(lambda f=found: f, id=f"{step}.{name}")
                continue
            if has_edge(found.__init__):
                yield pytest.param(lambda f=found: f, id=f"{step}.{name}")
            for method, f in vars(found).items():
                if method in ("save", "load"):  # files have tests of their own
                    continue
                if method != "__init__" and has_edge(f):
                    fresh = partial(method_of_one, found, method)
                    yield pytest.param(fresh, id=f"{step}.{name}.{method}")


def has_edge(f):
    code = getattr(f, "__code__", None)
    return code is not None and "the edge of" in code.co_filename


WALK = ["forward", "backward", "gradients"]  # each needs the one before


def method_of_one(kind, method):
    one = one_of(kind)
    needs = WALK[: WALK.index(method)] if method in WALK else []
    for before in (each for each in needs if hasattr(one, each)):
        parameters = inspect.signature(getattr(one, before)).parameters
        good_ones = {name: good(p) for name, p in parameters.items()}
        call(getattr(one, before), good_ones)
    return getattr(one, method)


def one_of(kind):
    """An object of this class, made as its signature asks for."""
    parameters = inspect.signature(kind).parameters
    needed = {
        name: good(p)
        for name, p in parameters.items()
        if p.default is p.empty or check_of(p.annotation)
    }
    return call(kind, needed)


def good(parameter):
    check = check_of(parameter.annotation)
    is_optional = parameter.default is not parameter.empty
    if is_optional and check in (None, check_function):
        return parameter.default
    if isinstance(check, partial):  # one of a class
        return one_of(check.args[0])
    by_name = parameter.name, getattr(check, "__name__", "")
    if by_name in GOOD_NAMES:
        return GOOD_NAMES[by_name]
    value = GOOD.get(check, GOOD.get(getattr(check, "__name__", None)))
    if parameter.kind is parameter.VAR_POSITIONAL and check is check_row:
        return tuple(value)
    return value


def call(f, values):
    """Call as the signature says; what `*inputs` takes is a tuple."""
    given, named = [], {}
    for name, parameter in inspect.signature(f).parameters.items():
        if name not in values:
            continue
        if parameter.kind is parameter.VAR_POSITIONAL:
            given += values[name]
        elif parameter.kind is parameter.KEYWORD_ONLY:
            named[name] = values[name]
        else:
            given.append(values[name])
    return f(*given, **named)


def is_raised_by_the_package(error):
    """By a line that raises, and not by what Python makes of another one."""
    *_, last = inspect.getinnerframes(error.__traceback__)
    line = linecache.getline(last.filename, last.lineno)
    return "backprop" in last.filename and line.strip().startswith("raise")


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("fresh", list(edges()))
def test_whatever_comes_in_is_computed_or_refused_in_our_words(fresh):
    parameters = inspect.signature(fresh()).parameters
    valid = {name: good(p) for name, p in parameters.items()}
    call(fresh(), deepcopy(valid))
    for name, parameter in parameters.items():
        if parameter.kind is not parameter.VAR_POSITIONAL and (
            check_of(parameter.annotation) is None
        ):
            continue
        for what, attack in ATTACKS.items():
            attack = deepcopy(attack)
            kept = describe(attack)
            several = parameter.kind is parameter.VAR_POSITIONAL
            values = valid | {name: (attack,) if several else attack}
            try:
                call(fresh(), values)
            except (TypeError, ValueError, OverflowError, AssertionError) as error:
                ours = is_raised_by_the_package(error)
                assert ours, f"{what} for {name}: {error!r}"
            except Exception as error:
                pytest.fail(f"{what} for {name}: {error!r}")
            assert describe(attack) == kept, f"{what} for {name} changed"


def test_edges_are_found():
    names = [each.id for each in edges()]
    assert "derivatives.central_difference" in names and len(names) >= 12
    assert not [name for name in names if name.startswith("functions.add")]


def test_an_edge_checks_and_converts():
    @checked
    def f(x: Number, h: Positive | None = None, *, n: Number = 3):
        return x, h, n

    assert f(1) == (1.0, None, 3.0) and type(f(1)[0]) is float
    assert f(1, 2, n=4) == f(n=4, h=2, x=1) == (1.0, 2.0, 4.0)
    with pytest.raises(TypeError, match="x must be a number"):
        f("1")
    with pytest.raises(ValueError, match="h must be above zero"):
        f(1, h=0)
    with pytest.raises(TypeError, match=r"f\(\) missing 1 required.*'x'"):
        f()
    with pytest.raises(TypeError, match=r"f\(\) takes from 1 to 2 positional"):
        f(1, 2, 3)
    assert list(inspect.signature(f).parameters) == ["x", "h", "n"]


def test_a_guard_sees_what_is_checked_and_may_replace_its_first_input():
    def no_less(h, x):
        if h < x:
            raise ValueError(f"{h} is less than {x}")
        return h + 1 if x == 5 else None

    @checked_with(no_less)
    def f(x: Number, h: Number = 7):
        return h

    assert (f(6), f(5), f(x=5, h=6)) == (7.0, 8.0, 7.0)
    with pytest.raises(ValueError, match="7.0 is less than 8.0"):
        f(8)


def test_an_edge_of_a_method_lets_self_pass():
    class A:
        @checked
        def f(self, x: Number):
            return self, x

    a = A()
    assert a.f(2) == (a, 2.0)


def test_what_cannot_be_printed_is_described():
    assert describe(10**5000) == "too long to print (an int)"
    assert describe([10**5000]) == "too long to print (a list)"


def test_a_plain_edge_takes_no_more_than_it_has_names_for():
    @checked
    def f(x: Number, h: Number = 1):
        return x

    for call in (lambda: f(1, 2, 3), lambda: f(1, y=2), lambda: f()):
        with pytest.raises(TypeError, match="argument"):
            call()


def test_all_guards_are_asked_and_all_inputs_checked():
    asked = []

    @checked_with(lambda x: asked.append("x"), lambda h: asked.append("h"))
    def f(x: Number, *, h: Number = 1) -> Positive:
        return x

    assert f(2, h=3) == 2.0 and asked == ["x", "h"]
    with pytest.raises(TypeError, match="h must be a number"):
        f(2, h="3")
    with pytest.raises(ValueError, match="what f gives must be above zero"):
        f(-2, h=3)


def test_where_one_is_trusted_nothing_is_checked():
    @checked
    def f(x: Number):
        return x

    @checked_with(always=True)
    def g(x: Number):
        return x

    with trusted(True):
        assert f("1") == "1"
        with pytest.raises(TypeError, match="x must be a number"):
            g("1")
        with trusted(False), pytest.raises(TypeError, match="must be a number"):
            f("1")
        others = []
        thread = Thread(target=lambda: others.append(catch(f, "1")))
        thread.start()
        thread.join()
        assert isinstance(others[0], TypeError)
    with pytest.raises(TypeError, match="x must be a number"):
        f("1")


def catch(f, *inputs):
    try:
        return f(*inputs)
    except Exception as error:
        return error


def test_a_training_that_fails_leaves_the_checks_on():
    def fails(self):
        raise ArithmeticError("mine")

    with pytest.raises(ArithmeticError, match="mine"):
        trusting(fails)(None)
    with pytest.raises(TypeError, match="x must be one number"):
        activations.relu([1])


def test_a_kind_in_quotes_would_switch_a_check_off():
    with pytest.raises(TypeError, match="without quotes"):

        @checked
        def f(x: "Number"):
            return x
