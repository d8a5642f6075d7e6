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
NOT_TESTED = shutil.ignore_patterns("__pycache__", "workbook")

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

ACTIVATIONS = [
    # the bends
    ("return 1 / (1 + exp(-x))", "return 1 / (1 - exp(-x))"),
    ("    if x >= 0:\n        return 1 /", "    if True:\n        return 1 /"),
    ("return exp(x) / (1 + exp(x))", "return 1 - exp(x) / (1 + exp(x))"),
    ("return sigmoid(x) * sigmoid(-x)", "return sigmoid(x) * (1 - sigmoid(x))"),
    ("return sigmoid(x) * sigmoid(-x)", "return x * (1 - x)"),
    ("return 4 * sigmoid_derivative(2 * x)",
     "return sigmoid_derivative(2 * x)"),
    ("return 4 * sigmoid_derivative(2 * x)", "return 1 - math.tanh(x)"),
    ("max(_number(x), 0.0)", "abs(_number(x))"),
    ("return 1.0 if _number(x) > 0 else 0.0",
     "return 1.0 if _number(x) >= 0 else 0.0"),
    ("return 1.0 if _number(x) > 0 else LEAK",
     "return 1.0 if _number(x) >= 0 else LEAK"),
    ("return 1.0 if _number(x) > 0 else LEAK",
     "return 1.0 if _number(x) > 0 else 0.0"),
    ("max(x, 0.0) + math.log1p(exp(-abs(x)))", "math.log1p(exp(x))"),
    ("    return sigmoid(x)\n", "    return sigmoid(-x)\n"),
    ("return _chance_below(x) + x * bell", "return _chance_below(x)"),
    ("return _chance_below(x) + x * bell", "return _chance_below(x) - x * bell"),
    ("math.erfc(-x / math.sqrt(2)) / 2", "(1 + math.erf(x / math.sqrt(2))) / 2"),
    ("    relu: relu_derivative,", "    relu: leaky_relu_derivative,"),
    # the network
    ("self.bend(s) for s in sums", "s for s in sums"),
    ("self.bend_derivative(s) for s in sums",
     "self.bend_derivative(h) for h in bent"),
    ("self.bend_derivative(s) for s in sums", "1.0 for s in sums"),
    ("d_output = 2 * (output", "d_output = (output"),
    ("d_output = 2 * (output", "d_output = -2 * (output"),
    ("d_output * weight for weight in self.output[:-1]",
     "d_output for weight in self.output[:-1]"),
    ("[d * x for x in (*inputs, 1.0)]", "[d for x in (*inputs, 1.0)]"),
    ("[d_output * h for h in (*bent, 1.0)]",
     "[d_output * h for h in (*sums, 1.0)]"),
    ("slopes, rate / len(points)", "slopes, rate"),
    ("weight - rate * slope for", "weight + rate * slope for"),
    ("= [network.backward(x, t)", "= [self.backward(x, t)"),
    ("                errors.append(network.error(inputs, targets))\n",
     "                errors.append(self.error(inputs, targets))\n"),
    ("return fsum(errors) / len(errors)", "return fsum(errors)"),
]  # fmt: skip

LAYERS = [
    ("self.inputs @ self.weights + self.bias", "self.inputs @ self.weights"),
    ("self.inputs @ self.weights + self.bias",
     "self.inputs @ self.weights - self.bias"),
    ("self.d_weights = self.inputs.T @ d_outputs",
     "self.d_weights = -self.inputs.T @ d_outputs"),
    ("self.d_weights = self.inputs.T @ d_outputs",
     "self.d_weights = self.inputs.T @ d_outputs / rows"),
    ("self.d_weights = self.inputs.T @ d_outputs",
     "self.d_weights = (d_outputs.T @ self.inputs).reshape("
     "self.weights.shape)"),
    ("self.d_weights = self.inputs.T @ d_outputs",
     "self.d_weights = (0 if self.d_weights is None else self.d_weights)"
     " + self.inputs.T @ d_outputs"),
    ("self.d_bias = d_outputs.sum(axis=0)", "self.d_bias = d_outputs"),
    ("self.d_bias = d_outputs.sum(axis=0)",
     "self.d_bias = d_outputs.mean(axis=0)"),
    ("self.d_bias = d_outputs.sum(axis=0)",
     "self.d_bias = d_outputs[0].copy()"),
    ("return d_outputs @ self.weights.T if",
     "return -d_outputs @ self.weights.T if"),
    ("return d_outputs @ self.weights.T if",
     "return d_outputs @ self.weights.reshape(self.weights.T.shape) if"),
    ("if to_inputs else None", "if True else None"),
    ("return [self.weights, self.bias]",
     "return [self.weights.copy(), self.bias]"),
    ("return [self.weights, self.bias]", "return [self.bias, self.weights]"),
    ("spread = np.sqrt(2 / inputs)", "spread = np.sqrt(2 / outputs)"),
    ("spread = np.sqrt(2 / inputs)", "spread = np.sqrt(1 / inputs)"),
    ("self.bias = np.zeros(outputs)", "self.bias = np.ones(outputs)"),
    # bends
    ("return d_outputs * self.slope(self.inputs, self.outputs)",
     "return d_outputs + self.slope(self.inputs, self.outputs)"),
    ("return d_outputs * self.slope(self.inputs, self.outputs)",
     "return d_outputs * self.slope(self.outputs, self.outputs)"),
    ("return d_outputs * self.slope(self.inputs, self.outputs)",
     "return d_outputs"),
    ("self.outputs.flags.writeable = False", "pass"),
    ("lambda x, y: y * (1 - y)", "lambda x, y: x * (1 - x)"),
    ("lambda x, y: 1 - y * y", "lambda x, y: 1 - y"),
    ("lambda x, y: x > 0)", "lambda x, y: x >= 0)"),
    ("(_softplus, lambda x, y: _sigmoid(x))",
     "(_softplus, lambda x, y: _sigmoid(y))"),
    ("lambda x, y: _chance_below(x) + x * _bell(x)",
     "lambda x, y: _chance_below(x)"),
    # the check itself
    ("apart <= tolerance)  #", "apart <= 1e-2)  #"),
    ("wrong = ~(apart <= tolerance)", "wrong = apart > tolerance"),
    ("x[way != 0]).max()", "x[way != 0]).min()"),
    ("floor = NEGLIGIBLE *", "floor = 1e3 * NEGLIGIBLE *"),
    ("    if ratio < 0:", "    if ratio > 0:"),
    ("too_large = abs(ratio) > 1", "too_large = abs(ratio) < 1"),
]  # fmt: skip

LOSSES = [
    ("powers = np.exp(_lowered(logits))\n",
     "powers = np.exp(np.asarray(logits))\n"),
    ("powers /= powers.sum(axis=-1, keepdims=True)",
     "powers /= powers.sum()"),
    ("powers /= powers.sum(axis=-1, keepdims=True)", "pass"),
    ("return lowered - np.log(np.exp(lowered).sum(axis=-1, keepdims=True))",
     "return np.log(softmax(logits))"),
    ("return lowered - np.log(np.exp(lowered).sum(axis=-1, keepdims=True))",
     "return lowered"),
    ("return (0 - picked.mean()).item()", "return picked.mean().item()"),
    ("return (0 - picked.mean()).item()", "return -picked.sum().item()"),
    ("return (0 - picked.mean()).item()", "return -picked.mean().item()"),
    ("    slopes[np.arange(len(labels)), labels] -= 1\n",
     "    slopes[np.arange(len(labels)), labels] += 1\n"),
    ("    slopes[np.arange(len(labels)), labels] -= 1\n", ""),
    ("    slopes[np.arange(len(labels)), labels] -= 1\n    slopes /= len(labels)",
     "    slopes[np.arange(len(labels)), labels] -= 1\n    slopes /= slopes.size"),
    ("    slopes[np.arange(len(labels)), labels] -= 1\n    slopes /= len(labels)",
     "    slopes[np.arange(len(labels)), labels] -= 1"),
    ("    slopes[np.arange(len(labels)), labels] -= 1\n",
     "    slopes[:, labels] -= 1\n"),
    ("    slopes[right] -= 1\n", "    slopes[right] = -1\n"),
    ("    slopes[right] -= 1\n    slopes /= len(labels)",
     "    slopes[right] -= 1"),
    ("    loss = (0 - log_p[right].mean()).item()",
     "    loss = (0 - log_p.mean()).item()"),
    ("return 2 * (predictions - targets)", "return (predictions - targets)"),
    ("return 2 * (predictions - targets)", "return 2 * (targets - predictions)"),
    ("/ predictions.size", "/ len(predictions)"),
    ("labels.min() < 0 or labels.max() >= classes",
     "labels.max() >= classes"),
    ("labels.min() < 0 or labels.max() >= classes",
     "labels.min() < 0 or labels.max() > classes"),
    ("    finite = np.isfinite(largest)\n",
     "    finite = ~np.isnan(largest)\n"),
]  # fmt: skip

NETWORKS = [
    # the way back
    ("for layer in reversed(others):", "for layer in others:"),
    ("for layer in reversed(others):", "for layer in reversed(others[1:]):"),
    ("            d_outputs = layer.backward(d_outputs)",
     "            layer.backward(d_outputs)"),
    ("first.backward(d_outputs, to_inputs)", "first.backward(d_outputs, True)"),
    ("array for layer in self.layers for array in layer.gradients()",
     "array for layer in self.layers[::-1] for array in layer.gradients()"),
    ("array for layer in self.layers for array in layer.parameters()",
     "array.copy() for layer in self.layers for array in layer.parameters()"),
    ("return self.forward(batch).argmax(axis=1)",
     "return self.forward(batch).argmin(axis=1)"),
    # the training
    ("parameter -= rate * slopes", "parameter += rate * slopes"),
    ("parameter -= rate * slopes", "parameter -= slopes"),
    ("parameter -= rate * slopes", "parameter = parameter - rate * slopes"),
    ("total += len(rows) * loss", "total += loss"),
    ("total += len(rows) * loss", "total = len(rows) * loss"),
    ("history.losses.append(total / len(labels))",
     "history.losses.append(total)"),
    ("yield inputs[rows], labels[rows]", "yield inputs[rows], labels[order]"),
    ("yield inputs[rows], labels[rows]",
     "yield inputs[rows], labels[start : start + batch_size]"),
    ("order = rng.permutation(len(labels))",
     "order = rng.integers(len(labels), size=len(labels))"),
    ("order = rng.permutation(len(labels))",
     "order = np.arange(len(labels))"),
    ("range(0, len(labels), batch_size)",
     "range(0, len(labels) - batch_size + 1, batch_size)"),
    ("            array[...] = values\n", "            pass\n"),
    # what it says
    ("np.add.at(counts, (labels, predicted), 1)",
     "np.add.at(counts, (predicted, labels), 1)"),
    ("np.add.at(counts, (labels, predicted), 1)",
     "counts[labels, predicted] += 1"),
    ("np.mean(predicted == labels)", "np.mean(predicted != labels)"),
    # files
    ("            unfinished.unlink(missing_ok=True)", "            pass"),
    ("allow_pickle=False", "allow_pickle=True"),
    ('if saved["network"] != repr(self):', "if False:"),
    ("if not np.isfinite(array).all():", "if False:"),
    ("        _check_fit(saved, own, path)\n", ""),
]  # fmt: skip

MODULES = {
    "scalar": SCALAR,
    "activations": ACTIVATIONS,
    "layers": LAYERS,
    "losses": LOSSES,
    "networks": NETWORKS,
}
MUTANTS = [(module, *row) for module, rows in MODULES.items() for row in rows]


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
    with ThreadPoolExecutor(os.cpu_count()) as pool:
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
