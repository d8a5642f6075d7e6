"""The code of Backpropagation From Scratch, one module for each step.

A step of the book is one chapter, one module and one test file of the same
name, so whoever knows the name knows where to look. `STEPS` is the order in
which the book tells them; a step imports only from steps before it, and a
test holds it to that. The pages show what stands in these files, by its
name, so nothing has to be copied and nothing can differ.

Beside the steps are `_checks`, what they say when they are given what they
cannot use; `figures`, how the book draws; `workbook`, the exercises; and
`first_version`, kept for its faults. `figures` and `workbook` import steps,
never the reverse. `diagnosis` says what relates a gradient to the right one;
its `diagnose` is found here. NumPy and the standard library are all that a
step needs, and this file imports nothing of ours until it is asked for, so
that a step loads only what it uses.
"""

from importlib import import_module

STEPS = (
    "functions",
    "derivatives",
    "gradients",
    "chain_rule",
    "gradient_descent",
    "two_neurons",
    "activations",
    "scalar",
    "layers",
    "losses",
    "networks",
    "tensor",
    "transforms",
)

__all__ = ["STEPS", "diagnose"]
__version__ = "0.1.0"


def __getattr__(name):
    if name == "diagnose":
        return import_module(".diagnosis", __name__).diagnose
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
