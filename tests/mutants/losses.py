"""What a tired author might have written in losses.py; its tests notice each.

A row is a piece of the text that stands there once, and what stands there
instead; if it is in another file of the package, then also its name.
"""

MUTANTS = [
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
