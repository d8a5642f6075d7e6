"""The code of Backpropagation From Scratch, one module for each step.

`STEPS` is the order in which the book tells them; a step imports only from
steps before it.
"""

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

__all__ = ["STEPS"]
__version__ = "0.1.0"
