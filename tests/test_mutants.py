"""The tests notice each of these mistakes: `make mutants`.

A row of `MUTANTS` is a module, a piece of its text that stands in it once,
and what a tired author might have written instead. The package is copied,
the piece replaced, and tests/test_<module>.py run on the copy: it must fail.
"""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "code" / "backprop"
NOT_TESTED = shutil.ignore_patterns("__pycache__", "workbook", "figures")

SCALAR = [
    # the walk back
    ("source.grad += upstream", "source.grad = upstream"),
    ("source.grad += upstream", "source.grad -= upstream"),
    ("source.grad += upstream * partial", "source.grad += partial"),
    ("source.grad += upstream * partial", "source.grad += upstream"),
    ("            upstream = node.grad", "            upstream = self.grad"),
    ("in reversed(order)", "in order"),
    ("in reversed(order)", "in reversed(order[:-1])"),
    ("self.grad += 1.0", "self.grad = 1.0"),
    ("self.grad += 1.0", "self.grad += self.data"),
    ("            if node.inputs:\n                node.grad = 0.0",
     "            pass"),
    ("            if node.inputs:\n                node.grad = 0.0",
     "            node.grad = 0.0"),
    ("self._inputs_first():\n            node.grad = 0.0",
     "self._inputs_first():\n            node.grad = node.grad"),
    ("self._inputs_first():\n            node.grad = 0.0",
     "[self]:\n            node.grad = 0.0"),
    # the order
    ("                stack += node, None, *node.inputs",
     "                order.append(node)\n                stack += node.inputs"),
    ("elif node not in seen:", "else:"),
    ("                seen.add(node)\n", ""),
    ("stack += node, None, *node.inputs",
     "stack += node, None, *set(node.inputs)"),
    ("        order, seen, stack = [], set(), [self]\n",
     "        if self.inputs:\n            "
     "self.inputs[0]._inputs_first()\n"
     "        order, seen, stack = [], set(), [self]\n"),
    # + and *
    ("a.data + b.data, (a, b), (1.0, 1.0)",
     "a.data + b.data, (a, b), (1.0, -1.0)"),
    ("a.data + b.data, (a, b), (1.0, 1.0)",
     "a.data + b.data, (a, b), (1.0, 0.0)"),
    ("(b.data, a.data), \"×\"", "(a.data, b.data), \"×\""),
    ("(b.data, a.data), \"×\"", "(b.data, b.data), \"×\""),
    ("__radd__ = __add__\n", "pass\n"),
    ("__rmul__ = __mul__\n", "__rmul__ = __add__\n"),
    # - and /
    ("Value(-self.data, (self,), (-1.0,)", "Value(-self.data, (self,), (1.0,)"),
    ("(1.0, -1.0), \"−\"", "(1.0, 1.0), \"−\""),
    ("(1.0, -1.0), \"−\"", "(-1.0, 1.0), \"−\""),
    ("return Value(other) - self", "return self - other"),
    ("return Value(other) / self", "return self / other"),
    ("return Value(other) ** self", "return self ** other"),
    ("(1 / b.data, -y / b.data)", "(1 / b.data, y / b.data)"),
    ("(1 / b.data, -y / b.data)", "(1 / b.data, -y)"),
    ("(1 / b.data, -y / b.data)", "(-y / b.data, 1 / b.data)"),
    ("        if b.data == 0:", "        if a.data == 0:"),
    # powers
    ("slope = n * _bounded(pow, a, n - 1)", "slope = _bounded(pow, a, n - 1)"),
    ("slope = n * _bounded(pow, a, n - 1)", "slope = n * _bounded(pow, a, n)"),
    ("slope = n * _bounded(pow, a, n - 1)",
     "slope = (n - 1) * _bounded(pow, a, n - 1)"),
    (" if n else 0.0", ""),
    ("y * math.log(a)\n", "y\n"),
    ("y * math.log(a)\n", "y * math.log(n)\n"),
    ("partials = n * _bounded(pow, a, n - 1)",
     "partials = _bounded(pow, a, n - 1)"),
    ("if a < 0 and not n.is_integer()", "if a < 0 and n.is_integer()"),
    ("if a == 0 and n < 1 and n != 0", "if a == 0 and n < 1"),
    ("if a == 0 and n < 1 and n != 0", "if a == 0 and n < 0"),
    # functions
    ("(y,), \"exp\"", "(-y,), \"exp\""),
    ("(y,), \"exp\"", "(self.data,), \"exp\""),
    ("(y,), \"exp\"", "(0.0,), \"exp\""),
    ("(1 / x,), \"log\"", "(-1 / x,), \"log\""),
    ("(1 / x,), \"log\"", "(x,), \"log\""),
    ("(0.5 / y,)", "(1 / y,)"),
    ("(0.5 / y,)", "(0.5 * y,)"),
    ("(math.cos(x),), \"sin\"", "(-math.cos(x),), \"sin\""),
    ("(-math.sin(x),), \"cos\"", "(math.sin(x),), \"cos\""),
    ("(1 - y * y,)", "(1 - y,)"),
    ("(1 - y * y,)", "(1 + y * y,)"),
    ("(1 - y * y,)", "(1 - self.data**2,)"),
    ("e / (1 + e) ** 2", "e / (1 + e)"),
    ("e / (1 + e) ** 2", "y * (1 - y)"),
    ("math.exp(-abs(self.data))", "math.exp(-self.data)"),
    ("(1 if self.data >= 0 else e)", "(1 if self.data < 0 else e)"),
    ("1.0 if self.data > 0 else 0.0", "1.0 if self.data >= 0 else 0.0"),
    ("1.0 if self.data > 0 else 0.0", "1.0"),
    ("max(self.data, 0.0)", "abs(self.data)"),
    ("float((self.data > 0) - (self.data < 0))",
     "float((self.data >= 0) - (self.data < 0))"),
    ("float((self.data > 0) - (self.data < 0))", "1.0"),
    # lists
    ("(*first, *second), (*b, *a)", "(*first, *second), (*a, *b)"),
    ("(*first, *second), (*b, *a)", "(*first,), (*b,)"),
    ("[x.data for x in first], [x.data for x in second]",
     "[x.data for x in first], [x.data for x in second[::-1]]"),
    ("if len(first) != len(second)", "if len(first) > len(second)"),
    ("(1.0,) * len(values)", "(1.0 / len(values),) * len(values)"),
    ("math.fsum(x.data for x in values)", "sum(x.data for x in values)"),
    # what a Value is
    ("self.data = data if inputs else _one_number(data)", "self.data = data"),
    ("    __array_ufunc__ = None", "    pass"),
    ("return self.data < _as_value(other).data",
     "return self.data <= _as_value(other).data"),
    ("return self.data >= _as_value(other).data",
     "return self.data > _as_value(other).data"),
]  # fmt: skip

MUTANTS = [("scalar", *row) for row in SCALAR]
MODULES = sorted({module for module, *_ in MUTANTS})


def source_of(module):
    return (PACKAGE / f"{module}.py").read_text("utf-8")


def run_tests(module, text, folder):
    """Run the tests of a module on a copy of the package in `folder`.

    In the copy, the module has another `text`.
    """
    shutil.copytree(PACKAGE, folder / "backprop", ignore=NOT_TESTED)
    (folder / "backprop" / f"{module}.py").write_text(text, "utf-8")
    return subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-x", "-q", "--tb=line"),
            *("-p", "no:cacheprovider", "-o", "addopts="),
            ROOT / "tests" / f"test_{module}.py",
        ],
        env=os.environ | {"PYTHONPATH": str(folder)},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.fixture(scope="session")
def runs(request, tmp_path_factory):
    """Of each mutant that was asked for, a run of its tests to come."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        yield {
            mutant: pool.submit(
                run_tests,
                mutant[0],
                source_of(mutant[0]).replace(*mutant[1:]),
                tmp_path_factory.mktemp("mutant"),
            )
            for item in request.session.items
            if "mutant" in getattr(item, "fixturenames", ())
            for mutant in [item.callspec.params["mutant"]]
        }


@pytest.mark.mutants
@pytest.mark.parametrize("module", MODULES)
def test_the_unbroken_module_passes(module, tmp_path):
    run = run_tests(module, source_of(module), tmp_path)
    assert run.returncode == 0, run.stdout


@pytest.mark.mutants
@pytest.mark.parametrize("mutant", MUTANTS, ids="{0[0]}: {0[2]!r}".format)
def test_a_mistake_is_noticed(mutant, runs):
    run = runs[mutant].result()
    assert run.returncode == 1, run.stdout + run.stderr  # 1: a test failed
    assert "1 failed" in run.stdout


@pytest.mark.parametrize("mutant", MUTANTS, ids="{0[0]}: {0[2]!r}".format)
def test_what_a_mutant_replaces_stands_there_once(mutant):
    module, right, wrong = mutant
    assert source_of(module).count(right) == 1 and wrong != right
