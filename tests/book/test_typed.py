"""Who types the listings, in order, has the package, and gets every output.

`typed.py` puts the modules together; `build.py` has run all notebooks with
them, and test_notebooks compares what they show with the site. Here the
listings themselves are looked at: they show the idea and nothing else, and
use no name that a reader does not have.
"""

import pytest
import typed
from backprop import STEPS
from faults import each, refuse

pytestmark = pytest.mark.xdist_group("site")


@each("step", typed.TYPED)
def test_a_listing_is_the_idea_and_nothing_else(html, step):
    refuse(
        f"{module}: {fault} in\n{code}"
        for module, code in typed.listings(html, step)
        if module in typed.TYPED
        for fault in typed.not_the_idea(code)
    )


@each("step", typed.TYPED)
def test_a_module_uses_what_a_reader_has_typed(html, step):
    modules = typed.modules(html)
    refuse(typed.missing(modules[step], modules))


@each("step", typed.TYPED)
def test_a_listing_can_be_typed_where_it_stands(html, step):
    """It needs nothing that comes below it."""
    text = ""
    for page in typed.TYPED:
        for module, code in typed.listings(html, page):
            if module == step:
                text = typed.added(text, code)
                exec(text, {})


def test_what_continues_a_class_is_put_into_it():
    text = typed.added("", "class A:\n    def f(self):\n        return 1\n")
    text = typed.added(text, "B = 2")
    more = "import math\n\n\nclass A:  # continued\n    def g(self):\n        return math.pi + B"
    text = typed.added(text, f"{more}\n\n\nC = 3")
    names = {}
    exec(text, names)
    assert (names["A"]().f(), round(names["A"]().g(), 2), names["C"]) == (1, 5.14, 3)


@pytest.mark.parametrize(
    "code, fault",
    [
        ("def f(x, h=None):\n    return g(x) / h", ""),
        ("class A:\n    def __init__(self):\n        self.x = 1", ""),
        ("def f(x: float):\n    return x", "line 1 has a type"),
        ("def f(x) -> float:\n    return x", "line 1 has a type"),
        ("def f(x):\n    return _g(x)", "the private name _g"),
        ("def f(x):\n    return x._g", "the private name _g"),
        ("def _f(x):\n    return x", "the private name _f"),
        ("def f(x):\n    raise ValueError('no')", "line 2 refuses"),
        ("def f(x):\n    raise AssertionError(report(x))", ""),
        ("def f(x):\n    raise AssertionError(_report(x))", "private name _report"),
        ("def f(x):\n    raise AssertionError", "line 2 refuses"),
        ("from backprop._checks import describe", "line 1: from backprop._checks"),
        ("from backprop import _checks", "line 1: from backprop import _checks"),
        ("class _A:\n    pass", "the private name _A"),
        ("def f(_x):\n    return 1", "the private name _x"),
        ("def f(x):\n    assert x > 0, 'no'", "line 2 refuses"),
        ("x = 1\n" * 31, "31 lines"),
    ],
)
def test_what_is_not_the_idea_is_found(code, fault):
    found = list(typed.not_the_idea(code))
    assert fault in found[0] if fault else found == []


def test_what_nobody_has_typed_is_found():
    text = "import math\n\ndef f(x):\n    return [g(t) + math.pi + E for t in x]"
    assert typed.missing(text) == ["E", "g"]
    text += "\n\nE = 1\n\ndef g(x):\n    return len(x)\n"
    assert typed.missing(text) == []
    text = "from backprop.a import B, C\n\nprint(B, C)"
    assert typed.missing(text, {"a": "B = 1"}) == ["backprop.a.C"]
    assert typed.missing(text, {"a": "B = 1\n\ndef C():\n    return B"}) == []


def test_the_list_of_exceptions_only_shrinks():
    """What is typed needs nothing of what is not, as steps use earlier ones."""
    assert set(typed.NOT_YET) <= {"tensor", "transforms"}
    assert typed.NOT_YET == STEPS[len(typed.TYPED) :]
