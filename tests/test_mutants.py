"""The tests notice each of these mistakes: `make mutants`.

A row of `MUTANTS` is a module, a piece of its text that stands in it once,
and what a tired author might have written instead. The package is copied,
the piece replaced, and tests/test_<module>.py run on the copy: it must fail.
A piece that the module has not is one of its checks, in a file of `_checks`.
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
    ("(_softplus, lambda x, y: array_sigmoid(x))",
     "(_softplus, lambda x, y: array_sigmoid(y))"),
    ("lambda x, y: normal_cdf(x) + x * normal_density(x)",
     "lambda x, y: normal_cdf(x)"),
    # the check itself
    ("apart <= tolerance)  #", "apart <= 1e-2)  #"),
    ("wrong = ~(apart <= tolerance)", "wrong = apart > tolerance"),
    ("x[way != 0]).max()", "x[way != 0]).min()"),
    ("floor = NEGLIGIBLE *", "floor = 1e3 * NEGLIGIBLE *"),
    ("    if ratio < 0:", "    if ratio > 0:"),
    ("too_large = abs(ratio) > 1", "too_large = abs(ratio) < 1"),
]  # fmt: skip

LOSSES = [
    ("powers = np.exp(minus_largest(logits))\n",
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

TENSOR = [
    # the rules
    ("\"+\": (lambda g: g, lambda g: g)", "\"+\": (lambda g: g, lambda g: -g)"),
    ("\"-\": (lambda g: g, lambda g: -g)", "\"-\": (lambda g: g, lambda g: g)"),
    ("g * b, lambda g, y, a, b: g * a)", "g * a, lambda g, y, a, b: g * b)"),
    ("g * b, lambda g, y, a, b: g * a)", "g * b, lambda g, y, a, b: g * y)"),
    ("lambda g, y, a, b: -g * y / b", "lambda g, y, a, b: g * y / b"),
    ("g * b * a ** _one_less(b)", "g * a ** _one_less(b)"),
    ("g * b * a ** _one_less(b)", "g * b * a ** (b - 1)"),
    ("    if type(b) is Tensor and b.node:\n        return b - 1\n", ""),
    ("g * y * np.log(a)", "g * y"),
    ("\"@\": (\n        lambda g, y, a, b: g @ b.swapaxes(-1, -2)",
     "\"@\": (\n        lambda g, y, a, b: g @ b.swapaxes(0, 1)"),
    ("a.swapaxes(-1, -2) @ g", "(g.swapaxes(-1, -2) @ a)"),
    ("g @ w.T", "g @ w"),
    ("x.T @ g", "x.T @ y"),
    ("g.sum(axis=0)", "g.mean(axis=0)"),
    ("\"negative\": (lambda g: -g,)", "\"negative\": (lambda g: g,)"),
    ("(1.0 * (a > 0) - (a < 0))", "(1.0 * (a >= 0) - (a < 0))"),
    ("\"exp\": (lambda g, y: g * y,)",
     "\"exp\": (lambda g, y: g * getattr(y, 'array', y),)"),
    ("\"log\": (lambda g, y, a: g / a,)", "\"log\": (lambda g, y, a: g * a,)"),
    ("g * 0.5 / y", "g / y"),
    ("g * np.cos(a)", "-g * np.cos(a)"),
    ("-g * np.sin(a)", "g * np.sin(a)"),
    ("(1 - y * y)", "(1 - y)"),
    ("g * y * (1 - y)", "g * y"),
    ("g * (y > 0)", "g * (y >= 0)"),
    ("g * normal_density(a)", "g * normal_density(-a) * a"),
    ("g * ((a > b) + 0.5 * (a == b))", "g * (a >= b)"),
    ("g * ((b > a) + 0.5 * (a == b))", "g * ((a > b) + 0.5 * (a == b))"),
    ("g * chosen", "g * ~chosen"),
    ("g[saved[-1][i]]", "g[saved[-1][0]]"),
    ("g * _p_minus_y(a, p, right)", "_p_minus_y(a, p, right)"),
    ("return (p - y) / len(p)", "return p - y"),
    ("    y[right] = 1\n", "    y[right] = p[right]\n"),
    ("    if type(logits) is Tensor:\n        p = logits.softmax()\n", ""),
    ("_repeat_to(g.reshape(kept), shape)", "_repeat_to(g, shape)"),
    ("        return g.broadcast_to(shape)\n",
     "        return Tensor(np.broadcast_to(g.array, shape))\n"),
    ("_share_of_ties(a == y.reshape(kept), axes)", "(a == y.reshape(kept))"),
    ("return chosen / chosen.sum(axis=axes, keepdims=True)",
     "return chosen / chosen.sum()"),
    ("g.reshape(kept) * np.exp(a - y.reshape(kept))",
     "g.reshape(kept) * np.exp(a)"),
    ("y * (g - (g * y).sum(axis=axis, keepdims=True))",
     "y * (g - (g * y).sum(axis=-1, keepdims=True))"),
    ("g - np.exp(y) * g.sum(axis=axis, keepdims=True)", "g - np.exp(y) * g"),
    ("lambda g, y, a, shape: g.reshape(shape)",
     "lambda g, y, a, shape: g.T.reshape(shape)"),
    ("g.transpose(back)", "g.transpose()"),
    ("places.index(axis) for axis in range(self.ndim)",
     "axis for axis in places"),
    ("places = [axis % self.ndim for axis in axes]", "places = list(axes)"),
    ("\"broadcast_to\": (lambda g: g,)",
     "\"broadcast_to\": (lambda g, *saved: g * 2,)"),
    ("index: _zeros_with(g, shape, index)", "index: _zeros_with(g * 2, shape, index)"),
    ("np.add.at(whole, index, g)", "whole[index] += g"),
    ("index: g[index]", "index: g[index] * 2"),
    # the walk back
    ("        g = gradients.pop(node)\n",
     "        g = gradients.pop(node) * 0 + upstream\n"),
    ("        g = gradients.pop(node)\n", "        g = gradients[node]\n"),
    ("                slopes = gradients[source] + slopes\n",
     "                pass\n"),
    ("                slopes = gradients[source] + slopes\n",
     "                gradients[source] += slopes\n                continue\n"),
    ("saved = _as_tensors(node) if with_tensors else node.saved",
     "saved = node.saved"),
    ("source is None or source.birth < first", "source is None"),
    ("source is None or source.birth < first",
     "source is None or source.birth <= first"),
    ("            if slopes.shape != source.shape:\n"
     "                slopes = undo_broadcasting(slopes, source.shape)\n", ""),
    ("slopes.dtype is not precision and not with_tensors", "False"),
    ("            if watching:\n                watch_slopes(slopes, node)\n",
     ""),
    ("            if source in gradients:\n"
     "                slopes = gradients[source] + slopes\n"
     "            if watching:\n                watch_slopes(slopes, node)\n",
     "            if watching:\n                watch_slopes(slopes, node)\n"
     "            if source in gradients:\n"
     "                slopes = gradients[source] + slopes\n"),
    # the order
    ("reverse=True", "reverse=False"),
    ("return sorted(nodes, key=attrgetter(\"birth\"), reverse=True)",
     "return nodes"),
    ("                    found.add(source)\n", ""),
    ("if source.birth >= first:", "if True:"),
    ("source and source.inputs and source not in found",
     "source and source not in found"),
    ("nodes = [end] if end.inputs and end not in found else []",
     "nodes = [end]"),
    ("nodes = [end] if end.inputs and end not in found else []",
     "nodes = [end] if end.inputs else []"),
    ("return leaves[0].birth if leaves else 0",
     "return leaves[-1].birth if leaves else 0"),
    # broadcasting, undone
    ("if n == 1]\n    return g.sum", "if n <= 0]\n    return g.sum"),
    ("enumerate(shape, new) if n == 1", "enumerate(shape) if n == 1"),
    ("axis=(*range(new), *stretched)", "axis=(*stretched,)"),
    # what a node saved
    ("owners = node, *node.inputs\n", "owners = node, *node.inputs[::-1]\n"),
    ("tensor_of(owner, array)\n", "tensor_of(None, array)\n"),
    ("return *tensors, *node.saved[len(owners) :]", "return tensors"),
    ("        needed = None, b.node and a.array, a.node and b.array\n"
     "        return record(y, \"*\"",
     "        needed = None, a.array, b.array\n        return record(y, \"*\""),
    ("        needed = None, b.node and a.array, a.node and b.array\n"
     "        return record(y, \"*\"",
     "        needed = None, a.node and a.array, b.node and b.array\n"
     "        return record(y, \"*\""),
    ("        needed = None, b.node and a.array, a.node and b.array\n"
     "        return record(y, \"@\"",
     "        needed = None, a.node and a.array, b.node and b.array\n"
     "        return record(y, \"@\""),
    ("needed = b.node and y, None, b.array", "needed = None, None, b.array"),
    ("needed = b.node and y, None, b.array", "needed = y, None, b.array"),
    ("needed = b.node and y, a.array, b.array",
     "needed = None, a.array, b.array"),
    ("needed = None, w.node and x.array, x.node and w.array",
     "needed = None, x.node and x.array, w.node and w.array"),
    # what an operation makes
    ("    array.setflags(False)  # write=False: from now on nobody changes it\n",
     ""),
    ("if any(inputs) and mode.recording:", "if any(inputs):"),
    ("if any(inputs) and mode.recording:", "if mode.recording:"),
    ("if any(inputs) and mode.recording:",
     "if all(inputs) and mode.recording:"),
    ("        self.birth = next(_births)\n", "        self.birth = -next(_births)\n"),
    ("    array = np.array(array, dtype)[()]\n",
     "    array = np.asarray(array, dtype)[()]\n"),
    ("[()]\n    array.setflags(write=False)\n", "[()]\n"),
    ("        dtype = np.float32 if array.dtype.type is np.float32 "
     "else np.float64\n",
     "        dtype = np.float64\n"),
    ("array.dtype.type is np.float32", "array.dtype == np.float32"),
    ("    if wants_gradient and kind != \"f\":", "    if False:"),
    ("return Tensor(other, dtype=tensor.array.dtype)", "return Tensor(other)"),
    ("            return [tensor_like(value, other) for other in values]\n",
     "            return [o if type(o) is Tensor else Tensor(o)"
     " for o in values]\n"),
    # arrays on either side
    ("return tensor_like(self, other) - self", "return self - other"),
    ("return tensor_like(self, other) / self", "return self / other"),
    ("return tensor_like(self, other) ** self", "return self**other"),
    ("return tensor_like(self, other) @ self", "return self @ other"),
    ("first, *others = [tensor_like(self, x) for x in inputs]",
     "*others, first = [tensor_like(self, x) for x in inputs]"),
    ("if name is None or method != \"__call__\" or options:",
     "if name is None or method != \"__call__\":"),
    # operations
    ("            return (a @ b.reshape(-1, 1))[..., 0]\n",
     "            return a @ b.reshape(-1, 1)\n"),
    ("(a.reshape(1, -1) @ b)[..., 0, :]", "(a.reshape(1, -1) @ b)[0]"),
    ("if b.node and not (a.array > 0).all():", "if False:"),
    ("if b.node and not (a.array > 0).all():",
     "if b.node and not (a.array >= 0).all():"),
    ("    y += b.array\n", ""),
    ("b.shape == w.shape[1:]", "True"),
    ("if not fits or b.dtype != x.dtype:", "if not fits:"),
    ("largest = np.where(np.isfinite(largest), largest, x.dtype.type(0))\n",
     "pass\n"),
    ("y = np.exp(x - x.max(axis=axis, keepdims=True))\n        y /=",
     "y = np.exp(x)\n        y /="),
    ("y -= np.log(np.exp(y).sum(axis=axis, keepdims=True))",
     "y = np.log(np.exp(y) / np.exp(y).sum(axis=axis, keepdims=True))"),
    ("keepdims) / numbers_along(self, axis)",
     "keepdims) / self.size"),
    ("labels.copy()", "labels"),
    ("        return (apart * apart).mean()\n",
     "        return (apart * apart).sum()\n"),
    ("check_same_shape(self, targets, (\"predictions\", \"targets\"))", "pass"),
    ("_extreme(self, axis, keepdims, np.min)",
     "_extreme(self, axis, keepdims, np.max)"),
    ("own = as_array(place, \"an index\").copy()",
     "own = as_array(place, \"an index\")"),
    ("array = as_array(condition, \"the condition\").copy()",
     "array = as_array(condition, \"the condition\")"),
    ("axes[first], axes[second] = second, first", "axes[first] = second"),
    ("wider = *shape[:axis], 1, *shape[axis:]",
     "wider = 1, *shape"),
    # backward
    ("                found[leaf] = leaf.grad + slopes\n",
     "                pass\n"),
    ("                found[leaf] = leaf.grad + slopes\n",
     "                leaf.grad += slopes\n"
     "                found[leaf] = leaf.grad\n"),
    ("                found[leaf] = leaf.grad + slopes\n",
     "                leaf.grad = found[leaf] = leaf.grad + slopes\n"),
    # copies, and lists that may change
    ("        if self.node and self.node.inputs:\n            raise TypeError(",
     "        if False:\n            raise TypeError("),
    ("self.requires_grad), self.grad", "self.requires_grad)"),
    ("self.requires_grad), self.grad", "False), self.grad"),
    ('if isinstance(place, range) or not hasattr(place, "__len__"):',
     "if not isinstance(place, list | np.ndarray):"),
    ("others = np.ndarray | Set | Mapping",
     "others = np.ndarray"),
    ("elif len(axes) == 1 and isinstance(axes[0], list | tuple):",
     "elif isinstance(axes[0], list | tuple):"),
    ("            grad.setflags(write=False)"
     "  # another leaf may share it\n", ""),
    ("        if end.size != 1:", "        if False:"),
    ("        return np.ones(end.shape, end.dtype)[()]\n",
     "        return np.ones(end.shape)[()]\n"),
    ("    gradient = locked_copy(gradient, dtype=end.dtype)\n",
     "    gradient = np.asarray(gradient, end.dtype)[()]\n"),
    ("    check_shape(gradient, end, \"gradient\")\n", ""),
    ("        check_shape(array, self, \"the new array\")\n", ""),
    ("        array = locked_copy(value, dtype=self.dtype)\n",
     "        array = locked_copy(value)\n"),
    ("            grad = grad.astype(self.dtype, copy=False)\n", ""),
    # modes
    ("    with _set(recording=False):\n", "    with _set(recording=True):\n"),
    ("_mode.set(_mode.get()._replace(**changes))",
     "_mode.set(_USUAL._replace(**changes))"),
    ("    try:\n        yield\n    finally:\n        _mode.reset(token)\n",
     "    yield\n    _mode.reset(token)\n"),
    ("        _mode.reset(token)\n", "        _mode.set(_USUAL)\n"),
    ("_mode = ContextVar(\"mode\", default=_USUAL)",
     "_mode = type(\"\", (), {\"now\": _USUAL, \"get\": lambda s: s.now, "
     "\"set\": lambda s, x: setattr(s, \"now\", x), "
     "\"reset\": lambda s, x: setattr(s, \"now\", _USUAL)})()"),
    ("        tensor.node.place = place\n", "        pass\n"),
    ("        frame = frame.f_back\n    if frame is None",
     "        frame = frame.f_back and frame.f_back.f_back\n"
     "    if frame is None"),
    # axes
    ("        if len(set(axes)) < len(axes):\n", "        if False:\n"),
    ("if not -x.ndim <= number < x.ndim:", "if not -x.ndim < number < x.ndim:"),
    ("    if numbers_along(x, axis) == 0:\n        raise", "    if False:\n        raise"),
    ("    if array.dtype != bool:", "    if False:"),
    ("        if short[0] == long[0]:", "        if short[0] == long[1]:"),
]  # fmt: skip

TRANSFORMS = [
    # two numbers at a time
    ("Dual(a + b, da + db, tag)", "Dual(a + b, da, tag)"),
    ("da * b + a * db", "da * db"),
    ("da * b + a * db", "da * b - a * db"),
    ("self + -1.0 * _one_number(other)", "self + _one_number(other)"),
    ("return -self + other", "return self - other"),
    ("return relation(a, b)", "return relation(b, a)"),
    ("return _compared(operator.le, self", "return _compared(operator.lt, self"),
    ("return _compared(operator.ge, self", "return _compared(operator.gt, self"),
    ("        return _compared(operator.eq, self, other)\n",
     "        return self is other\n"),
    ("return Dual(y, y * self.slope, self.tag)", "return Dual(y, y, self.tag)"),
    ("slope = -1.0 * _of(self.value", "slope = _of(self.value"),
    ("tag = next(_tags)", "tag = 1"),
    ("isinstance(x, Dual) and x.tag == tag", "isinstance(x, Dual)"),
    ("tag = max(x.tag for x", "tag = min(x.tag for x"),
    ("else (x, 0.0)", "else (x, 1.0)"),
    ("return y.slope if _is_tagged(y, tag) else 0.0",
     "return y.slope if isinstance(y, Dual) else 0.0"),
    # functions of functions
    ("both(*arguments)[1]", "both(*arguments)[0]"),
    ("f(x, *constants), x)", "f(x), x)"),
    ("if math.prod(shape) != 1:", "if shape != ():"),
    ("if math.prod(shape) != 1:", "if math.prod(shape) > 1:"),
    ("return run.results(), run.slopes(np.ones(shape))",
     "return run.outputs, run.slopes(np.ones(shape))"),
    ("np.ones(y.shape, y.dtype), run.outputs",
     "np.zeros(y.shape, y.dtype), run.outputs"),
    ("return _Run(run.slopes, anywhere).slopes", "return run.slopes"),
    ("if y.size <= x.size:", "if y.size >= x.size:"),
    ("if y.size <= x.size:", "if y.size < x.size:"),
    ("if y.size <= x.size:", "if True:"),
    ("if 0 in shape:", "if False:"),
    ("return np.zeros(shape, x.dtype)", "return np.zeros(shape)"),
    ("columns.reshape(x.size, y.size).T", "columns.reshape(y.size, x.size)"),
    ("return jacobian(grad(f))", "return jacobian(f)"),
    ("_inner(slopes(x), v))(x)", "_inner(slopes(x), x))(x)"),
    # a run, and the way back
    ("_unfinished.update(self.leaves)", "pass"),
    ("_unfinished.difference_update(self.leaves)", "pass"),
    ("with enable_grad():", "if True:"),
    ('Node("leaf", (tensor.node,), ()', 'Node("leaf", (None,), ()'),
    ("np.array(y.array)[()], self.outputs", "y.array, self.outputs"),
    ("if not is_grad_enabled():", "if False:"),
    ("        if not self.is_wanted:", "        if True:"),
    ("self.is_wanted or _are_wanted(u)", "self.is_wanted"),
    ("self.is_wanted or _are_wanted(u)", "_are_wanted(u)"),
    ("self.is_wanted or _are_wanted(u)", "True"),
    ('Node("outputs", nodes, ', 'Node("outputs", nodes[:1], '),
    ("np.result_type(*(y.dtype for y in outputs))", "outputs[0].dtype"),
    ("np.result_type(*(y.dtype for y in outputs))", "np.float64"),
    ("*saved: saved[-1][i]", "*saved: saved[-1][0]"),
    ("*saved: saved[-1][i]", "*saved: g"),
    ("f(_map_form(lambda x: x, self.inputs))", "f(self.inputs)"),
    ("return _map_form(lambda y: y, self.outputs)", "return self.outputs"),
    ("one, self.leaves, wanted", "one, (), wanted"),
    ("one, self.leaves, wanted", "one, self.leaves, False"),
    ("np.zeros(x.shape, x.dtype))\n            if",
     "np.zeros(x.shape))\n            if"),
    ("return np.array(slopes, x.dtype)[()]", "return slopes"),
    ("return np.array(slopes, x.dtype)[()]", "return np.array(slopes)[()]"),
    ("                return _as_tensor(slopes)",
     "                return slopes"),
    ("node in _unfinished or not node.inputs", "node in _unfinished"),
    ("node in _unfinished or not node.inputs", "not node.inputs"),
    ("node in _unfinished or not node.inputs", "True"),
    ("u = tensor_like(y, u)", "u = _as_tensor(u)"),
    ("    if y.shape != u.shape:", "    if y.size != u.size:"),
    # the check
    ("abs(slopes - measured).max()", "abs(slopes - measured)[:2].max()"),
    ("abs(slopes - measured).max()", "abs(slopes - measured)[::2].max()"),
    ("    if not apart <= tolerance:", "    if apart > tolerance:"),
    ("abs(along(0.0))) or 1.0", "abs(along(0.0)))"),
    ("max(largest, 1e-3 * abs(along(0.0)))", "largest"),
    ("vjp(f, x)[1](u), x, rng, order - 1, tolerance",
     "vjp(f, x)[1](u), x, rng, 1, tolerance"),
    ("    if order == 1:", "    if True:"),
    ("return max(apart, rest)", "return rest"),
    # checkpoints
    ("node.birth < oldest or not node.inputs", "not node.inputs"),
    ("node.birth < oldest or not node.inputs", "node.birth < oldest"),
    ("_ancestors([y], run.leaves)", "_ancestors([y])"),
    ("saved = y.array, *(x.array for x in tensors), again",
     "saved = run.outputs, *(x.array for x in tensors), again"),
    ("next(rest), form))", "next(rest), inputs))"),
    ("                    _check_repeats(run.outputs, y)\n", ""),
    ("if not same or not np.allclose(first, second, equal_nan=True):",
     "if not np.allclose(first, second, equal_nan=True):"),
    ("if not same or not np.allclose(first, second, equal_nan=True):",
     "if not same or not np.allclose(first, second):"),
    ("                if not slopes:", "                if True:"),
    ("slopes.extend(run.slopes(g))", "slopes.extend(run.slopes(1.0 + 0 * g))"),
    ("    def __iter__(self):\n        slopes = []",
     "    slopes = []\n\n    def __iter__(self):\n        slopes = self.slopes"),
    # forms
    ("    if depth > 50:", "    if False:"),
    ("isinstance(form, dict | list | tuple)", "isinstance(form, dict | list)"),
    ("return kind(*values) if hasattr", "return kind(values) if hasattr"),
    ("set(other) != set(form)", "False"),
    ("isinstance(other, kind) and len(other) == len(form)",
     "isinstance(other, kind)"),
    ("isinstance(other, kind) and len", "len"),
]  # fmt: skip

MODULES = {
    "scalar": SCALAR,
    "activations": ACTIVATIONS,
    "layers": LAYERS,
    "losses": LOSSES,
    "networks": NETWORKS,
    "tensor": TENSOR,
    "transforms": TRANSFORMS,
}
MUTANTS = [(module, *row) for module, rows in MODULES.items() for row in rows]


def file_with(module, piece):
    """The path in the package of the file that a row means."""
    checks = sorted((PACKAGE / "_checks").glob("*.py"))
    for path in [PACKAGE / f"{module}.py", *checks]:
        if piece in path.read_text("utf-8"):
            return path.relative_to(PACKAGE)
    raise LookupError(f"neither {module} nor _checks has {piece!r}")


def run_tests(module, folder, right="", wrong=""):
    """Run the tests of a module on a copy of the package in `folder`.

    In the copy, `wrong` stands instead of `right`.
    """
    shutil.copytree(PACKAGE, folder / "backprop", ignore=NOT_TESTED)
    file = folder / "backprop" / file_with(module, right)
    text = file.read_text("utf-8").replace(right, wrong)
    file.write_text(text, "utf-8")
    return subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-x", "-q", "--tb=line"),
            *("-p", "no:cacheprovider", "-o", "addopts="),
            ROOT / "tests" / f"test_{module}.py",
        ],
        env=os.environ
        | {
            "PYTHONPATH": str(folder),
            # what pytest compiles, once for all mutants, whatever is set
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": str(folder.parent / "compiled"),
        },
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
                tmp_path_factory.mktemp("mutant"),
                *mutant[1:],
            )
            for item in request.session.items
            if "mutant" in getattr(item, "fixturenames", ())
            for mutant in [item.callspec.params["mutant"]]
        }


@pytest.mark.mutants
@pytest.mark.parametrize("module", MODULES)
def test_the_unbroken_module_passes(module, tmp_path):
    run = run_tests(module, tmp_path)
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
    text = (PACKAGE / file_with(module, right)).read_text("utf-8")
    assert text.count(right) == 1 and wrong != right
