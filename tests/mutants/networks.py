"""What a tired author might have written in networks.py; its tests notice each.

A row is a piece of the text that stands there once, and what stands there
instead; if it is in another file of the package, then also its name.
"""

MUTANTS = [
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
    ("        losses.append(total / len(labels))",
     "        losses.append(total)"),
    ("yield inputs[rows], labels[rows]", "yield inputs[rows], labels[order]"),
    ("yield inputs[rows], labels[rows]",
     "yield inputs[rows], labels[start : start + batch_size]"),
    ("order = rng.permutation(len(labels))",
     "order = rng.integers(len(labels), size=len(labels))"),
    ("order = rng.permutation(len(labels))",
     "order = np.arange(len(labels))"),
    ("range(0, len(labels), batch_size)",
     "range(0, len(labels) - batch_size + 1, batch_size)"),
    ("                array[...] = values\n", "                pass\n",
     "_checks/training"),
    ("if not np.isfinite(array).all():", "if False:", "_checks/training"),
    # what it says
    ("np.add.at(counts, (labels, predicted), 1)",
     "np.add.at(counts, (predicted, labels), 1)"),
    ("np.add.at(counts, (labels, predicted), 1)",
     "counts[labels, predicted] += 1"),
    ("np.mean(predicted == labels)", "np.mean(predicted != labels)"),
    # files
    ("            unfinished.unlink(missing_ok=True)", "            pass",
     "_checks/files"),
    ("allow_pickle=False", "allow_pickle=True", "_checks/files"),
    ("if belongs_to != network:", "if False:", "_checks/files"),
    ("if not np.isfinite(array).all():", "if False:", "_checks/files"),
    ("    check_fit(saved, own, path)\n", "", "_checks/files"),
    # layers within layers
    ("yield from single_layers(layer.layers)", "yield layer"),
    ("def backward(self, d_outputs, to_inputs=True):",
     "def backward(self, d_outputs, to_inputs=False):"),
]  # fmt: skip
